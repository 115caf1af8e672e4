#pragma once

#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::api {
/// What replays answers by their key; the use cases write it in the transaction of the effect.
using ddd::IdempotencyStore;
}  // namespace ddd::api
