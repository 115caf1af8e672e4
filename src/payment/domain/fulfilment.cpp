#include <algorithm>
#include <utility>

#include <ddd/payment/domain/fulfilment.hpp>

namespace ddd::payment {

Fulfilment Fulfilment::open(const PaymentSnapshot& payment, Timestamp now) {
  Snapshot snapshot{.payment_id = payment.id, .opened_at = now, .waits_for_basket = payment.basket.has_value()};
  for (const auto& line : payment.lines) snapshot.products.push_back(line.product_id);
  std::ranges::sort(snapshot.products);
  const auto repeated = std::ranges::unique(snapshot.products);
  snapshot.products.erase(repeated.begin(), repeated.end());
  return Fulfilment(std::move(snapshot));
}

bool Fulfilment::product_left(ProductId id, Timestamp now) {
  if (std::erase(state_.products, id) == 0) return false;
  close_when_done(now);
  return true;
}

bool Fulfilment::basket_cleared(Timestamp now) {
  if (!std::exchange(state_.waits_for_basket, false)) return false;
  close_when_done(now);
  return true;
}

bool Fulfilment::failed(std::string code) {
  if (state_.closed_at || state_.failure == code) return false;
  state_.failure = std::move(code);
  return true;
}

void Fulfilment::close_when_done(Timestamp now) {
  if (state_.products.empty() && !state_.waits_for_basket) state_.closed_at = now;
}

}  // namespace ddd::payment
