#include <stdexcept>

#include <ddd/product/adapters/storage/sqlite/product_row.hpp>

namespace ddd::product {
namespace {

Currency read_currency(std::string_view code) {
  const auto currency = Currency::from_code(code);
  if (!currency) throw std::logic_error("products.currency holds no known currency");
  return *currency;
}

}  // namespace

Details read_details(const sqlite::Query& row, int first) {
  const auto currency = read_currency(row.text(first + 5));
  const auto compare_at = row.maybe_integer(first + 6);
  return {.name = row.string(first + 1),
          .description = row.string(first + 2),
          .short_description = row.string(first + 3),
          .sku = Sku::restore(row.string(first)),
          .price = Money(row.integer(first + 4), currency),
          .compare_at_price = compare_at ? std::optional(Money(*compare_at, currency)) : std::nullopt,
          .category = row.string(first + 7),
          .sub_category = row.string(first + 8),
          .brand = row.string(first + 9),
          .tags = split_lines(row.text(first + 10)),
          .images = split_lines(row.text(first + 11)),
          .is_active = row.boolean(first + 12),
          .is_featured = row.boolean(first + 13),
          .is_digital = row.boolean(first + 14),
          .min_stock = row.integer(first + 15)};
}

std::string join_lines(const std::vector<std::string>& texts) {
  std::string joined;
  for (const auto& text : texts) {
    if (!joined.empty()) joined += '\n';
    joined += text;
  }
  return joined;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace ddd::product
