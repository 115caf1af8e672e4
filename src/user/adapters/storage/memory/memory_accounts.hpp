#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/effects/memory_effects.hpp>
#include <ddd/user/application/ports/account_tokens.hpp>
#include <ddd/user/application/ports/login_failures.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>
#include <ddd/user/application/ports/order_statistics.hpp>
#include <ddd/user/application/ports/risk_repository.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

/// The user context's data in memory, shared by the adapters below: for tests and simulation, on one shard. What a
/// "transaction" does here happens without a suspension, so nothing sees half of it.
struct MemoryAccounts {
  struct QueuedMail {
    MailOrder order;
    std::optional<Timestamp> due_at;  ///< nothing: finished
  };

  MemoryEffects effects;
  std::uint64_t next_user = 1;
  std::map<UserId, User::Snapshot> users;
  std::map<SessionId, Session::Snapshot> sessions;
  std::map<TokenHash, SessionId> used_refresh_tokens;
  std::map<TokenHash, AccountToken> account_tokens;
  std::map<MailId, QueuedMail> mails;
  std::vector<std::pair<Email, Timestamp>> login_failures;
  std::map<UserId, OrderCount> orders;
  std::map<UserId, Risk::Snapshot> risks;
};

class MemoryUsers final : public UserRepository {
 public:
  MemoryUsers(MemoryAccounts& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<UserId>> next_id() override;
  [[nodiscard]] Task<Result<User>> find(UserId id) override;
  [[nodiscard]] Task<Result<std::optional<User>>> find_by_email(Email email) override;
  [[nodiscard]] Task<Result<>> add(User& user, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(User& user, AccountEffects effects, SaveContext context) override;

 private:
  [[nodiscard]] Result<> check(const User& user, const AccountEffects& effects, Timestamp now) const;
  void apply(const AccountEffects& effects);
  void remove(const User::Snapshot& user);

  MemoryAccounts& data_;
  IdSource& ids_;
};

class MemorySessions final : public SessionRepository {
 public:
  MemorySessions(MemoryAccounts& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<std::optional<Session>>> find(SessionId id) override;
  [[nodiscard]] Task<Result<std::optional<Session>>> find_by_refresh_hash(TokenHash hash) override;
  [[nodiscard]] Task<Result<std::vector<Session>>> alive_of(UserId user_id, Timestamp now) override;
  [[nodiscard]] Task<Result<>> add(Session& session, std::int64_t user_version, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Session& session, SaveContext context) override;
  [[nodiscard]] Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) override;

 private:
  MemoryAccounts& data_;
  IdSource& ids_;
};

class MemoryAccountTokens final : public AccountTokens {
 public:
  explicit MemoryAccountTokens(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<>> add(AccountToken token) override;
  [[nodiscard]] Task<Result<std::optional<AccountToken>>> find(TokenHash hash, TokenPurpose purpose) override;
  [[nodiscard]] Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) override;

 private:
  MemoryAccounts& data_;
};

class MemoryMailQueue final : public MailQueue {
 public:
  explicit MemoryMailQueue(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<bool>> add(MailOrder order, MailLimit limit, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<MailOrder>>> due(Timestamp now, std::size_t limit) override;
  [[nodiscard]] Task<Result<>> put_off(MailId id, Timestamp until) override;
  [[nodiscard]] Task<Result<>> finish(MailId id, Timestamp now) override;
  [[nodiscard]] Task<Result<std::size_t>> remove_finished(Timestamp ordered_before, std::size_t limit) override;

 private:
  MemoryAccounts& data_;
};

class MemoryLoginFailures final : public LoginFailures {
 public:
  explicit MemoryLoginFailures(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<RecentFailures>> recent(Email email, Timestamp since) override;
  [[nodiscard]] Task<Result<std::vector<UserId>>> accounts_with(std::int64_t least, Timestamp since) override;
  [[nodiscard]] Task<Result<>> add(Email email, Timestamp at, Timestamp forget_before) override;

 private:
  MemoryAccounts& data_;
};

class MemoryOrderStatistics final : public OrderStatistics {
 public:
  explicit MemoryOrderStatistics(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<bool>> add(UserId user_id, Timestamp ordered_at, SaveContext context) override;

 private:
  MemoryAccounts& data_;
};

class MemoryRisks final : public RiskRepository {
 public:
  MemoryRisks(MemoryAccounts& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<Risk>> find(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Risk& risk, SaveContext context) override;

 private:
  MemoryAccounts& data_;
  IdSource& ids_;
};

class MemoryUserViews final : public UserViews {
 public:
  explicit MemoryUserViews(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<std::vector<UserView>>> find_many(std::vector<UserId> ids) override;
  [[nodiscard]] Task<Result<UserPage>> list(UserListing listing) override;
  [[nodiscard]] Task<Result<std::vector<UserValidity>>> validity(std::vector<UserSession> sessions,
                                                                 Timestamp now) override;
  [[nodiscard]] Task<Result<SessionPage>> sessions(UserId user_id, Timestamp now, std::size_t limit,
                                                   std::optional<SessionId> before) override;
  [[nodiscard]] Task<Result<std::optional<HeldData>>> everything(UserId id) override;

 private:
  MemoryAccounts& data_;
};

}  // namespace ddd::user
