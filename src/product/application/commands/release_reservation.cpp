#include <ddd/platform/context/authorization.hpp>
#include <ddd/product/application/commands/release_reservation.hpp>
#include <ddd/product/application/touched_products.hpp>

namespace ddd::product {

Task<Result<>> ReleaseReservationHandler::handle(const CallContext& call, ReleaseReservation command) {
  DDD_CO_CHECK(require_service(call, {"payment-service"}));
  DDD_CO_TRY(const auto books, co_await stocks_.apply(std::move(command), SaveContext::of(call, clock_.now())));
  co_await changes_.changed(touched_products(books));
  co_return Result<>{};
}

}  // namespace ddd::product
