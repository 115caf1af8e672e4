#pragma once

#include <chrono>
#include <optional>

#include <ddd/kernel/id.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/user/domain/account_token.hpp>
#include <ddd/user/domain/email.hpp>

namespace ddd::user {

using MailId = TextId<"mail_">;

/// That a mail with a token shall go to an address, if there is an account that it is for. The token is made when the
/// mail is sent, so that none is stored before or after.
struct MailOrder {
  /// An address gets so many of one purpose within the window, whoever asks.
  static constexpr std::int64_t kMost = 3;
  static constexpr std::chrono::hours kWindow{1};

  MailId id;
  TokenPurpose purpose = TokenPurpose::password_reset;
  Email to = Email::restore("");
  Timestamp ordered_at;
  int attempts = 0;  ///< how often it could not be handed on

  /// When to try again after one more failure: in half a minute, in twice the time after each further one. Nothing
  /// after the eighth, an hour later: nobody waits for it any more.
  [[nodiscard]] std::optional<Timestamp> next_attempt(Timestamp now) const;

  friend bool operator==(const MailOrder&, const MailOrder&) = default;
};

}  // namespace ddd::user
