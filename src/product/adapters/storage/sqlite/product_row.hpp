#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/product/domain/details.hpp>

namespace ddd::product {

/// The columns of Details in the order that `read_details` expects, for SELECT lists; `p` is the products table.
inline constexpr std::string_view kDetailsColumns =
    "p.sku, p.name, p.description, p.short_description, p.price, p.currency, p.compare_at_price, p.category, "
    "p.sub_category, "
    "p.brand, p.tags, p.images, p.is_active, p.is_featured, p.is_digital, p.min_stock";

/// Reads them from column `first` on.
[[nodiscard]] Details read_details(const sqlite::Query& row, int first);

/// Lists of short texts are one column, a line each: texts never hold control characters.
[[nodiscard]] std::string join_lines(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> split_lines(std::string_view text);

}  // namespace ddd::product
