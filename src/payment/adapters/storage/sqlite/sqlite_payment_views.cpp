#include <ddd/payment/adapters/storage/sqlite/payment_row.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payment_views.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;

struct BoundSql {
  std::string sql;
  std::vector<sqlite::BoundValue> values;

  /// The placeholder for a value from outside.
  std::string bind(sqlite::BoundValue value) {
    values.push_back(std::move(value));
    return "?" + std::to_string(values.size());
  }
};

/// A status is no column: it is one or several states.
std::string states_of(PaymentStatus status) {
  std::string states;
  for (int i = 0; i <= static_cast<int>(PaymentState::manual_review); ++i) {
    const auto state = static_cast<PaymentState>(i);
    if (status_of(state) == status) states += (states.empty() ? "'" : ", '") + std::string(to_text(state)) + "'";
  }
  return states;
}

BoundSql page_sql(const PaymentListing& listing) {
  BoundSql page;
  const auto& filter = listing.filter;
  page.sql = "SELECT " + std::string(kPaymentColumns) + " FROM payments WHERE true";
  if (filter.user_id) page.sql += " AND user_id = " + page.bind(filter.user_id->to_int());
  if (filter.order_id) page.sql += " AND order_id = " + page.bind(*filter.order_id);
  if (filter.status) page.sql += " AND state IN (" + states_of(*filter.status) + ")";
  if (listing.after) {
    const auto& [at, id] = *listing.after;
    page.sql += " AND (created_at, id) < (" + page.bind(to_micros(at)) + ", " + page.bind(id.to_text()) + ")";
  }
  page.sql += " ORDER BY created_at DESC, id DESC LIMIT " + page.bind(static_cast<std::int64_t>(listing.limit) + 1);
  return page;
}

PaymentPage read_page(Connection& connection, const PaymentListing& listing) {
  PaymentPage page;
  const auto statement = page_sql(listing);
  auto row = connection.query_once(statement.sql, statement.values);
  while (row.next()) {
    if (page.items.size() == listing.limit) {
      const auto& last = page.items.back().payment;
      page.next = PaymentCursor(last.created_at, last.id);
      break;
    }
    page.items.push_back({read_payment(connection, row)});
  }
  return page;
}

Transition read_transition(const sqlite::Query& row) {
  return {.sequence = row.integer(0),
          .from = row.is_null(1) ? std::nullopt : payment_state_from(row.text(1)),
          .to = payment_state_from(row.text(2)).value(),
          .at = row.timestamp(3),
          .reason = row.string(4)};
}

}  // namespace

Task<Result<std::optional<PaymentView>>> SqlitePaymentViews::find(PaymentId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<PaymentView>> {
    static const std::string kSelect = "SELECT " + std::string(kPaymentColumns) + " FROM payments WHERE id = ?1";
    auto row = connection.query(kSelect, id);
    if (!row.next()) return std::nullopt;
    return PaymentView{read_payment(connection, row)};
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<PaymentPage>> SqlitePaymentViews::list(PaymentListing listing) {
  co_return co_await database_.read([listing = std::move(listing)](Connection& connection) -> Result<PaymentPage> {
    return read_page(connection, listing);
  });
}

Task<Result<TransitionPage>> SqlitePaymentViews::transitions(PaymentId id, std::size_t limit,
                                                             std::optional<std::int64_t> after) {
  co_return co_await database_.read(
      [id = std::move(id), limit, after](Connection& connection) -> Result<TransitionPage> {
        TransitionPage page;
        auto row = connection.query(
            R"(SELECT sequence, from_state, to_state, at, reason FROM payment_transitions
           WHERE payment_id = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3)",
            id, after.value_or(0), limit + 1);
        while (row.next()) {
          if (page.items.size() == limit) {
            page.next = page.items.back().sequence;
            break;
          }
          page.items.push_back(read_transition(row));
        }
        return page;
      });
}

}  // namespace ddd::payment
