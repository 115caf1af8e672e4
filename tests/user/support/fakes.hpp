#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

#include <ddd/platform/crypto/errors.hpp>
#include <ddd/user/application/application.hpp>

// What stands behind the ports of the user context in tests of its use cases.
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

class CountingTokens final : public OpaqueTokens {
 public:
  [[nodiscard]] OpaqueToken make() override {
    Secret text("refresh " + std::to_string(++count_));
    auto hash = hash_of(text);
    return {.text = std::move(text), .hash = std::move(hash)};
  }
  [[nodiscard]] TokenHash hash_of(const Secret& token) const override {
    return TokenHash::restore("hash of " + std::string(token.reveal()));
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
  [[nodiscard]] Task<Result<std::optional<Session>>> find_by_refresh_hash(TokenHash hash) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.find_by_refresh_hash(std::move(hash));
  }
  [[nodiscard]] Task<Result<std::vector<Session>>> alive_of(UserId user_id, Timestamp now) override {
    auto alive = co_await inner_.alive_of(user_id, now);
    co_await boost::asio::post(use_task);
    co_return alive;
  }
  [[nodiscard]] Task<Result<>> add(Session& session, std::int64_t user_version, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.add(session, user_version, std::move(context));
  }
  [[nodiscard]] Task<Result<>> save(Session& session, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.save(session, std::move(context));
  }
  [[nodiscard]] Task<Result<std::size_t>> remove_expired(Timestamp now, std::size_t limit) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.remove_expired(now, limit);
  }

 private:
  SessionRepository& inner_;
};

/// Keeps what it is given, or refuses it.
class FakeMailer final : public Mailer {
 public:
  [[nodiscard]] Task<Result<>> send(Mail mail) override {
    co_await boost::asio::post(use_task);
    ++attempts;
    if (refusal) co_return Refused(*refusal);
    sent.push_back(std::move(mail));
    co_return Result<>{};
  }
  [[nodiscard]] Task<Result<>> forget(UserId user_id) override {
    if (refusal) co_return Refused(*refusal);
    std::erase_if(sent, [&](const Mail& mail) { return mail.user_id == user_id; });
    co_return Result<>{};
  }
  std::vector<Mail> sent;
  std::optional<Error> refusal;
  int attempts = 0;
};

/// What the other contexts say that they hold of anybody, or that they are away.
class FakeElsewhere final : public HeldElsewhere {
 public:
  [[nodiscard]] Task<Result<DataElsewhere>> find(const CallContext&, UserId user_id) override {
    asked.push_back(user_id);
    if (refusal) co_return Refused(*refusal);
    co_return held;
  }
  DataElsewhere held;
  std::vector<UserId> asked;
  std::optional<Error> refusal;
};

/// What stands in the line of its own.
inline Secret token_of(const Mail& mail) {
  constexpr std::string_view kLine = "\nToken: ";
  const auto text = mail.text.reveal();
  const auto at = text.find(kLine);
  if (at == std::string_view::npos) return {};
  const auto token = text.substr(at + kLine.size());
  return Secret(token.substr(0, token.find('\n')));
}

class NoObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {}
};

}  // namespace ddd::user::test
