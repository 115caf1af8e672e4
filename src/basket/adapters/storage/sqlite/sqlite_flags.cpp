#include <utility>

#include <ddd/basket/adapters/events/publish.hpp>
#include <ddd/basket/adapters/storage/sqlite/basket_rows.hpp>
#include <ddd/basket/adapters/storage/sqlite/sqlite_flags.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::basket {
namespace {

using sqlite::Connection;

std::vector<Problem> read_problems(const sqlite::Query& row, ProductId product_id) {
  if (row.boolean(0)) return {{.code = ProblemCode::unavailable, .product_id = product_id}};
  std::vector<Problem> problems;
  if (!row.is_null(1)) {
    problems.push_back({.code = ProblemCode::price_changed,
                        .product_id = product_id,
                        .current_price = Money(row.integer(1), read_currency(row.text(2)))});
  }
  if (!row.is_null(3)) {
    problems.push_back(
        {.code = ProblemCode::insufficient_stock, .product_id = product_id, .available = row.integer(3)});
  }
  return problems;
}

LineFlags read_flags(Connection& connection, const BasketLine& line) {
  auto row = connection.query(
      R"(SELECT is_unavailable, current_price, currency, available, version, event_sequence FROM line_flags
         WHERE item_id = ?1)",
      line.item.id);
  if (!row.next()) return LineFlags::none(line);
  return LineFlags::restore({.item_id = line.item.id,
                             .basket_id = line.basket_id,
                             .user_id = line.user_id,
                             .product_id = line.item.product_id,
                             .problems = read_problems(row, line.item.product_id),
                             .version = row.integer(4),
                             .event_sequence = row.integer(5)});
}

/// The problems as columns: there is at most one of each code.
struct Columns {
  bool is_unavailable = false;
  std::optional<std::int64_t> current_price;
  std::optional<std::string> currency;
  std::optional<std::int64_t> available;
};

Columns columns_of(const std::vector<Problem>& problems) {
  Columns columns;
  for (const auto& problem : problems) {
    if (problem.code == ProblemCode::unavailable) columns.is_unavailable = true;
    if (problem.current_price) {
      columns.current_price = problem.current_price->minor_units();
      columns.currency = std::string(problem.current_price->currency().code());
    }
    if (problem.available) columns.available = problem.available;
  }
  return columns;
}

bool write_flags(Connection& connection, const LineFlags& flags) {
  const auto& state = flags.state();
  const auto columns = columns_of(state.problems);
  if (state.version > 0) {
    return connection.execute(
               R"(UPDATE line_flags SET is_unavailable = ?3, current_price = ?4, currency = ?5, available = ?6,
                    version = version + 1, event_sequence = ?7
                  WHERE item_id = ?1 AND version = ?2)",
               state.item_id, state.version, columns.is_unavailable, columns.current_price, columns.currency,
               columns.available, flags.events().last()) == 1;
  }
  return connection.execute(
             R"(INSERT INTO line_flags (item_id, basket_id, user_id, product_id, is_unavailable, current_price, currency,
                  available, version, event_sequence)
                SELECT ?1, id, user_id, ?3, ?4, ?5, ?6, ?7, 1, ?8 FROM baskets WHERE id = ?2
                ON CONFLICT DO NOTHING)",
             state.item_id, state.basket_id, state.product_id, columns.is_unavailable, columns.current_price,
             columns.currency, columns.available, flags.events().last()) == 1;
}

}  // namespace

Task<Result<std::vector<BasketLine>>> SqliteLineFlags::lines_with(ProductId product_id, Timestamp now,
                                                                  std::optional<UserId> after, std::size_t limit) {
  co_return co_await database_.read([=](Connection& connection) -> Result<std::vector<BasketLine>> {
    std::vector<BasketLine> lines;
    auto row = connection.query(
        R"(SELECT b.id, b.user_id, i.id, i.quantity, i.unit_price, i.currency, i.created_at
           FROM basket_items i JOIN baskets b ON b.id = i.basket_id
           WHERE i.product_id = ?1 AND b.expires_at > ?2 AND b.user_id > ?3 ORDER BY b.user_id LIMIT ?4)",
        product_id, now, after ? after->to_int() : -1, limit);
    while (row.next()) {
      lines.push_back({.basket_id = BasketId::restore(row.string(0)),
                       .user_id = UserId(static_cast<std::uint64_t>(row.integer(1))),
                       .item = {.id = ItemId::restore(row.string(2)),
                                .product_id = product_id,
                                .quantity = row.integer(3),
                                .unit_price = Money(row.integer(4), read_currency(row.text(5))),
                                .created_at = row.timestamp(6)}});
    }
    return lines;
  });
}

Task<Result<LineFlags>> SqliteLineFlags::find(BasketLine line) {
  auto read = [&](Connection& connection) -> Result<LineFlags> { return read_flags(connection, line); };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteLineFlags::save(LineFlags& flags, SaveContext context) {
  auto events = stamp(outgoing(flags), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [flags, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        if (!write_flags(connection, flags)) return Refused(store_errors::version_conflict());
        return sqlite::write_effects(connection, context, events);
      }));
  flags.mark_saved();
  co_return Result<>{};
}

Task<Result<>> SqliteCheckoutMarks::mark(BasketId basket_id, CheckoutMark mark, SaveContext context) {
  co_return co_await database_.writer().write([basket_id = std::move(basket_id), mark = std::move(mark),
                                               context = std::move(context)](Connection& connection) -> Result<> {
    connection.execute(
        R"(INSERT INTO basket_checkouts (payment_id, basket_id, since) SELECT ?1, id, ?3 FROM baskets WHERE id = ?2
           ON CONFLICT DO NOTHING)",
        mark.payment_id, basket_id, mark.since);
    return sqlite::write_effects(connection, context, {});
  });
}

Task<Result<>> SqliteCheckoutMarks::unmark(PaymentId payment_id, SaveContext context) {
  co_return co_await database_.writer().write(
      [payment_id = std::move(payment_id), context = std::move(context)](Connection& connection) -> Result<> {
        connection.execute("DELETE FROM basket_checkouts WHERE payment_id = ?1", payment_id);
        return sqlite::write_effects(connection, context, {});
      });
}

Task<Result<std::vector<CheckoutMark>>> SqliteCheckoutMarks::of(BasketId basket_id) {
  auto read = [&](Connection& connection) -> Result<std::vector<CheckoutMark>> {
    std::vector<CheckoutMark> marks;
    auto row = connection.query(
        "SELECT payment_id, since FROM basket_checkouts WHERE basket_id = ?1 ORDER BY since, payment_id", basket_id);
    while (row.next()) marks.push_back({PaymentId::restore(row.string(0)), row.timestamp(1)});
    return marks;
  };
  co_return database_.guarded(read, reader_);
}

}  // namespace ddd::basket
