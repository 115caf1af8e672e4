#pragma once

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/account_tokens.hpp>

namespace ddd::user {

/// Mailed tokens in user.db. One per shard.
class SqliteAccountTokens final : public AccountTokens {
 public:
  SqliteAccountTokens(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<>> add(AccountToken token) override;
  [[nodiscard]] Task<Result<std::optional<AccountToken>>> find(TokenHash hash, TokenPurpose purpose) override;
  [[nodiscard]] Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::user
