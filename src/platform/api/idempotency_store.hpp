#pragma once

#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::api {
using ddd::IdempotencyStore;
}
