#include <algorithm>
#include <stdexcept>
#include <utility>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/basket/domain/errors.hpp>

namespace ddd::basket {

Basket Basket::start(BasketId id, UserId user_id, Timestamp now) {
  Basket basket(Snapshot{.id = std::move(id), .user_id = user_id, .created_at = now});
  basket.touch(now);
  return basket;
}

Result<> Basket::must_be(std::optional<std::int64_t> version) const {
  if (version && *version != state_.version) return Refused(errors::stale());
  return {};
}

Result<> Basket::add(ItemId new_item, const Offer& offer, std::int64_t quantity, Timestamp now) {
  DDD_CHECK(check_quantity(quantity));
  const auto* existing = find(offer.product_id);
  Item line = existing != nullptr ? *existing
                                  : Item{.id = std::move(new_item), .product_id = offer.product_id, .created_at = now};
  line.quantity += quantity;
  line.unit_price = offer.price;
  DDD_CHECK(check(line, offer));
  put(std::move(line));
  touch(now);
  events_.add(ItemAdded{offer.product_id, quantity, state_.items});
  return {};
}

Result<> Basket::set_quantity(const Offer& offer, std::int64_t quantity, Timestamp now) {
  DDD_CHECK(check_quantity(quantity));
  const auto* existing = find(offer.product_id);
  if (existing == nullptr) return Refused(errors::item_not_found());
  Item line = *existing;
  line.quantity = quantity;
  line.unit_price = offer.price;
  DDD_CHECK(check(line, offer));
  const bool differs = line != *existing;
  put(std::move(line));
  touch(now);
  if (differs) events_.add(QuantityChanged{offer.product_id, quantity, state_.items});
  return {};
}

Result<> Basket::remove(ProductId product_id, Timestamp now) {
  const auto removed = std::erase_if(state_.items, [&](const Item& item) { return item.product_id == product_id; });
  if (removed == 0) return Refused(errors::item_not_found());
  touch(now);
  events_.add(ItemRemoved{product_id, state_.items});
  return {};
}

void Basket::clear(Timestamp now) {
  touch(now);
  if (!std::exchange(state_.items, {}).empty()) events_.add(BasketCleared{});
}

bool Basket::subtract(const Purchase& purchase, Timestamp now) {
  if (was_subtracted(purchase)) return false;
  for (const auto& line : purchase.lines) {
    const auto item = std::ranges::find(state_.items, line.product_id, &Item::product_id);
    if (item != state_.items.end()) item->quantity -= line.quantity;
  }
  std::erase_if(state_.items, [](const Item& item) { return item.quantity < 1; });
  remember(purchase);
  touch(now);
  events_.add(BasketCleared{purchase.payment_id, state_.items});
  return true;
}

void Basket::discard(Timestamp now) {
  clear(now);
  over_ = true;
}

void Basket::expire(Timestamp now) {
  if (!is_expired(now)) throw std::logic_error("basket " + state_.id.to_text() + " has time left");
  events_.add(BasketExpired{});
  changed_ = true;
  over_ = true;
}

const Item* Basket::find(ProductId product_id) const {
  const auto found = std::ranges::find(state_.items, product_id, &Item::product_id);
  return found == state_.items.end() ? nullptr : &*found;
}

std::int64_t Basket::item_count() const {
  std::int64_t count = 0;
  for (const auto& item : state_.items) count += item.quantity;
  return count;
}

Money Basket::total(Currency currency) const {
  if (!state_.items.empty()) currency = state_.items.front().unit_price.currency();
  auto sum = Money::zero(currency);
  for (const auto& item : state_.items) sum = sum.plus(line_total(item)).value();
  return sum;
}

void Basket::mark_saved() {
  ++state_.version;
  changed_ = false;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

Result<> Basket::check(const Item& line, const Offer& offer) const {
  if (!offer.is_active) return Refused(errors::product_inactive());
  DDD_CHECK(check_quantity(line.quantity));
  const bool is_new = find(line.product_id) == nullptr;
  if (is_new && std::ssize(state_.items) >= kMostLines) return Refused(errors::too_many_lines());
  if (line.quantity > offer.available) return Refused(errors::insufficient_stock(offer.available));
  auto sum = line.unit_price.times(line.quantity);
  for (const auto& item : state_.items) {
    if (item.product_id == line.product_id) continue;
    if (item.unit_price.currency() != line.unit_price.currency()) return Refused(errors::currency_mismatch());
    if (sum) sum = sum->plus(line_total(item));
  }
  if (!sum) return Refused(errors::total_too_large());
  return {};
}

bool Basket::was_subtracted(const Purchase& purchase) const {
  return purchase.basket_version <= state_.subtracted_through ||
         std::ranges::find(state_.subtracted, purchase.payment_id, &SubtractedPayment::payment_id) !=
             state_.subtracted.end();
}

// The mark of the lowest basket version makes way, not the one made first: a payment that completes late is then taken
// for a repeat only if it is older than everything that is remembered.
void Basket::remember(const Purchase& purchase) {
  auto& marks = state_.subtracted;
  const auto place = std::ranges::upper_bound(marks, purchase.basket_version, {}, &SubtractedPayment::basket_version);
  marks.insert(place, {purchase.payment_id, purchase.basket_version});
  if (marks.size() <= kMostRemembered) return;
  state_.subtracted_through = marks.front().basket_version;
  marks.erase(marks.begin());
}

void Basket::put(Item line) {
  const auto found = std::ranges::find(state_.items, line.product_id, &Item::product_id);
  if (found == state_.items.end()) {
    state_.items.push_back(std::move(line));
  } else {
    *found = std::move(line);
  }
}

void Basket::touch(Timestamp now) {
  changed_ = true;
  state_.updated_at = now;
  state_.expires_at = now + kLifetime;
}

Result<> check_quantity(std::int64_t quantity) {
  if (quantity < 1 || quantity > Basket::kMostPerLine) return Refused(errors::invalid_quantity(quantity));
  return {};
}

Money line_total(const Item& item) {
  return item.unit_price.times(item.quantity).value();
}

}  // namespace ddd::basket
