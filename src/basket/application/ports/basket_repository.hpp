#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::basket {

/// Where baskets live, one per user, found by user alone: a store may keep a user's basket as one value under one key.
/// Reads see every save that was answered before.
class BasketRepository {
 public:
  virtual ~BasketRepository() = default;
  /// The user's basket, also when its time is over and nobody has removed it yet.
  [[nodiscard]] virtual Task<Result<std::optional<Basket>>> find_by_user(UserId user_id) = 0;
  /// Writes the whole basket in place of the version it was loaded with, with what SaveContext says beside it, in one
  /// transaction. A basket of version 0 must be the user's first, one that is over is deleted; either loses with
  /// `store.version_conflict` where the user's basket is another by now.
  [[nodiscard]] virtual Task<Result<>> save(Basket& basket, SaveContext context) = 0;
  /// Drops the answers that are kept for the user's repeats: they hold what was in the basket.
  [[nodiscard]] virtual Task<Result<>> forget_answers(UserId user_id) = 0;
  /// Users whose basket's time is over, longest ago first.
  [[nodiscard]] virtual Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) = 0;
};

}  // namespace ddd::basket
