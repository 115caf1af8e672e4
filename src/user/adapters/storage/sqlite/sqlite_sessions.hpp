#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/session_repository.hpp>

namespace ddd::user {

/// Sessions in user.db. One per shard.
class SqliteSessions final : public SessionRepository {
 public:
  SqliteSessions(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<std::optional<Session>>> find(SessionId id) override;
  [[nodiscard]] Task<Result<std::optional<Session>>> find_by_refresh_hash(TokenHash hash) override;
  [[nodiscard]] Task<Result<std::vector<Session>>> alive_of(UserId user_id, Timestamp now) override;
  [[nodiscard]] Task<Result<>> add(Session& session, std::int64_t user_version, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Session& session, SaveContext context) override;
  [[nodiscard]] Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::user
