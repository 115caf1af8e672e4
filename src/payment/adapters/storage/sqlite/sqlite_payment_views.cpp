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

/// All that the filter lets through.
BoundSql filter_sql(std::string_view columns, const PaymentFilter& filter) {
  BoundSql all;
  all.sql = "SELECT " + std::string(columns) + " FROM payments WHERE true";
  if (filter.user_id) all.sql += " AND user_id = " + all.bind(filter.user_id->to_int());
  if (filter.order_id) all.sql += " AND order_id = " + all.bind(*filter.order_id);
  if (filter.status) all.sql += " AND state IN (" + states_of(*filter.status) + ")";
  return all;
}

BoundSql page_sql(const PaymentListing& listing) {
  auto page = filter_sql(kPaymentColumns, listing.filter);
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
  if (listing.with_total) {
    const auto all = filter_sql("count(*)", listing.filter);
    auto count = connection.query_once(all.sql, all.values);
    if (count.next()) page.total = count.integer(0);
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

std::vector<Waiting> read_waiting(sqlite::Query row) {
  std::vector<Waiting> waiting;
  while (row.next()) waiting.push_back({PaymentId::restore(row.string(0)), row.timestamp(1)});
  return waiting;
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

Task<Result<std::optional<PaymentId>>> SqlitePaymentViews::payment_of_intent(std::string intent_id) {
  auto read = [&](Connection& connection) -> Result<std::optional<PaymentId>> {
    auto row = connection.query("SELECT id FROM payments WHERE intent_id = ?1 AND intent_id <> ''", intent_id);
    if (!row.next()) return std::nullopt;
    return PaymentId::restore(row.string(0));
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::vector<PaymentId>>> SqlitePaymentViews::cancellable(UserId user_id, std::size_t limit) {
  co_return co_await database_.read([=](Connection& connection) -> Result<std::vector<PaymentId>> {
    std::vector<PaymentId> ids;
    auto row = connection.query(
        R"(SELECT id FROM payments WHERE user_id = ?1
             AND state IN ('created', 'validated', 'stock_reserved', 'intent_created', 'requires_action')
           ORDER BY created_at, id LIMIT ?2)",
        user_id, limit);
    while (row.next()) ids.push_back(PaymentId::restore(row.string(0)));
    return ids;
  });
}

Task<Result<OverduePayments>> SqlitePaymentViews::overdue(Timestamp uncertain_since, Timestamp unfulfilled_since,
                                                          std::size_t limit) {
  co_return co_await database_.read([=](Connection& connection) -> Result<OverduePayments> {
    OverduePayments overdue;
    overdue.uncertain = read_waiting(connection.query(
        R"(SELECT id, uncertain_since FROM payments WHERE uncertain_since <= ?1 AND state <> 'manual_review'
           ORDER BY uncertain_since LIMIT ?2)",
        uncertain_since, limit));
    overdue.unfulfilled = read_waiting(connection.query(
        R"(SELECT payment_id, opened_at FROM fulfilments WHERE closed_at IS NULL AND failure = '' AND opened_at <= ?1
           ORDER BY opened_at LIMIT ?2)",
        unfulfilled_since, limit));
    overdue.unfulfillable = read_waiting(connection.query(
        R"(SELECT payment_id, opened_at FROM fulfilments WHERE closed_at IS NULL AND failure <> ''
           ORDER BY opened_at LIMIT ?1)",
        limit));
    auto row = connection.query("SELECT count(*) FROM payments WHERE state = 'manual_review'");
    if (row.next()) overdue.in_review = row.integer(0);
    return overdue;
  });
}

Task<Result<std::vector<DayTotal>>> SqlitePaymentViews::day_totals(Timestamp from, Timestamp to) {
  co_return co_await database_.read([=](Connection& connection) -> Result<std::vector<DayTotal>> {
    std::vector<DayTotal> totals;
    auto row = connection.query(
        R"(SELECT created_at / 86400000000 AS day, state, currency, count(*), sum(amount) FROM payments
           WHERE created_at >= ?1 AND created_at < ?2 GROUP BY day, state, currency ORDER BY day, state, currency)",
        from, to);
    while (row.next()) {
      totals.push_back({.day = Day(std::chrono::days(row.integer(0))),
                        .state = payment_state_from(row.text(1)).value(),
                        .count = row.integer(3),
                        .amount = Money(row.integer(4), Currency::from_code(row.text(2)).value())});
    }
    return totals;
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
