#pragma once

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

/// The read side of user.db: by key on the shard's own connection, lists and exports on the reader thread.
class SqliteUserViews final : public UserViews {
 public:
  SqliteUserViews(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<std::vector<UserView>>> find_many(std::vector<UserId> ids) override;
  [[nodiscard]] Task<Result<UserPage>> list(UserListing listing) override;
  [[nodiscard]] Task<Result<std::vector<UserValidity>>> validity(std::vector<UserSession> sessions,
                                                                 Timestamp now) override;
  [[nodiscard]] Task<Result<SessionPage>> sessions(UserId user_id, Timestamp now, std::size_t limit,
                                                   std::optional<SessionId> before) override;
  [[nodiscard]] Task<Result<std::optional<HeldData>>> everything(UserId id) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::user
