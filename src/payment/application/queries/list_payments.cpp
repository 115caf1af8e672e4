#include <ddd/payment/application/queries/list_payments.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<PaymentPage>> ListPaymentsHandler::handle(const CallContext& call, PaymentListing query) {
  DDD_CO_TRY(const auto caller, require_user(call));
  if (!call.is_admin()) query.filter.user_id = caller.user_id;
  co_return co_await views_.list(std::move(query));
}

}  // namespace ddd::payment
