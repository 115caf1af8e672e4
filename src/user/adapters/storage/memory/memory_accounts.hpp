#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/effects/memory_effects.hpp>
#include <ddd/user/application/ports/login_failures.hpp>
#include <ddd/user/application/ports/session_repository.hpp>
#include <ddd/user/application/ports/user_repository.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

/// The user context's data in memory, shared by the four adapters below: for tests and simulation, on one shard. What a
/// "transaction" does here happens without a suspension, so nothing sees half of it.
struct MemoryAccounts {
  MemoryEffects effects;
  std::uint64_t next_user = 1;
  std::map<UserId, User::Snapshot> users;
  std::map<SessionId, Session::Snapshot> sessions;
  std::map<RefreshHash, SessionId> used_refresh_tokens;
  std::vector<std::pair<Email, Timestamp>> login_failures;
};

class MemoryUsers final : public UserRepository {
 public:
  MemoryUsers(MemoryAccounts& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<UserId>> next_id() override;
  [[nodiscard]] Task<Result<User>> find(UserId id) override;
  [[nodiscard]] Task<Result<std::optional<User>>> find_by_email(Email email) override;
  [[nodiscard]] Task<Result<>> add(User& user, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(User& user, SaveContext context) override;

 private:
  MemoryAccounts& data_;
  IdSource& ids_;
};

class MemorySessions final : public SessionRepository {
 public:
  MemorySessions(MemoryAccounts& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<std::optional<Session>>> find(SessionId id) override;
  [[nodiscard]] Task<Result<std::optional<Session>>> find_by_refresh_hash(RefreshHash hash) override;
  [[nodiscard]] Task<Result<>> add(Session& session, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Session& session, SaveContext context) override;

 private:
  MemoryAccounts& data_;
  IdSource& ids_;
};

class MemoryLoginFailures final : public LoginFailures {
 public:
  explicit MemoryLoginFailures(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<RecentFailures>> recent(Email email, Timestamp since) override;
  [[nodiscard]] Task<Result<>> add(Email email, Timestamp at, Timestamp forget_before) override;

 private:
  MemoryAccounts& data_;
};

class MemoryUserViews final : public UserViews {
 public:
  explicit MemoryUserViews(MemoryAccounts& data) : data_(data) {}
  [[nodiscard]] Task<Result<std::vector<UserView>>> find_many(std::vector<UserId> ids) override;
  [[nodiscard]] Task<Result<std::vector<UserValidity>>> validity(std::vector<UserSession> sessions,
                                                                 Timestamp now) override;

 private:
  MemoryAccounts& data_;
};

}  // namespace ddd::user
