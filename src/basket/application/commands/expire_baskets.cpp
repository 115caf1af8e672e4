#include <ddd/basket/application/commands/expire_baskets.hpp>
#include <ddd/basket/application/remove_expired.hpp>

namespace ddd::basket {

Task<Result<std::size_t>> ExpireBasketsHandler::handle(const CallContext& call, ExpireBaskets command) {
  co_return co_await remove_expired(baskets_, call, command.limit, clock_.now());
}

}  // namespace ddd::basket
