#include <algorithm>
#include <iterator>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/events/publish.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_stocks.hpp>
#include <ddd/product/adapters/storage/sqlite/stock_rows.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

using sqlite::Connection;

bool is_for_sale(Connection& connection, ProductId id) {
  return connection.query("SELECT 1 FROM products WHERE id = ?1 AND is_active = 1 AND deleted_at IS NULL", id).next();
}

/// The one writer holds the whole file, so reading is locking; ascending order is kept for the engines where it
/// matters.
StockBooks load_books(Connection& connection, const ReservationOrder& order) {
  StockBooks books;
  if (const auto* restock = std::get_if<RestockReturn>(&order)) {
    books.restocked = connection
                          .query("SELECT 1 FROM stock_movements WHERE cause_id = ?1 AND kind = 'restocked' LIMIT 1",
                                 restock->refund_id)
                          .next();
  }
  books.reservation = read_reservation(connection, reservation_of(order));
  auto products = products_of(order);
  if (books.reservation) {
    products.clear();
    for (const auto& line : books.reservation->state().lines) products.push_back(line.product_id);
  }
  for (const auto id : products) {
    auto stock = read_stock(connection, id);
    if (!stock) continue;
    books.stocks.push_back(*std::move(stock));
    if (!is_for_sale(connection, id)) books.not_for_sale.push_back(id);
  }
  return books;
}

Result<> store_books(Connection& connection, const StockBooks& books, const SaveContext& context, IdSource& ids) {
  std::vector<OutgoingEvent> events;
  if (books.reservation && books.reservation->has_changes()) {
    write_reservation(connection, *books.reservation);
    events = outgoing(*books.reservation);
  }
  for (const auto& stock : books.stocks) {
    if (!stock.has_changes()) continue;
    if (!update_stock(connection, stock)) return Refused(store_errors::version_conflict());
    std::ranges::move(outgoing(stock), std::back_inserter(events));
  }
  return sqlite::write_effects(connection, context, stamp(std::move(events), ids, context));
}

void mark_saved(StockBooks& books) {
  if (books.reservation && books.reservation->has_changes()) books.reservation->mark_saved();
  for (auto& stock : books.stocks) {
    if (stock.has_changes()) stock.mark_saved();
  }
}

}  // namespace

Task<Result<Stock>> SqliteStocks::find(ProductId id) {
  auto read = [id](Connection& connection) -> Result<Stock> {
    if (auto stock = read_stock(connection, id)) return *std::move(stock);
    return Refused(errors::not_found());
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteStocks::save(Stock& stock, SaveContext context) {
  auto events = stamp(outgoing(stock), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [stock, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        if (!update_stock(connection, stock)) return Refused(store_errors::version_conflict());
        return sqlite::write_effects(connection, context, events);
      }));
  stock.mark_saved();
  co_return Result<>{};
}

Task<Result<StockBooks>> SqliteStocks::apply(ReservationOrder order, SaveContext context) {
  co_return co_await database_.writer().write([order = std::move(order), context = std::move(context),
                                               &ids = ids_](Connection& connection) -> Result<StockBooks> {
    auto books = load_books(connection, order);
    DDD_CHECK(carry_out(order, books, context.now));
    DDD_CHECK(store_books(connection, books, context, ids));
    mark_saved(books);
    return books;
  });
}

Task<Result<>> SqliteStocks::note_failure(StockConsumeFailed failure, SaveContext context) {
  auto events = stamp({outgoing(failure)}, ids_, context);
  co_return co_await database_.writer().write([failure = std::move(failure), events = std::move(events),
                                               context = std::move(context)](Connection& connection) -> Result<> {
    const int noted = connection.execute(
        "INSERT INTO failed_consumptions (payment_id, code, failed_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        failure.payment_id, failure.code, context.now);
    if (noted == 0) return {};
    return sqlite::write_effects(connection, context, events);
  });
}

Task<Result<std::vector<PaymentId>>> SqliteStocks::expired_reservations(Timestamp now, std::size_t limit) {
  auto read = [=](Connection& connection) -> Result<std::vector<PaymentId>> {
    std::vector<PaymentId> ids;
    auto row = connection.query(
        "SELECT id FROM reservations WHERE state = 'held' AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2", now,
        limit);
    while (row.next()) ids.push_back(PaymentId::restore(row.string(0)));
    return ids;
  };
  co_return database_.guarded(read, reader_);
}

}  // namespace ddd::product
