#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

struct RequestPasswordReset {
  std::string email;
};

/// Anybody asks for a mail by which the password of an account can be replaced. It is the same, work included, for an
/// address that has an account and one that has none: which it is shows when the mail is sent. Error: `user.invalid`.
class RequestPasswordResetHandler {
 public:
  RequestPasswordResetHandler(MailQueue& mails, const Clock& clock, IdSource& ids)
      : mails_(mails), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, RequestPasswordReset command);

 private:
  MailQueue& mails_;
  const Clock& clock_;
  IdSource& ids_;
};

struct RequestVerification {};

/// A user whose first mail is lost or too old asks for another one to verify its address; nothing happens when it is
/// verified. Error: `user.not_found`.
class RequestVerificationHandler {
 public:
  RequestVerificationHandler(UserViews& views, MailQueue& mails, const Clock& clock, IdSource& ids)
      : views_(views), mails_(mails), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, RequestVerification command);

 private:
  UserViews& views_;
  MailQueue& mails_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::user
