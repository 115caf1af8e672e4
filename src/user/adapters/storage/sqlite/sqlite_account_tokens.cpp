#include <utility>

#include <ddd/user/adapters/storage/sqlite/sqlite_account_tokens.hpp>
#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {

using sqlite::Connection;

Task<Result<>> SqliteAccountTokens::add(AccountToken token) {
  co_return co_await database_.writer().write([token = std::move(token)](Connection& connection) -> Result<> {
    connection.execute("INSERT INTO account_tokens (hash, user_id, purpose, expires_at) VALUES (?1, ?2, ?3, ?4)",
                       token.hash, token.user_id, to_text(token.purpose), token.expires_at);
    return {};
  });
}

Task<Result<std::optional<AccountToken>>> SqliteAccountTokens::find(TokenHash hash, TokenPurpose purpose) {
  auto read = [&](Connection& connection) -> Result<std::optional<AccountToken>> {
    auto row = connection.query(
        "SELECT hash, user_id, purpose, expires_at FROM account_tokens WHERE hash = ?1 AND purpose = ?2", hash,
        to_text(purpose));
    if (!row.next()) return std::nullopt;
    return AccountToken{.hash = TokenHash::restore(row.string(0)),
                        .user_id = UserId(static_cast<std::uint64_t>(row.integer(1))),
                        .purpose = purpose_from(row.text(2)),
                        .expires_at = row.timestamp(3)};
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<std::size_t>> SqliteAccountTokens::remove_expired(Timestamp now, std::size_t limit) {
  co_return co_await database_.writer().write([=](Connection& connection) -> Result<std::size_t> {
    return static_cast<std::size_t>(connection.execute(
        "DELETE FROM account_tokens WHERE hash IN (SELECT hash FROM account_tokens WHERE expires_at <= ?1 LIMIT ?2)",
        now, limit));
  });
}

}  // namespace ddd::user
