#pragma once

#include <ddd/product/application/views.hpp>
#include <ddd/product/domain/product.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

/// What a reader will see once the pending changes of either aggregate are saved. `view_count` is kept elsewhere.
[[nodiscard]] ProductView view_after_save(const Product& product, const Stock& stock, std::int64_t view_count = 0);

}  // namespace ddd::product
