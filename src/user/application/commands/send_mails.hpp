#pragma once

#include <cstddef>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/account_tokens.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>
#include <ddd/user/application/ports/mailer.hpp>
#include <ddd/user/application/ports/opaque_tokens.hpp>
#include <ddd/user/application/ports/user_repository.hpp>

namespace ddd::user {

struct SendMails {
  std::size_t limit = 16;
};

/// Sends the mails that are due, each with a token made for it, and gives how many it was done with. A crash in between
/// sends a mail again with another token; both are good. Ends at the first that can't be sent now, which is put off:
/// `mail.unavailable`.
class SendMailsHandler {
 public:
  SendMailsHandler(UserRepository& users, AccountTokens& account_tokens, OpaqueTokens& tokens, MailQueue& mails,
                   Mailer& mailer, const Clock& clock)
      : users_(users),
        account_tokens_(account_tokens),
        tokens_(tokens),
        mails_(mails),
        mailer_(mailer),
        clock_(clock) {}

  [[nodiscard]] Task<Result<std::size_t>> handle(const CallContext& call, SendMails command);

 private:
  [[nodiscard]] Task<Result<>> send(const MailOrder& order);
  [[nodiscard]] Task<Result<>> deliver(const MailOrder& order, UserId user_id);
  [[nodiscard]] Task<Result<>> put_off(const MailOrder& order);

  UserRepository& users_;
  AccountTokens& account_tokens_;
  OpaqueTokens& tokens_;
  MailQueue& mails_;
  Mailer& mailer_;
  const Clock& clock_;
};

}  // namespace ddd::user
