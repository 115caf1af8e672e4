#include <utility>

#include <ddd/user/application/order_mail.hpp>
#include <ddd/user/application/policies/order_verification.hpp>

namespace ddd::user {

Task<Result<VerificationOrder>> OrderVerificationHandler::handle(const CallContext& call, AccountOpened fact) {
  DDD_CO_TRY(const auto found, co_await views_.find_many({fact.user_id}));
  if (found.empty() || found.front().email_verified) co_return VerificationOrder::not_needed;
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(fact.event);
  DDD_CO_CHECK(co_await order_mail(mails_, ids_, TokenPurpose::email_verification, Email::restore(found.front().email),
                                   std::move(context)));
  co_return VerificationOrder::made;
}

}  // namespace ddd::user
