#include <algorithm>

#include <ddd/payment/application/queries/list_payment_methods.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<std::vector<PaymentMethod>>> ListPaymentMethodsHandler::handle(const CallContext& call,
                                                                           ListPaymentMethods) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(const auto wallet, co_await wallets_.find(caller.user_id));
  auto methods = wallet.state().methods;
  const auto first = std::ranges::find_if(methods, &PaymentMethod::is_default);
  if (first != methods.end()) std::rotate(methods.begin(), first, first + 1);
  co_return methods;
}

}  // namespace ddd::payment
