#pragma once

#include <optional>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

/// The user's basket as long as it lives: an expired one is as good as none.
[[nodiscard]] Task<Result<std::optional<Basket>>> live_basket(BasketRepository& baskets, UserId user_id, Timestamp now);

/// The user's basket, or a new one that is not saved yet; an expired one makes way first, in a save of its own.
/// Error: `store.version_conflict` when another call does the same.
[[nodiscard]] Task<Result<Basket>> live_or_new_basket(BasketRepository& baskets, IdSource& ids, const CallContext& call,
                                                      UserId user_id, Timestamp now);

}  // namespace ddd::basket
