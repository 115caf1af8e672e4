#pragma once

#include <ddd/platform/api/authenticator.hpp>
#include <ddd/user/application/ports/access_tokens.hpp>
#include <ddd/user/application/ports/held_elsewhere.hpp>
#include <ddd/user/application/ports/mailer.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/password_hashing.hpp>

namespace ddd::simulation {

// What is slow or secret about accounts, without either: simulation proves nothing about cryptography.

class PlainHashing final : public user::PasswordHashing {
 public:
  [[nodiscard]] Task<Result<user::PasswordHash>> hash(crypto::Secret password) override;
  [[nodiscard]] Task<Result<bool>> verify(std::optional<user::PasswordHash> hash, crypto::Secret password) override;
  [[nodiscard]] bool is_outdated(const user::PasswordHash&) const override { return false; }
};

/// A token says in plain words whom it is for, and never runs out.
class PlainTokens final : public user::AccessTokens, public api::Authenticator {
 public:
  [[nodiscard]] static std::string text_of(const Principal& principal);
  [[nodiscard]] static Result<Principal> read(std::string_view text);

  [[nodiscard]] user::AccessToken issue(const Principal& principal, Timestamp now) override;
  [[nodiscard]] Result<user::AccessFacts> verify(const crypto::Secret& token, Timestamp now) override;
  [[nodiscard]] Result<Principal> authenticate(std::string_view token) override { return read(token); }
};

class CountedTokens final : public user::OpaqueTokens {
 public:
  /// `next` numbers the tokens over all lives of a process.
  explicit CountedTokens(std::uint64_t& next) : next_(next) {}
  [[nodiscard]] user::OpaqueToken make() override;
  [[nodiscard]] user::TokenHash hash_of(const crypto::Secret& token) const override;

 private:
  std::uint64_t& next_;
};

/// Takes every mail.
class SilentMailer final : public user::Mailer {
 public:
  [[nodiscard]] Task<Result<>> send(user::Mail) override { co_return Result<>{}; }
  [[nodiscard]] Task<Result<>> forget(UserId) override { co_return Result<>{}; }
};

/// Nobody asks in here what is held of a person.
class NothingElsewhere final : public user::HeldElsewhere {
 public:
  [[nodiscard]] Task<Result<user::DataElsewhere>> find(const CallContext&, UserId) override {
    co_return user::DataElsewhere{};
  }
};

}  // namespace ddd::simulation
