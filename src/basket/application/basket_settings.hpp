#pragma once

#include <ddd/kernel/currency.hpp>

namespace ddd::basket {

struct BasketSettings {
  /// Of an empty basket's total: the catalogue's.
  Currency currency;
};

}  // namespace ddd::basket
