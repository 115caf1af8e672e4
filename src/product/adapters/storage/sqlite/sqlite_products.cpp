#include <iterator>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/events/publish.hpp>
#include <ddd/product/adapters/storage/sqlite/product_row.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_products.hpp>
#include <ddd/product/adapters/storage/sqlite/stock_rows.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

using sqlite::Connection;

Result<Product> read_product(Connection& connection, ProductId id) {
  static const std::string kSelect = "SELECT p.version, p.event_sequence, p.created_at, p.updated_at, " +
                                     std::string(kDetailsColumns) +
                                     " FROM products p WHERE p.id = ?1 AND p.deleted_at IS NULL";
  auto row = connection.query(kSelect, id);
  if (!row.next()) return Refused(errors::not_found());
  return Product::restore({.id = id,
                           .details = read_details(row, 4),
                           .version = row.integer(0),
                           .event_sequence = row.integer(1),
                           .created_at = row.timestamp(2),
                           .updated_at = row.timestamp(3),
                           .deleted_at = std::nullopt});
}

std::optional<std::int64_t> compare_at(const Details& details) {
  return details.compare_at_price ? std::optional(details.compare_at_price->minor_units()) : std::nullopt;
}

void index_for_search(Connection& connection, const Product::Snapshot& product) {
  connection.execute("DELETE FROM product_search WHERE rowid = ?1", product.id);
  if (product.deleted_at) return;
  const auto& details = product.details;
  connection.execute(
      "INSERT INTO product_search (rowid, name, description, brand, tags, sku) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      product.id, details.name, details.short_description + "\n" + details.description, details.brand,
      join_lines(details.tags), details.sku.to_text());
}

void insert_product(Connection& connection, const Product::Snapshot& product, std::int64_t event_sequence) {
  const auto& d = product.details;
  connection.execute(
      R"(INSERT INTO products (id, sku, name, description, short_description, price, currency, compare_at_price, category,
           sub_category, brand, tags, images, is_active, is_featured, is_digital, min_stock, version, event_sequence,
           created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 1, ?18, ?19, ?20))",
      product.id, d.sku, d.name, d.description, d.short_description, d.price.minor_units(), d.price.currency().code(),
      compare_at(d), d.category, d.sub_category, d.brand, join_lines(d.tags), join_lines(d.images), d.is_active,
      d.is_featured, d.is_digital, d.min_stock, event_sequence, product.created_at, product.updated_at);
}

bool update_product(Connection& connection, const Product::Snapshot& product, std::int64_t event_sequence) {
  const auto& d = product.details;
  return connection.execute(
             R"(UPDATE products SET sku = ?3, name = ?4, description = ?5, short_description = ?6, price = ?7, currency = ?8,
                  compare_at_price = ?9, category = ?10, sub_category = ?11, brand = ?12, tags = ?13, images = ?14,
                  is_active = ?15, is_featured = ?16, is_digital = ?17, min_stock = ?18, version = version + 1,
                  event_sequence = ?19, updated_at = ?20, deleted_at = ?21
                WHERE id = ?1 AND version = ?2 AND deleted_at IS NULL)",
             product.id, product.version, d.sku, d.name, d.description, d.short_description, d.price.minor_units(),
             d.price.currency().code(), compare_at(d), d.category, d.sub_category, d.brand, join_lines(d.tags),
             join_lines(d.images), d.is_active, d.is_featured, d.is_digital, d.min_stock, event_sequence,
             product.updated_at, product.deleted_at) == 1;
}

}  // namespace

Task<Result<ProductId>> SqliteProducts::next_id() {
  co_return co_await database_.writer().write([](Connection& connection) -> Result<ProductId> {
    auto row = connection.query("UPDATE sequences SET next = next + 1 WHERE name = 'product' RETURNING next - 1");
    row.next();
    const ProductId id(static_cast<std::uint64_t>(row.integer(0)));
    row.next();  // a RETURNING statement takes effect when it has run to its end
    return id;
  });
}

Task<Result<Product>> SqliteProducts::find(ProductId id) {
  auto read = [id](Connection& connection) { return read_product(connection, id); };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteProducts::add(Product& product, Stock& stock, SaveContext context) {
  auto outgoing_events = outgoing(product);
  std::ranges::move(outgoing(stock), std::back_inserter(outgoing_events));
  auto events = stamp(std::move(outgoing_events), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([snapshot = product.state(), sequence = product.events().last(), stock,
                                                  events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    try {
      insert_product(connection, snapshot, sequence);
    } catch (const sqlite::Failure& failure) {
      if (failure.is_unique_violation()) return Refused(errors::sku_taken());
      throw;
    }
    index_for_search(connection, snapshot);
    insert_stock(connection, stock);
    return sqlite::write_effects(connection, context, events);
  }));
  product.mark_saved();
  stock.mark_saved();
  co_return Result<>{};
}

Task<Result<>> SqliteProducts::save(Product& product, SaveContext context) {
  auto events = stamp(outgoing(product), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write([snapshot = product.state(), sequence = product.events().last(),
                                                  events = std::move(events),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    try {
      if (!update_product(connection, snapshot, sequence)) return Refused(store_errors::version_conflict());
    } catch (const sqlite::Failure& failure) {
      if (failure.is_unique_violation()) return Refused(errors::sku_taken());
      throw;
    }
    index_for_search(connection, snapshot);
    return sqlite::write_effects(connection, context, events);
  }));
  product.mark_saved();
  co_return Result<>{};
}

}  // namespace ddd::product
