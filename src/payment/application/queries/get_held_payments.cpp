#include <iterator>
#include <utility>

#include <ddd/payment/application/queries/get_held_payments.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<HeldPayments>> GetHeldPaymentsHandler::handle(const CallContext& call, GetHeldPayments query) {
  DDD_CO_CHECK(require_service(call, {"user-service"}));
  HeldPayments held;
  PaymentListing listing;
  listing.filter.user_id = query.user_id;
  listing.limit = 100;
  do {
    DDD_CO_TRY(auto page, co_await views_.list(listing));
    std::ranges::move(page.items, std::back_inserter(held.payments));
    listing.after = std::move(page.next);
  } while (listing.after);
  DDD_CO_TRY(const auto wallet, co_await wallets_.find(query.user_id));
  held.methods = wallet.state().methods;
  co_return held;
}

}  // namespace ddd::payment
