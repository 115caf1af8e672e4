#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <support/await.hpp>
#include <user/support/values.hpp>

#include <ddd/platform/crypto/errors.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user::test {

using crypto::Secret;

/// Counts every run, as each stands for the same slow work. Takes a turn of the event loop, so that use cases
/// interleave.
class FakeHashing final : public PasswordHashing {
 public:
  [[nodiscard]] Task<Result<PasswordHash>> hash(Secret password) override {
    co_await boost::asio::post(use_task);
    ++hashed;
    if (is_full) co_return Refused(full());
    co_return of(password.reveal());
  }
  [[nodiscard]] Task<Result<bool>> verify(std::optional<PasswordHash> hash, Secret password) override {
    co_await boost::asio::post(use_task);
    ++verified;
    if (is_full) co_return Refused(full());
    co_return hash && (*hash == of(password.reveal()) || *hash == outdated(password.reveal()));
  }
  [[nodiscard]] bool is_outdated(const PasswordHash& hash) const override { return hash.to_text().starts_with("old "); }

  static PasswordHash of(std::string_view password) { return PasswordHash::restore("new " + std::string(password)); }
  static PasswordHash outdated(std::string_view password) {
    return PasswordHash::restore("old " + std::string(password));
  }
  static Error full() { return {.kind = ErrorKind::unavailable, .code = "server.overloaded", .message = "Full."}; }

  int hashed = 0;
  int verified = 0;
  bool is_full = false;
};

class FakeAccessTokens final : public AccessTokens {
 public:
  [[nodiscard]] AccessToken issue(const Principal& principal, Timestamp now) override {
    auto text = "access " + std::to_string(issued.size());
    issued.emplace(text, AccessFacts{principal, now + std::chrono::minutes(10)});
    return {.text = Secret(text), .lifetime = std::chrono::minutes(10)};
  }
  [[nodiscard]] Result<AccessFacts> verify(const Secret& token, Timestamp now) override {
    const auto found = issued.find(std::string(token.reveal()));
    if (found == issued.end() || found->second.expires_at <= now) return Refused(crypto::errors::invalid_token());
    return found->second;
  }
  std::map<std::string, AccessFacts> issued;
};

class CountingRefreshTokens final : public RefreshTokens {
 public:
  [[nodiscard]] RefreshToken make() override {
    Secret text("refresh " + std::to_string(++count_));
    auto hash = hash_of(text);
    return {.text = std::move(text), .hash = std::move(hash)};
  }
  [[nodiscard]] RefreshHash hash_of(const Secret& token) const override {
    return RefreshHash::restore("hash of " + std::string(token.reveal()));
  }

 private:
  int count_ = 0;
};

/// As a store on another thread would: each call takes a turn of the event loop.
class YieldingSessions final : public SessionRepository {
 public:
  explicit YieldingSessions(SessionRepository& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<std::optional<Session>>> find(SessionId id) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.find(std::move(id));
  }
  [[nodiscard]] Task<Result<std::optional<Session>>> find_by_refresh_hash(RefreshHash hash) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.find_by_refresh_hash(std::move(hash));
  }
  [[nodiscard]] Task<Result<>> add(Session& session, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.add(session, std::move(context));
  }
  [[nodiscard]] Task<Result<>> save(Session& session, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.save(session, std::move(context));
  }

 private:
  SessionRepository& inner_;
};

class NoObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {}
};

inline constexpr std::string_view kPassword = "an uncommon phrase";

/// The whole context over memory, with one shard to run it on.
struct Accounts {
  boost::asio::io_context context;
  ManualClock clock;
  CountingIds ids;
  MemoryAccounts data;
  MemoryUsers users{data, ids};
  MemorySessions memory_sessions{data, ids};
  YieldingSessions sessions{memory_sessions};
  MemoryLoginFailures failures{data};
  MemoryUserViews views{data};
  FakeHashing passwords;
  FakeAccessTokens access_tokens;
  CountingRefreshTokens refresh_tokens;
  NoObserver observer;
  Application application{{users, sessions, failures, views, passwords, access_tokens, refresh_tokens, clock, ids,
                           observer, LoginSettings{}}};

  const CallContext nobody;

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  static NewAccount account(std::string email = "ada@example.com", std::string_view password = kPassword) {
    return {.email = std::move(email), .password = Secret(password), .first_name = "Ada", .last_name = "Lovelace"};
  }
  Result<UserView> register_user(NewAccount account = Accounts::account()) {
    return run(application.commands.register_user.handle(nobody, RegisterUser{std::move(account)}));
  }
  Result<SignedIn> log_in(std::string email = "ada@example.com", std::string_view password = kPassword) {
    return run(application.commands.log_in.handle(nobody, LogIn{std::move(email), Secret(password)}));
  }
  Result<TokenPair> refresh(const Secret& token) {
    return run(application.commands.refresh_session.handle(nobody, RefreshSession{token}));
  }
  Result<> log_out(const CallContext& call, const Secret& token) {
    return run(application.commands.log_out.handle(call, LogOut{token}));
  }
  Result<TokenValidity> validate(const Secret& token) {
    return run(application.queries.validate_token.handle(nobody, ValidateToken{token}));
  }
  Result<std::vector<UserValidity>> validate_users(std::vector<UserSession> sessions) {
    CallContext payment;
    payment.service = "payment-service";
    return run(application.queries.validate_users.handle(payment, ValidateUsers{std::move(sessions)}));
  }

  /// The principal that an access token of these tokens names.
  Principal principal(const TokenPair& tokens) {
    return access_tokens.issued.at(std::string(tokens.access_token.reveal())).principal;
  }
  CallContext call_of(const TokenPair& tokens) {
    CallContext call;
    call.principal = principal(tokens);
    return call;
  }
  void deactivate(UserId id) { data.users.at(id).is_active = false; }

  std::vector<Event> told() {
    std::vector<Event> events;
    const auto rows = run(data.effects.unpublished(1000));
    for (const auto& row : *rows) events.push_back(row.event);
    return events;
  }
  std::vector<std::string> told_types() {
    std::vector<std::string> types;
    for (const auto& event : told()) types.push_back(event.type);
    return types;
  }
};

}  // namespace ddd::user::test
