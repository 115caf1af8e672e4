#include <ddd/platform/context/authorization.hpp>
#include <ddd/product/application/commands/pin_reservation.hpp>

namespace ddd::product {

Task<Result<>> PinReservationHandler::handle(const CallContext& call, PinReservation command) {
  DDD_CO_CHECK(require_service(call, {"payment-service"}));
  DDD_CO_CHECK(co_await stocks_.apply(std::move(command), SaveContext::of(call, clock_.now())));
  co_return Result<>{};
}

}  // namespace ddd::product
