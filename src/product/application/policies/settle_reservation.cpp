#include <ddd/product/application/policies/settle_reservation.hpp>
#include <ddd/product/application/touched_products.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {

Task<Result<>> SettleReservationHandler::handle(const CallContext& call, PaymentEnded fact) {
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(fact.event);
  ReservationOrder order = fact.completed ? ReservationOrder(ConsumeReservation{fact.payment_id})
                                          : ReservationOrder(ReleaseReservation{fact.payment_id});
  const auto books = co_await stocks_.apply(std::move(order), std::move(context));
  if (!books) {
    const auto& error = books.error();
    const bool is_final = error.kind == ErrorKind::not_found || error.code == errors::kReservationState;
    if (fact.completed && is_final) {
      const StockConsumeFailed failure{fact.payment_id, std::string(error.code)};
      DDD_CO_CHECK(co_await stocks_.note_failure(failure, SaveContext::of(call, clock_.now())));
    }
    co_return Refused(error);
  }
  co_await changes_.changed(touched_products(*books));
  co_return Result<>{};
}

}  // namespace ddd::product
