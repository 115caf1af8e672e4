#pragma once

#include <string>
#include <vector>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

/// A statement and the values for its ?1, ?2, ...
struct BoundSql {
  std::string sql;
  std::vector<sqlite::BoundValue> values;
};

/// The page query: `columns`, then the sort value, of at most limit + 1 products behind the cursor.
[[nodiscard]] BoundSql page_sql(const ProductListing& listing, std::string_view columns);
/// What a search finds, best first: ids and scores, from behind the cursor on. Whether the rest of the filter lets them
/// through is for `found_products_sql` to say.
[[nodiscard]] BoundSql found_sql(const ProductListing& listing);
/// Those of `ids` that the filter lets through, its text aside, in any order: `columns`.
[[nodiscard]] BoundSql found_products_sql(const ProductFilter& filter, std::string_view columns,
                                          const std::vector<ProductId>& ids);
/// How many products the filter matches.
[[nodiscard]] BoundSql count_sql(const ProductFilter& filter);

/// The words of a search as an FTS5 expression in which each must begin a word; empty when the text holds no word.
[[nodiscard]] std::string match_expression(std::string_view text);

}  // namespace ddd::product
