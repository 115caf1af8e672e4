#include <ddd/basket/application/remove_expired.hpp>

namespace ddd::basket {

Task<Result<std::size_t>> remove_expired(BasketRepository& baskets, const CallContext& call, std::size_t limit,
                                         Timestamp now) {
  DDD_CO_TRY(const auto due, co_await baskets.expired(now, limit));
  std::size_t removed = 0;
  for (const auto user_id : due) {
    DDD_CO_TRY(auto basket, co_await baskets.find_by_user(user_id));
    // Used again or removed since it was listed: not ours any more.
    if (!basket || !basket->is_expired(now)) continue;
    basket->expire(now);
    const auto saved = co_await baskets.save(*basket, SaveContext::of(call, now));
    if (!saved && saved.error().code == store_errors::kVersionConflict) continue;
    DDD_CO_CHECK(saved);
    ++removed;
  }
  co_return removed;
}

}  // namespace ddd::basket
