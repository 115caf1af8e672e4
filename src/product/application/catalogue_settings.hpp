#pragma once

#include <ddd/kernel/currency.hpp>

namespace ddd::product {

struct CatalogueSettings {
  /// One currency per catalogue.
  Currency currency;
};

}  // namespace ddd::product
