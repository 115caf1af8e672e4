#pragma once

#include <string>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/user/domain/mail_order.hpp>

namespace ddd::user {

struct Mail {
  MailId id;
  UserId user_id;  ///< whose account it is about
  Email to;
  std::string subject;  ///< ASCII without line ends, as the text's lines
  crypto::Secret text;  ///< lines end with "\n"; it holds a token
};

/// Hands mails on.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Whoever takes the mail has it durably when this returns; a repeat may deliver it twice. Errors: `mail.unavailable`
  /// (unavailable: later perhaps), `mail.refused` (rejected: never).
  [[nodiscard]] virtual Task<Result<>> send(Mail mail) = 0;
  /// Drops every copy that is still here of mails about a user's account. Error: `mail.unavailable`.
  [[nodiscard]] virtual Task<Result<>> forget(UserId user_id) = 0;
};

/// Every adapter makes its refusals here, so that callers can rely on the kinds.
namespace mail_errors {
[[nodiscard]] Error unavailable();
[[nodiscard]] Error refused();
}  // namespace mail_errors

}  // namespace ddd::user
