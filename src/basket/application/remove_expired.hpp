#pragma once

#include <cstddef>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

/// Removes baskets whose time is over, at most `limit`, each in a save of its own; gives how many went.
[[nodiscard]] Task<Result<std::size_t>> remove_expired(BasketRepository& baskets, const CallContext& call,
                                                       std::size_t limit, Timestamp now);

}  // namespace ddd::basket
