#include <utility>

#include <ddd/user/adapters/storage/sqlite/sqlite_login_failures.hpp>

namespace ddd::user {

using sqlite::Connection;

Task<Result<RecentFailures>> SqliteLoginFailures::recent(Email email, Timestamp since) {
  auto read = [&](Connection& connection) -> Result<RecentFailures> {
    auto row = connection.query(
        "SELECT count(*), coalesce(min(failed_at), 0) FROM login_failures WHERE email = ?1 AND failed_at >= ?2", email,
        since);
    row.next();
    return RecentFailures{.count = row.integer(0), .oldest = row.timestamp(1)};
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::vector<UserId>>> SqliteLoginFailures::accounts_with(std::int64_t least, Timestamp since) {
  co_return co_await database_.read([=](Connection& connection) -> Result<std::vector<UserId>> {
    std::vector<UserId> users;
    auto row = connection.query(
        R"(SELECT u.id FROM login_failures f JOIN users u ON u.email = f.email WHERE f.failed_at >= ?2
           GROUP BY u.id HAVING count(*) >= ?1 ORDER BY u.id)",
        least, since);
    while (row.next()) users.push_back(UserId(static_cast<std::uint64_t>(row.integer(0))));
    return users;
  });
}

Task<Result<>> SqliteLoginFailures::add(Email email, Timestamp at, Timestamp forget_before) {
  co_return co_await database_.writer().write(
      [email = std::move(email), at, forget_before](Connection& connection) -> Result<> {
        connection.execute("DELETE FROM login_failures WHERE failed_at < ?1", forget_before);
        connection.execute("INSERT INTO login_failures (email, failed_at) VALUES (?1, ?2)", email, at);
        return {};
      });
}

}  // namespace ddd::user
