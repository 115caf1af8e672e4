#include <ddd/payment/application/queries/get_payment.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<PaymentView>> GetPaymentHandler::handle(const CallContext& call, GetPayment query) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(auto found, co_await views_.find(std::move(query.id)));
  if (!found || (found->payment.user_id != caller.user_id && !call.is_admin())) co_return Refused(errors::not_found());
  co_return *std::move(found);
}

}  // namespace ddd::payment
