#include <map>
#include <set>
#include <vector>

#include <basket/support/values.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/basket/domain/basket.hpp>

namespace ddd::basket {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::offer;
using test::quantity_of;

/// What anybody may do to a basket, sensible or not.
void do_anything(Basket& basket, IdSource& ids, Timestamp now) {
  const auto product = *rc::gen::inRange<std::uint64_t>(1, 130);
  const auto quantity = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-2, 130), rc::gen::arbitrary<std::int64_t>());
  const auto price = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 100'000),
                                     rc::gen::element<std::int64_t>(INT64_MAX, INT64_MAX / 99, INT64_MAX / 3));
  auto what = offer(product, price, *rc::gen::inRange<std::int64_t>(0, 200));
  what.is_active = *rc::gen::weightedElement<bool>({{9, true}, {1, false}});
  // Refusals are part of the game: they must leave the basket as it was.
  const auto before = basket.state();
  const auto kept = [&](const Result<>& result) { RC_ASSERT(result || basket.state() == before); };
  switch (*rc::gen::weightedElement<int>({{70, 0}, {15, 1}, {10, 2}, {1, 3}, {4, 4}})) {
    case 0:
      return kept(basket.add(ids.make<ItemId>(), what, quantity, now));
    case 1:
      return kept(basket.set_quantity(what, quantity, now));
    case 2:
      return kept(basket.remove(what.product_id, now));
    case 3:
      return basket.clear(now);
    default:
      basket.mark_saved();
      RC_ASSERT(basket.subtract({ids.make<PaymentId>(), basket.version(), {{what.product_id, 1}}}, now));
  }
}

void check_invariants(const Basket& basket) {
  std::set<ProductId> products;
  std::int64_t units = 0;
  unsigned __int128 cents = 0;
  for (const auto& item : basket.state().items) {
    RC_ASSERT(item.quantity >= 1 && item.quantity <= 99);
    RC_ASSERT(products.insert(item.product_id).second);
    units += item.quantity;
    cents += static_cast<unsigned __int128>(item.unit_price.minor_units()) * static_cast<unsigned>(item.quantity);
  }
  RC_ASSERT(products.size() <= 100u);
  RC_ASSERT(basket.item_count() == units);
  RC_ASSERT(cents == static_cast<unsigned __int128>(basket.total(Currency()).minor_units()));
  RC_ASSERT(basket.state().expires_at == basket.state().updated_at + 24h);
}

RC_GTEST_PROP(BasketLaws, no_sequence_of_operations_leaves_the_rules, ()) {
  test::CountingIds ids;
  auto basket = test::new_basket(ids);
  const auto steps = *rc::gen::inRange(0, 250);
  for (int step = 0; step < steps; ++step) {
    do_anything(basket, ids, kStart + std::chrono::seconds(step));
    check_invariants(basket);
  }
}

std::vector<Purchase> in_any_order(std::vector<Purchase> purchases) {
  for (std::size_t i = 0; i < purchases.size(); ++i) {
    std::swap(purchases[i], purchases[*rc::gen::inRange(i, purchases.size())]);
  }
  return purchases;
}

/// A basket's life with payments that begin at some moments and are told of later, several times and in any order.
RC_GTEST_PROP(BasketLaws, every_payment_takes_out_what_it_bought_once_in_whatever_order_it_is_told, ()) {
  test::CountingIds ids;
  auto basket = test::new_basket(ids);
  std::map<std::uint64_t, std::int64_t> added;
  std::map<std::uint64_t, std::int64_t> paid;
  std::vector<Purchase> purchases;
  // No more payments under way at once than are remembered one by one.
  const auto steps = *rc::gen::inRange<int>(1, Basket::kMostRemembered);
  for (int step = 0; step < steps; ++step) {
    const auto product = *rc::gen::inRange<std::uint64_t>(1, 5);
    if (basket.add(ids.make<ItemId>(), offer(product), 1, kStart)) ++added[product];
    basket.mark_saved();
    // Begun for units that no payment before it has bought, as the stock would have it.
    if (added[product] <= paid[product] || !*rc::gen::arbitrary<bool>()) continue;
    purchases.push_back({ids.make<PaymentId>(), basket.version(), {{ProductId(product), 1}}});
    ++paid[product];
  }
  auto told = purchases;
  told.insert(told.end(), purchases.begin(), purchases.end());
  for (const auto& purchase : in_any_order(told)) static_cast<void>(basket.subtract(purchase, kStart));
  for (const auto& [product, units] : added) RC_ASSERT(quantity_of(basket, product) == units - paid[product]);

  basket.mark_saved();
  const auto before = basket.state();
  for (const auto& purchase : in_any_order(told)) RC_ASSERT(!basket.subtract(purchase, kStart + 100h));
  RC_ASSERT(basket.state() == before);
}

RC_GTEST_PROP(BasketLaws, what_is_restored_is_what_was_saved, ()) {
  test::CountingIds ids;
  auto basket = test::new_basket(ids);
  const auto steps = *rc::gen::inRange(0, 30);
  for (int step = 0; step < steps; ++step) do_anything(basket, ids, kStart);
  basket.mark_saved();
  auto copy = Basket::restore(basket.state());
  RC_ASSERT(copy.state() == basket.state());
  RC_ASSERT(!copy.has_changes());
}

}  // namespace
}  // namespace ddd::basket
