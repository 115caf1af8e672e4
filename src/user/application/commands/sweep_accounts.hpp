#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/account_tokens.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>
#include <ddd/user/application/ports/session_repository.hpp>

namespace ddd::user {

struct SweepAccounts {};

/// Takes out what time has made useless: sessions past their end with the refresh tokens they used up, mailed tokens
/// past theirs, and finished mails that no limit counts any more.
class SweepAccountsHandler {
 public:
  SweepAccountsHandler(SessionRepository& sessions, AccountTokens& account_tokens, MailQueue& mails, const Clock& clock)
      : sessions_(sessions), account_tokens_(account_tokens), mails_(mails), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, SweepAccounts command);

 private:
  SessionRepository& sessions_;
  AccountTokens& account_tokens_;
  MailQueue& mails_;
  const Clock& clock_;
};

}  // namespace ddd::user
