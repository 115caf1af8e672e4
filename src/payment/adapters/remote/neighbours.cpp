#include <ddd/payment/adapters/remote/neighbours.hpp>

namespace ddd::payment {
namespace {

CallContext as_payment(const CallContext& call) {
  CallContext own = call;
  own.service = "payment-service";
  own.idempotency.reset();  // the key guards our effect, not the neighbour's
  return own;
}

}  // namespace

Task<Result<bool>> PublishedUserDirectory::is_valid(const CallContext& call, Principal principal) {
  const auto own = as_payment(call);
  DDD_CO_TRY(const auto answers, co_await api_.validate_users(own, {{principal.user_id, principal.session_id}}));
  co_return !answers.empty() && answers.front().valid;
}

Task<Result<std::vector<OfferedProduct>>> PublishedProductCatalogue::find_many(const CallContext& call,
                                                                               std::vector<ProductId> ids) {
  const auto own = as_payment(call);
  DDD_CO_TRY(auto infos, co_await api_.validate_products(own, std::move(ids)));
  std::vector<OfferedProduct> products;
  for (auto& info : infos) {
    products.push_back({info.product_id, std::move(info.name), info.price, info.available, info.is_active});
  }
  co_return products;
}

Task<Result<>> PublishedProductCatalogue::reserve(const CallContext& call, PaymentId id, std::vector<WantedLine> lines,
                                                  std::chrono::seconds hold) {
  const auto own = as_payment(call);
  contracts::ReserveStockRequest request{.payment_id = std::move(id), .lines = {}, .hold = hold};
  for (const auto& line : lines) request.lines.push_back({line.product_id, line.quantity});
  co_return co_await api_.reserve_stock(own, std::move(request));
}

Task<Result<>> PublishedProductCatalogue::pin(const CallContext& call, PaymentId id) {
  const auto own = as_payment(call);
  co_return co_await api_.pin_reservation(own, std::move(id));
}

Task<Result<BasketToPay>> PublishedBasketReader::find(const CallContext& call, UserId user_id,
                                                      std::optional<BasketId> id) {
  const auto own = as_payment(call);
  DDD_CO_TRY(const auto basket, co_await api_.get_for_checkout(own, user_id, std::move(id)));
  BasketToPay result{.snapshot = {basket.basket_id, basket.version}, .lines = {}};
  for (const auto& line : basket.lines) result.lines.push_back({line.product_id, line.quantity});
  co_return result;
}

}  // namespace ddd::payment
