#include <ddd/payment/adapters/storage/sqlite/refund_row.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payment_views.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;

RefundView read_view(Connection& connection, const sqlite::Query& row) {
  return {.payment_id = PaymentId::restore(row.string(kAfterRefund)), .refund = read_refund(connection, row)};
}

std::string selecting(std::string_view rest) {
  return std::string("SELECT ").append(kRefundColumns).append(", payment_id FROM refunds ").append(rest);
}

RefundPage read_page(Connection& connection, const RefundListing& listing) {
  std::vector<sqlite::BoundValue> values;
  const auto bind = [&values](sqlite::BoundValue value) {
    values.push_back(std::move(value));
    return "?" + std::to_string(values.size());
  };
  auto sql = selecting("WHERE true");
  const auto& filter = listing.filter;
  if (filter.payment_id) sql += " AND payment_id = " + bind(filter.payment_id->to_text());
  if (filter.status) sql += " AND status = " + bind(std::string(to_text(*filter.status)));
  if (listing.after) {
    const auto& [at, id] = *listing.after;
    sql += " AND (created_at, id) < (" + bind(to_micros(at)) + ", " + bind(id.to_text()) + ")";
  }
  sql += " ORDER BY created_at DESC, id DESC LIMIT " + bind(static_cast<std::int64_t>(listing.limit) + 1);
  RefundPage page;
  auto row = connection.query_once(sql, values);
  while (row.next()) {
    if (page.items.size() == listing.limit) {
      const auto& last = page.items.back().refund;
      page.next = RefundCursor(last.created_at, last.id);
      break;
    }
    page.items.push_back(read_view(connection, row));
  }
  return page;
}

}  // namespace

Task<Result<std::optional<RefundView>>> SqlitePaymentViews::find_refund(RefundId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<RefundView>> {
    static const auto kById = selecting("WHERE id = ?1");
    auto row = connection.query(kById, id);
    if (!row.next()) return std::nullopt;
    return read_view(connection, row);
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<RefundPage>> SqlitePaymentViews::list_refunds(RefundListing listing) {
  co_return co_await database_.read([listing = std::move(listing)](Connection& connection) -> Result<RefundPage> {
    return read_page(connection, listing);
  });
}

}  // namespace ddd::payment
