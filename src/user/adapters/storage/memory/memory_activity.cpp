#include <algorithm>

#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<bool>> MemoryOrderStatistics::add(UserId user_id, Timestamp ordered_at, SaveContext context) {
  if (!data_.users.contains(user_id)) co_return false;
  DDD_CO_CHECK(data_.effects.write(context, {}));
  auto& orders = data_.orders[user_id];
  ++orders.count;
  orders.last_at = std::max(orders.last_at, ordered_at);
  co_return true;
}

Task<Result<Risk>> MemoryRisks::find(UserId user_id) {
  const auto found = data_.risks.find(user_id);
  co_return found == data_.risks.end() ? Risk::none(user_id) : Risk::restore(found->second);
}

Task<Result<>> MemoryRisks::save(Risk& risk, SaveContext context) {
  if (!data_.users.contains(risk.id())) co_return Refused(errors::not_found());
  const auto found = data_.risks.find(risk.id());
  if ((found == data_.risks.end() ? 0 : found->second.version) != risk.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(risk), ids_, context)));
  risk.mark_saved();
  data_.risks.insert_or_assign(risk.id(), risk.state());
  co_return Result<>{};
}

}  // namespace ddd::user
