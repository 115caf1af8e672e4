#include <ddd/product/application/commands/expire_reservations.hpp>
#include <ddd/product/application/touched_products.hpp>

namespace ddd::product {

Task<Result<std::size_t>> ExpireReservationsHandler::handle(const CallContext& call, ExpireReservations command) {
  DDD_CO_TRY(const auto due, co_await stocks_.expired_reservations(clock_.now(), command.limit));
  std::size_t ended = 0;
  for (const auto& id : due) {
    ExpireReservation order{id};
    auto books = co_await stocks_.apply(std::move(order), SaveContext::of(call, clock_.now()));
    // Pinned, released or expired since it was listed: not ours any more.
    if (!books && books.error().kind == ErrorKind::conflict) continue;
    if (!books) co_return Refused(std::move(books).error());
    co_await changes_.changed(touched_products(*books));
    ++ended;
  }
  co_return ended;
}

}  // namespace ddd::product
