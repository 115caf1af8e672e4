#include <ddd/basket/application/commands/clean_up_baskets.hpp>
#include <ddd/basket/application/remove_expired.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::basket {

Task<Result<std::size_t>> CleanUpBasketsHandler::handle(const CallContext& call, CleanUpBaskets) {
  DDD_CO_CHECK(require_admin(call));
  co_return co_await remove_expired(baskets_, call, kMostAtOnce, clock_.now());
}

}  // namespace ddd::basket
