#include <algorithm>
#include <functional>
#include <tuple>

#include <ddd/kernel/text.hpp>
#include <ddd/product/adapters/storage/memory/memory_catalogue.hpp>

namespace ddd::product {
namespace {

std::int64_t baskets_with(const MemoryCatalogue& data, ProductId id) {
  return std::ranges::count_if(data.demand,
                               [&](const auto& entry) { return entry.second.contents.products.contains(id); });
}

ProductView view_of(const MemoryCatalogue& data, const Product::Snapshot& product) {
  const auto& stock = data.stocks.at(product.id);
  const auto viewed = data.view_counts.find(product.id);
  return {.id = product.id,
          .details = product.details,
          .on_hand = stock.on_hand,
          .reserved = stock.reserved,
          .version = product.version,
          .stock_version = stock.version,
          .view_count = viewed == data.view_counts.end() ? 0 : viewed->second,
          .in_baskets = baskets_with(data, product.id),
          .created_at = product.created_at,
          .updated_at = product.updated_at};
}

/// How many bytes at the front of `text` (not empty) stand between words: ASCII but letters and digits, and the
/// punctuation of U+00A0-00BF and U+2000-207F, which comes in everyday text.
std::size_t separator(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  const auto c = byte(0);
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ? 0 : 1;
  if (c == 0xc2) return 2;
  return c == 0xe2 && (byte(1) == 0x80 || byte(1) == 0x81) ? 3 : 0;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) result.push_back(std::exchange(word, {}));
  };
  const auto lower = to_lower(text);
  for (std::string_view rest = lower; !rest.empty();) {
    const auto between = separator(rest);
    if (between > 0) end_word();
    if (between == 0) word += rest.front();
    rest.remove_prefix(std::min(std::max<std::size_t>(between, 1), rest.size()));
  }
  end_word();
  return result;
}

/// 0 when a wanted word is found nowhere; finds in the name count most.
std::int64_t score(const Details& details, std::string_view text) {
  std::string rest =
      details.short_description + " " + details.description + " " + details.brand + " " + details.sku.to_text();
  for (const auto& tag : details.tags) rest += " " + tag;
  const auto in_name = words(details.name);
  const auto elsewhere = words(rest);
  std::int64_t total = 0;
  for (const auto& wanted : words(text)) {
    const auto begins = [&](const std::string& word) { return word.starts_with(wanted); };
    const auto found = 10 * std::ranges::count_if(in_name, begins) + std::ranges::count_if(elsewhere, begins);
    if (found == 0) return 0;
    total += found;
  }
  return total;
}

bool matches(const ProductView& view, const ProductFilter& filter) {
  const auto& d = view.details;
  return (!filter.is_active || d.is_active == *filter.is_active) &&
         (!filter.category || d.category == *filter.category) && (!filter.brand || d.brand == *filter.brand) &&
         (!filter.min_price || d.price.minor_units() >= *filter.min_price) &&
         (!filter.max_price || d.price.minor_units() <= *filter.max_price) &&
         (!filter.in_stock || (view.available() > 0) == *filter.in_stock) &&
         (!filter.is_low || (view.available() < d.min_stock) == *filter.is_low) &&
         (!filter.is_featured || d.is_featured == *filter.is_featured) && (!filter.text || score(d, *filter.text) > 0);
}

using SortValue = std::variant<std::int64_t, std::string>;

SortValue sort_value(const ProductView& view, const ProductListing& listing) {
  switch (listing.sort) {
    case ProductSort::price_ascending:
    case ProductSort::price_descending:
      return view.details.price.minor_units();
    case ProductSort::name:
      return view.details.name;
    case ProductSort::relevance:
      if (listing.filter.text) return score(view.details, *listing.filter.text);
      [[fallthrough]];
    case ProductSort::newest:
      return to_micros(view.created_at);
  }
  std::unreachable();
}

}  // namespace

Task<Result<std::vector<ProductView>>> MemoryProductViews::find_many(std::vector<ProductId> ids) {
  std::vector<ProductView> views;
  for (const auto id : ids) {
    const auto found = data_.products.find(id);
    if (found != data_.products.end() && !found->second.deleted_at) views.push_back(view_of(data_, found->second));
  }
  co_return views;
}

Task<Result<std::optional<ProductView>>> MemoryProductViews::find_by_sku(std::string sku) {
  for (const auto& [id, product] : data_.products) {
    if (!product.deleted_at && product.details.sku.to_text() == sku) co_return view_of(data_, product);
  }
  co_return std::nullopt;
}

Task<Result<ProductPage>> MemoryProductViews::list(ProductListing listing) {
  std::vector<std::pair<std::pair<SortValue, ProductId>, ProductView>> rows;
  for (const auto& [id, product] : data_.products) {
    if (product.deleted_at) continue;
    auto view = view_of(data_, product);
    if (matches(view, listing.filter)) rows.push_back({{sort_value(view, listing), id}, std::move(view)});
  }
  ProductPage page;
  if (listing.with_total) page.total = std::ssize(rows);
  const bool descending = listing.sort != ProductSort::price_ascending && listing.sort != ProductSort::name;
  std::ranges::sort(rows,
                    [&](const auto& a, const auto& b) { return descending ? a.first > b.first : a.first < b.first; });
  if (listing.after) {
    const std::pair<SortValue, ProductId> after{listing.after->value, listing.after->id};
    std::erase_if(rows, [&](const auto& row) { return descending ? row.first >= after : row.first <= after; });
  }
  for (auto& [key, view] : rows) {
    if (page.items.size() == listing.limit) {
      const auto& last = page.items.back();
      page.next = ProductCursor{sort_value(last, listing), last.id};
      break;
    }
    page.items.push_back(std::move(view));
  }
  co_return page;
}

Task<Result<std::vector<CategoryView>>> MemoryProductViews::categories() {
  std::map<std::string, std::int64_t> counts;
  for (const auto& [id, product] : data_.products) {
    const auto& details = product.details;
    if (!product.deleted_at && details.is_active && !details.category.empty()) ++counts[details.category];
  }
  std::vector<CategoryView> categories;
  for (const auto& [name, count] : counts) categories.push_back({name, count});
  co_return categories;
}

Task<Result<MovementPage>> MemoryProductViews::movements(ProductId id, std::size_t limit,
                                                         std::optional<std::int64_t> before) {
  MovementPage page;
  for (auto entry = data_.movements.rbegin(); entry != data_.movements.rend(); ++entry) {
    const auto& [product, view] = *entry;
    if (product != id || (before && view.row >= *before)) continue;
    if (page.items.size() == limit) {
      page.next = page.items.back().row;
      break;
    }
    page.items.push_back(view);
  }
  co_return page;
}

}  // namespace ddd::product
