#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <platform_ops/temp_folder.hpp>
#include <support/await.hpp>
#include <user/support/values.hpp>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/adapters/storage/sqlite/migrations.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_account_tokens.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_activity.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_login_failures.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_mail_queue.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_sessions.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_user_views.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_users.hpp>

namespace ddd::user::test {

/// The storage ports of this context over one kind of store.
class Store {
 public:
  virtual ~Store() = default;
  virtual UserRepository& users() = 0;
  virtual SessionRepository& sessions() = 0;
  virtual AccountTokens& account_tokens() = 0;
  virtual LoginFailures& login_failures() = 0;
  virtual MailQueue& mails() = 0;
  virtual UserViews& views() = 0;
  virtual OrderStatistics& orders() = 0;
  virtual RiskRepository& risks() = 0;
  virtual Outbox& outbox() = 0;
  virtual IdempotencyStore& idempotency() = 0;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(IdSource& ids)
      : users_(data_, ids),
        sessions_(data_, ids),
        account_tokens_(data_),
        failures_(data_),
        mails_(data_),
        views_(data_),
        orders_(data_),
        risks_(data_, ids) {}
  UserRepository& users() override { return users_; }
  SessionRepository& sessions() override { return sessions_; }
  AccountTokens& account_tokens() override { return account_tokens_; }
  LoginFailures& login_failures() override { return failures_; }
  MailQueue& mails() override { return mails_; }
  UserViews& views() override { return views_; }
  OrderStatistics& orders() override { return orders_; }
  RiskRepository& risks() override { return risks_; }
  Outbox& outbox() override { return data_.effects; }
  IdempotencyStore& idempotency() override { return data_.effects; }

 private:
  MemoryAccounts data_;
  MemoryUsers users_;
  MemorySessions sessions_;
  MemoryAccountTokens account_tokens_;
  MemoryLoginFailures failures_;
  MemoryMailQueue mails_;
  MemoryUserViews views_;
  MemoryOrderStatistics orders_;
  MemoryRisks risks_;
};

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(IdSource& ids)
      : database_(sqlite::Database::open((folder_ / "user.db").string(), sqlite_migrations(), kStart,
                                         [](const std::string& what) { ADD_FAILURE() << what; })
                      .value()),
        reader_(database_->open_reader()),
        users_(*database_, *reader_, ids),
        sessions_(*database_, *reader_, ids),
        account_tokens_(*database_, *reader_),
        failures_(*database_, *reader_),
        mails_(*database_, *reader_),
        views_(*database_, *reader_),
        orders_(*database_),
        risks_(*database_, *reader_, ids),
        idempotency_(*database_, *reader_),
        outbox_(*database_) {}
  UserRepository& users() override { return users_; }
  SessionRepository& sessions() override { return sessions_; }
  AccountTokens& account_tokens() override { return account_tokens_; }
  LoginFailures& login_failures() override { return failures_; }
  MailQueue& mails() override { return mails_; }
  UserViews& views() override { return views_; }
  OrderStatistics& orders() override { return orders_; }
  RiskRepository& risks() override { return risks_; }
  Outbox& outbox() override { return outbox_; }
  IdempotencyStore& idempotency() override { return idempotency_; }

 private:
  ddd::test::TempFolder folder_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::Connection> reader_;
  SqliteUsers users_;
  SqliteSessions sessions_;
  SqliteAccountTokens account_tokens_;
  SqliteLoginFailures failures_;
  SqliteMailQueue mails_;
  SqliteUserViews views_;
  SqliteOrderStatistics orders_;
  SqliteRisks risks_;
  sqlite::SqliteIdempotencyStore idempotency_;
  sqlite::SqliteOutbox outbox_;
};

struct StoreKind {
  std::string name;
  std::unique_ptr<Store> (*make)(IdSource&);
};

inline std::vector<StoreKind> store_kinds() {
  return {{"memory", [](IdSource& ids) -> std::unique_ptr<Store> { return std::make_unique<MemoryStore>(ids); }},
          {"sqlite", [](IdSource& ids) -> std::unique_ptr<Store> { return std::make_unique<SqliteStore>(ids); }}};
}

/// One suite for every kind: what holds for one adapter holds for all.
class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }
  static SaveContext saving(Timestamp now = kStart) {
    return {.now = now, .trace = {}, .correlation_id = "c", .causation_id = "d", .inbox = {}, .idempotency = {}};
  }

  User added(std::string email = "ada@example.com", UserRole role = UserRole::user) {
    auto user = new_user(*run(store->users().next_id()), std::move(email), role);
    EXPECT_TRUE(run(store->users().add(user, saving())));
    return user;
  }
  Session opened(UserId user_id, std::string token = "first") {
    auto session = new_session(ids.make<SessionId>(), user_id, std::move(token));
    EXPECT_TRUE(run(store->sessions().add(session, run(store->users().find(user_id))->version(), saving())));
    return session;
  }
  std::vector<Event> told() {
    std::vector<Event> events;
    const auto rows = run(store->outbox().unpublished(100));
    for (const auto& row : *rows) events.push_back(row.event);
    return events;
  }

  boost::asio::io_context context;
  CountingIds ids;
  std::unique_ptr<Store> store = GetParam().make(ids);
};

inline std::string name_of(const testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

}  // namespace ddd::user::test
