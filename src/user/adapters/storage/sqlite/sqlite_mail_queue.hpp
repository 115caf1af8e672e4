#pragma once

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>

namespace ddd::user {

/// Mails to send in user.db. One per shard.
class SqliteMailQueue final : public MailQueue {
 public:
  SqliteMailQueue(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<bool>> add(MailOrder order, MailLimit limit, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<MailOrder>>> due(Timestamp now, std::size_t limit) override;
  [[nodiscard]] Task<Result<>> put_off(MailId id, Timestamp until) override;
  [[nodiscard]] Task<Result<>> finish(MailId id, Timestamp now) override;
  [[nodiscard]] Task<Result<std::size_t>> remove_finished(Timestamp ordered_before, std::size_t limit) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::user
