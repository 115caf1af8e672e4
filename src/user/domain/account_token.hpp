#pragma once

#include <chrono>
#include <string_view>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/user/domain/hashes.hpp>

namespace ddd::user {

/// What a token sent by mail is for. One for the one is none for the other.
enum class TokenPurpose { password_reset, email_verification };
[[nodiscard]] std::string_view to_text(TokenPurpose purpose);

/// A token that was mailed to an account's address: who shows it reads that mail. Good once, for a time.
struct AccountToken {
  static constexpr std::chrono::minutes kResetLifetime{30};
  static constexpr std::chrono::hours kVerificationLifetime{24};

  TokenHash hash = TokenHash::restore("");
  UserId user_id;
  TokenPurpose purpose = TokenPurpose::password_reset;
  Timestamp expires_at;

  [[nodiscard]] static AccountToken issue(TokenHash hash, UserId user_id, TokenPurpose purpose, Timestamp now);
  [[nodiscard]] bool is_good(Timestamp now) const { return now < expires_at; }

  friend bool operator==(const AccountToken&, const AccountToken&) = default;
};

}  // namespace ddd::user
