#include <utility>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_mail_queue.hpp>
#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {

using sqlite::Connection;

Task<Result<bool>> SqliteMailQueue::add(MailOrder order, MailLimit limit, SaveContext context) {
  co_return co_await database_.writer().write(
      [order = std::move(order), limit, context = std::move(context)](Connection& connection) -> Result<bool> {
        DDD_CHECK(sqlite::write_effects(connection, context, {}));
        const int added = connection.execute(
            R"(INSERT INTO mails (id, purpose, email, ordered_at, attempts, due_at)
               SELECT ?1, ?2, ?3, ?4, ?5, ?4
               WHERE (SELECT count(*) FROM mails WHERE email = ?3 AND purpose = ?2 AND ordered_at >= ?6) < ?7)",
            order.id, to_text(order.purpose), order.to, order.ordered_at, order.attempts, limit.since, limit.most);
        return added == 1;
      });
}

Task<Result<std::vector<MailOrder>>> SqliteMailQueue::due(Timestamp now, std::size_t limit) {
  auto read = [=](Connection& connection) -> Result<std::vector<MailOrder>> {
    std::vector<MailOrder> orders;
    auto row = connection.query(
        R"(SELECT id, purpose, email, ordered_at, attempts FROM mails
           WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2)",
        now, limit);
    while (row.next()) {
      orders.push_back({.id = MailId::restore(row.string(0)),
                        .purpose = purpose_from(row.text(1)),
                        .to = Email::restore(row.string(2)),
                        .ordered_at = row.timestamp(3),
                        .attempts = static_cast<int>(row.integer(4))});
    }
    return orders;
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteMailQueue::put_off(MailId id, Timestamp until) {
  co_return co_await database_.writer().write([id = std::move(id), until](Connection& connection) -> Result<> {
    connection.execute("UPDATE mails SET attempts = attempts + 1, due_at = ?2 WHERE id = ?1 AND due_at IS NOT NULL", id,
                       until);
    return {};
  });
}

Task<Result<>> SqliteMailQueue::finish(MailId id, Timestamp now) {
  co_return co_await database_.writer().write([id = std::move(id), now](Connection& connection) -> Result<> {
    connection.execute("UPDATE mails SET due_at = NULL, finished_at = ?2 WHERE id = ?1", id, now);
    return {};
  });
}

Task<Result<std::size_t>> SqliteMailQueue::remove_finished(Timestamp ordered_before, std::size_t limit) {
  co_return co_await database_.writer().write([=](Connection& connection) -> Result<std::size_t> {
    return static_cast<std::size_t>(connection.execute(
        "DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE due_at IS NULL AND ordered_at < ?1 LIMIT ?2)",
        ordered_before, limit));
  });
}

}  // namespace ddd::user
