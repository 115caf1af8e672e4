#include <algorithm>

#include <ddd/basket/adapters/events/publish.hpp>
#include <ddd/basket/adapters/storage/memory/memory_baskets.hpp>

namespace ddd::basket {

bool MemoryBasketStore::has(const BasketId& id) const {
  return std::ranges::any_of(baskets, [&](const auto& entry) { return entry.second.id == id; });
}

Task<Result<std::vector<BasketLine>>> MemoryLineFlags::lines_with(ProductId product_id, Timestamp now,
                                                                  std::optional<UserId> after, std::size_t limit) {
  std::vector<BasketLine> lines;
  for (auto at = after ? data_.baskets.upper_bound(*after) : data_.baskets.begin(); at != data_.baskets.end(); ++at) {
    const auto& [user_id, basket] = *at;
    const auto item = std::ranges::find(basket.items, product_id, &Item::product_id);
    if (item == basket.items.end() || basket.expires_at <= now) continue;
    if (lines.size() == limit) break;
    lines.push_back({basket.id, user_id, *item});
  }
  co_return lines;
}

Task<Result<LineFlags>> MemoryLineFlags::find(BasketLine line) {
  const auto found = data_.flags.find(line.item.id);
  co_return found == data_.flags.end() ? LineFlags::none(line) : LineFlags::restore(found->second);
}

Task<Result<>> MemoryLineFlags::save(LineFlags& flags, SaveContext context) {
  const auto found = data_.flags.find(flags.id());
  const auto stored = found == data_.flags.end() ? 0 : found->second.version;
  if (stored != flags.version() || !data_.has(flags.state().basket_id)) {
    co_return Refused(store_errors::version_conflict());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(flags), ids_, context)));
  flags.mark_saved();
  data_.flags.insert_or_assign(flags.id(), flags.state());
  co_return Result<>{};
}

Task<Result<>> MemoryCheckoutMarks::mark(BasketId basket_id, CheckoutMark mark, SaveContext context) {
  DDD_CO_CHECK(data_.effects.write(context, {}));
  if (data_.has(basket_id)) data_.checkouts.emplace_back(std::move(basket_id), std::move(mark));
  co_return Result<>{};
}

Task<Result<>> MemoryCheckoutMarks::unmark(PaymentId payment_id, SaveContext context) {
  DDD_CO_CHECK(data_.effects.write(context, {}));
  std::erase_if(data_.checkouts, [&](const auto& entry) { return entry.second.payment_id == payment_id; });
  co_return Result<>{};
}

Task<Result<std::vector<CheckoutMark>>> MemoryCheckoutMarks::of(BasketId basket_id) {
  std::vector<CheckoutMark> marks;
  if (!data_.has(basket_id)) co_return marks;
  for (const auto& [id, mark] : data_.checkouts) {
    if (id == basket_id) marks.push_back(mark);
  }
  std::ranges::sort(marks, {}, [](const CheckoutMark& mark) { return std::pair(mark.since, mark.payment_id); });
  co_return marks;
}

}  // namespace ddd::basket
