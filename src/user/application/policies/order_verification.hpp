#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

/// An account was opened, says an event.
struct AccountOpened {
  UserId user_id;
  InboxEntry event;
};

enum class VerificationOrder {
  made,
  not_needed,  ///< the account is gone or verified
};

/// Who opens an account gets a mail by which its address is verified. Error: `store.duplicate_event`.
class OrderVerificationHandler {
 public:
  OrderVerificationHandler(UserViews& views, MailQueue& mails, const Clock& clock, IdSource& ids)
      : views_(views), mails_(mails), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<VerificationOrder>> handle(const CallContext& call, AccountOpened fact);

 private:
  UserViews& views_;
  MailQueue& mails_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::user
