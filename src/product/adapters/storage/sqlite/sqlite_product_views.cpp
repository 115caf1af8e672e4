#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include <ddd/product/adapters/storage/sqlite/listing_sql.hpp>
#include <ddd/product/adapters/storage/sqlite/product_row.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_product_views.hpp>

namespace ddd::product {
namespace {

using sqlite::Connection;
using sqlite::Query;

const std::string& view_columns() {
  static const std::string kColumns =
      "p.id, s.on_hand, s.reserved, p.version, s.version, p.view_count, p.created_at, p.updated_at, p.in_baskets, " +
      std::string(kDetailsColumns);
  return kColumns;
}
constexpr int kViewColumns = 9 + 16;

ProductView read_view(const Query& row) {
  return {.id = ProductId(static_cast<std::uint64_t>(row.integer(0))),
          .details = read_details(row, 9),
          .on_hand = row.integer(1),
          .reserved = row.integer(2),
          .version = row.integer(3),
          .stock_version = row.integer(4),
          .view_count = row.integer(5),
          .in_baskets = row.integer(8),
          .created_at = row.timestamp(6),
          .updated_at = row.timestamp(7)};
}

ProductCursor cursor_at(const Query& row, ProductSort sort) {
  const ProductId id(static_cast<std::uint64_t>(row.integer(0)));
  if (sort == ProductSort::name) return {row.string(kViewColumns), id};
  return {row.integer(kViewColumns), id};
}

std::unordered_map<ProductId, ProductView> read_found(Connection& connection, const ProductFilter& filter,
                                                      const std::vector<ProductId>& ids) {
  std::unordered_map<ProductId, ProductView> views;
  const auto statement = found_products_sql(filter, view_columns(), ids);
  auto row = connection.query_once(statement.sql, statement.values);
  while (row.next()) {
    auto view = read_view(row);
    const auto id = view.id;
    views.emplace(id, std::move(view));
  }
  return views;
}

/// The best finds of a search. Everything that is found must be scored, but only as many products are read as the page
/// needs: a common word stands in thousands of them.
ProductPage read_best(Connection& connection, const ProductListing& listing) {
  constexpr std::size_t kMostAtOnce = 1000;
  ProductPage page;
  const auto statement = found_sql(listing);
  auto found = connection.query_once(statement.sql, statement.values);
  std::optional<ProductCursor> last;
  for (auto wanted = listing.limit + 1;; wanted = std::min(wanted * 4, kMostAtOnce)) {
    std::vector<ProductId> ids;
    std::vector<std::int64_t> scores;
    while (ids.size() < wanted && found.next()) {
      ids.emplace_back(static_cast<std::uint64_t>(found.integer(0)));
      scores.push_back(found.integer(1));
    }
    if (ids.empty()) return page;
    auto views = read_found(connection, listing.filter, ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto view = views.find(ids[i]);
      if (view == views.end()) continue;
      if (page.items.size() == listing.limit) {
        page.next = std::move(last);
        return page;
      }
      page.items.push_back(std::move(view->second));
      last = ProductCursor{scores[i], ids[i]};
    }
    // A query that has ended begins anew when it is asked once more.
    if (ids.size() < wanted) return page;
  }
}

ProductPage read_page(Connection& connection, const ProductListing& listing) {
  if (listing.filter.text && listing.sort == ProductSort::relevance) return read_best(connection, listing);
  ProductPage page;
  const auto statement = page_sql(listing, view_columns());
  auto row = connection.query_once(statement.sql, statement.values);
  std::optional<ProductCursor> last;
  while (row.next()) {
    if (page.items.size() == listing.limit) {
      page.next = std::move(last);
      break;
    }
    page.items.push_back(read_view(row));
    last = cursor_at(row, listing.sort);
  }
  return page;
}

MovementKind kind_from(std::string_view text) {
  for (const auto kind : {MovementKind::received, MovementKind::adjusted, MovementKind::reserved,
                          MovementKind::released, MovementKind::consumed, MovementKind::restocked}) {
    if (to_text(kind) == text) return kind;
  }
  throw std::logic_error("stock_movements.kind holds no known kind");
}

}  // namespace

Task<Result<std::vector<ProductView>>> SqliteProductViews::find_many(std::vector<ProductId> ids) {
  auto read = [&](Connection& connection) -> Result<std::vector<ProductView>> {
    static const std::string kSelect =
        "SELECT " + view_columns() +
        " FROM products p JOIN stocks s ON s.product_id = p.id WHERE p.id = ?1 AND p.deleted_at IS NULL";
    std::vector<ProductView> views;
    views.reserve(ids.size());
    for (const auto id : ids) {
      auto row = connection.query(kSelect, id);
      if (row.next()) views.push_back(read_view(row));
    }
    return views;
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::optional<ProductView>>> SqliteProductViews::find_by_sku(std::string sku) {
  auto read = [&](Connection& connection) -> Result<std::optional<ProductView>> {
    static const std::string kSelect =
        "SELECT " + view_columns() +
        " FROM products p JOIN stocks s ON s.product_id = p.id WHERE p.sku = ?1 AND p.deleted_at IS NULL";
    auto row = connection.query(kSelect, sku);
    if (!row.next()) return std::nullopt;
    return read_view(row);
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<ProductPage>> SqliteProductViews::list(ProductListing listing) {
  // A search without a word in it finds nothing.
  if (listing.filter.text && match_expression(*listing.filter.text).empty()) {
    co_return ProductPage{
        .items = {}, .next = std::nullopt, .total = listing.with_total ? std::optional<std::int64_t>(0) : std::nullopt};
  }
  co_return co_await database_.read([listing = std::move(listing)](Connection& connection) -> Result<ProductPage> {
    auto page = read_page(connection, listing);
    if (listing.with_total) {
      const auto statement = count_sql(listing.filter);
      auto count = connection.query_once(statement.sql, statement.values);
      count.next();
      page.total = count.integer(0);
    }
    return page;
  });
}

Task<Result<std::vector<CategoryView>>> SqliteProductViews::categories() {
  co_return co_await database_.read([](Connection& connection) -> Result<std::vector<CategoryView>> {
    std::vector<CategoryView> categories;
    auto row = connection.query(
        R"(SELECT category, count(*) FROM products
           WHERE deleted_at IS NULL AND is_active = 1 AND category <> '' GROUP BY category ORDER BY category)");
    while (row.next()) categories.push_back({row.string(0), row.integer(1)});
    return categories;
  });
}

Task<Result<MovementPage>> SqliteProductViews::movements(ProductId id, std::size_t limit,
                                                         std::optional<std::int64_t> before) {
  co_return co_await database_.read([=](Connection& connection) -> Result<MovementPage> {
    MovementPage page;
    auto row = connection.query(
        R"(SELECT row, kind, delta, reserved_delta, cause_id, note, on_hand_after, reserved_after, at
           FROM stock_movements WHERE product_id = ?1 AND row < ?2 ORDER BY row DESC LIMIT ?3)",
        id, before.value_or(INT64_MAX), limit + 1);
    while (row.next()) {
      if (page.items.size() == limit) {
        page.next = page.items.back().row;
        break;
      }
      page.items.push_back({row.integer(0),
                            {kind_from(row.text(1)),
                             row.integer(2),
                             row.integer(3),
                             {row.string(4), row.string(5)},
                             row.integer(6),
                             row.integer(7),
                             row.timestamp(8)}});
    }
    return page;
  });
}

}  // namespace ddd::product
