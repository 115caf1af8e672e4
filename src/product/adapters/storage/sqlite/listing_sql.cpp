#include <algorithm>

#include <ddd/product/adapters/storage/sqlite/listing_sql.hpp>

namespace ddd::product {
namespace {

/// Puts conditions together; every value from outside becomes a placeholder.
class Builder {
 public:
  void where(std::string_view condition) { conditions_.emplace_back(condition); }
  void where(std::string_view before, sqlite::BoundValue value, std::string_view after = "") {
    conditions_.push_back(std::string(before) + bind(std::move(value)) + std::string(after));
  }
  [[nodiscard]] std::string bind(sqlite::BoundValue value) {
    values_.push_back(std::move(value));
    return "?" + std::to_string(values_.size());
  }
  [[nodiscard]] std::string conditions() const {
    std::string sql;
    for (const auto& condition : conditions_) sql += (sql.empty() ? " WHERE " : " AND ") + condition;
    return sql;
  }
  [[nodiscard]] std::vector<sqlite::BoundValue> take_values() { return std::move(values_); }

 private:
  std::vector<std::string> conditions_;
  std::vector<sqlite::BoundValue> values_;
};

void apply_filter(Builder& builder, const ProductFilter& filter) {
  builder.where("p.deleted_at IS NULL");
  if (filter.is_active) builder.where(*filter.is_active ? "p.is_active = 1" : "p.is_active = 0");
  if (filter.category) builder.where("p.category = ", *filter.category);
  if (filter.brand) builder.where("p.brand = ", *filter.brand);
  if (filter.min_price) builder.where("p.price >= ", *filter.min_price);
  if (filter.max_price) builder.where("p.price <= ", *filter.max_price);
  if (filter.in_stock) builder.where(*filter.in_stock ? "s.on_hand > s.reserved" : "s.on_hand = s.reserved");
  if (filter.is_low) {
    builder.where(*filter.is_low ? "s.on_hand - s.reserved < p.min_stock" : "s.on_hand - s.reserved >= p.min_stock");
  }
  if (filter.is_featured) builder.where(*filter.is_featured ? "p.is_featured = 1" : "p.is_featured = 0");
}

std::string hits(Builder& builder, std::string_view text) {
  // Weights: name, description, brand, tags, SKU. Not bm25: a score that others' rows change would make pages skip
  // and repeat products while some are added.
  return "SELECT rowid AS id, weighted_hits(product_search, 10, 1, 5, 4, 8) AS score FROM product_search WHERE "
         "product_search MATCH " +
         builder.bind(match_expression(text));
}

std::string from(Builder& builder, const ProductFilter& filter) {
  std::string sql = " FROM products p JOIN stocks s ON s.product_id = p.id";
  if (filter.text) {
    sql = " FROM (" + hits(builder, *filter.text) +
          ") f JOIN products p ON p.id = f.id JOIN stocks s ON s.product_id = p.id";
  }
  return sql;
}

struct Order {
  std::string_view value;
  bool descending;
};

Order order_of(const ProductListing& listing) {
  switch (listing.sort) {
    case ProductSort::newest:
      return {"p.created_at", true};
    case ProductSort::price_ascending:
      return {"p.price", false};
    case ProductSort::price_descending:
      return {"p.price", true};
    case ProductSort::name:
      return {"p.name", false};
    case ProductSort::relevance:
      return listing.filter.text ? Order{"f.score", true} : Order{"p.created_at", true};
  }
  std::unreachable();
}

bool is_word_byte(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string match_expression(std::string_view text) {
  std::string expression;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(), is_word_byte);
    const auto length = static_cast<std::size_t>(end - text.begin()) - i;
    expression += (expression.empty() ? "\"" : " \"") + std::string(text.substr(i, length)) + "\"*";
    i += length;
  }
  return expression;
}

BoundSql page_sql(const ProductListing& listing, std::string_view columns) {
  Builder builder;
  const auto order = order_of(listing);
  auto source = from(builder, listing.filter);
  apply_filter(builder, listing.filter);
  if (listing.after) {
    auto value = std::visit([](const auto& v) { return sqlite::BoundValue(v); }, listing.after->value);
    const auto place = "(" + builder.bind(std::move(value)) + ", " + builder.bind(listing.after->id.to_int()) + ")";
    builder.where("(" + std::string(order.value) + ", p.id)" + (order.descending ? " < " : " > ") + place);
  }
  const std::string direction = order.descending ? " DESC" : "";
  auto sql = "SELECT " + std::string(columns) + ", " + std::string(order.value) + source + builder.conditions() +
             " ORDER BY " + std::string(order.value) + direction + ", p.id" + direction + " LIMIT " +
             builder.bind(static_cast<std::int64_t>(listing.limit) + 1);
  return {std::move(sql), builder.take_values()};
}

BoundSql found_sql(const ProductListing& listing) {
  Builder builder;
  std::string sql = "SELECT id, score FROM (" + hits(builder, *listing.filter.text) + ")";
  if (listing.after) {
    const auto score = builder.bind(std::get<std::int64_t>(listing.after->value));
    sql += " WHERE (score, id) < (" + score + ", " + builder.bind(listing.after->id.to_int()) + ")";
  }
  return {sql + " ORDER BY score DESC, id DESC", builder.take_values()};
}

BoundSql found_products_sql(const ProductFilter& filter, std::string_view columns, const std::vector<ProductId>& ids) {
  Builder builder;
  std::string among;
  for (const auto id : ids) among += (among.empty() ? "" : ", ") + builder.bind(id.to_int());
  builder.where("p.id IN (" + among + ")");
  apply_filter(builder, filter);
  auto sql =
      "SELECT " + std::string(columns) + " FROM products p JOIN stocks s ON s.product_id = p.id" + builder.conditions();
  return {std::move(sql), builder.take_values()};
}

BoundSql count_sql(const ProductFilter& filter) {
  Builder builder;
  auto source = from(builder, filter);
  apply_filter(builder, filter);
  auto sql = "SELECT count(*)" + source + builder.conditions();
  return {std::move(sql), builder.take_values()};
}

}  // namespace ddd::product
