#include <algorithm>

#include <ddd/basket/adapters/events/publish.hpp>
#include <ddd/basket/adapters/storage/memory/memory_baskets.hpp>

namespace ddd::basket {
namespace {

bool is_current(const MemoryBasketStore& data, const Basket& basket) {
  const auto found = data.baskets.find(basket.state().user_id);
  if (found == data.baskets.end()) return basket.version() == 0;
  return found->second.id == basket.id() && found->second.version == basket.version();
}

}  // namespace

Task<Result<std::optional<Basket>>> MemoryBaskets::find_by_user(UserId user_id) {
  const auto found = data_.baskets.find(user_id);
  if (found == data_.baskets.end()) co_return std::nullopt;
  co_return Basket::restore(found->second);
}

Task<Result<>> MemoryBaskets::save(Basket& basket, SaveContext context) {
  if (!is_current(data_, basket)) co_return Refused(store_errors::version_conflict());
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(basket), ids_, context)));
  basket.mark_saved();
  if (basket.is_over()) {
    data_.baskets.erase(basket.state().user_id);
  } else {
    data_.baskets.insert_or_assign(basket.state().user_id, basket.state());
  }
  co_return Result<>{};
}

Task<Result<>> MemoryBaskets::forget_answers(UserId user_id) {
  data_.effects.forget_answers(user_id, {});
  co_return Result<>{};
}

Task<Result<std::vector<UserId>>> MemoryBaskets::expired(Timestamp now, std::size_t limit) {
  std::vector<std::pair<Timestamp, UserId>> due;
  for (const auto& [user_id, basket] : data_.baskets) {
    if (basket.expires_at <= now) due.emplace_back(basket.expires_at, user_id);
  }
  std::ranges::sort(due);
  std::vector<UserId> users;
  for (const auto& [at, user_id] : due) {
    if (users.size() < limit) users.push_back(user_id);
  }
  co_return users;
}

}  // namespace ddd::basket
