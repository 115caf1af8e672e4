#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::user {

/// An account was erased, says an event.
struct AccountErased {
  UserId user_id;
};

/// The copies of mails that the mailer still keeps go too. A repeat finds none.
class ForgetMailsHandler {
 public:
  explicit ForgetMailsHandler(Mailer& mailer) : mailer_(mailer) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, AccountErased fact);

 private:
  Mailer& mailer_;
};

}  // namespace ddd::user
