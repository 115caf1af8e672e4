#include <ddd/payment/application/queries/list_refunds.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<RefundPage>> ListRefundsHandler::handle(const CallContext& call, RefundListing query) {
  DDD_CO_CHECK(require_admin(call));
  co_return co_await views_.list_refunds(std::move(query));
}

}  // namespace ddd::payment
