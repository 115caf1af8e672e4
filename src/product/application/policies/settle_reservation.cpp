#include <ddd/product/application/policies/settle_reservation.hpp>
#include <ddd/product/application/touched_products.hpp>

namespace ddd::product {

Task<Result<>> SettleReservationHandler::handle(const CallContext& call, PaymentEnded fact) {
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(fact.event);
  ReservationOrder order = fact.completed ? ReservationOrder(ConsumeReservation{fact.payment_id})
                                          : ReservationOrder(ReleaseReservation{fact.payment_id});
  DDD_CO_TRY(const auto books, co_await stocks_.apply(std::move(order), std::move(context)));
  co_await changes_.changed(touched_products(books));
  co_return Result<>{};
}

}  // namespace ddd::product
