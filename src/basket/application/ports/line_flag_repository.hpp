#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <ddd/basket/domain/line_flags.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::basket {

/// Where the problems that were told of lines live; they go with their basket.
class LineFlagRepository {
 public:
  virtual ~LineFlagRepository() = default;
  /// The lines that hold a product, of baskets that are alive at `now`: at most `limit`, by user, behind `after`.
  [[nodiscard]] virtual Task<Result<std::vector<BasketLine>>> lines_with(ProductId product_id, Timestamp now,
                                                                         std::optional<UserId> after,
                                                                         std::size_t limit) = 0;
  /// Those of the line; none when nothing was told of it.
  [[nodiscard]] virtual Task<Result<LineFlags>> find(BasketLine line) = 0;
  /// With what SaveContext says beside them, in one transaction. Error: `store.version_conflict` also when the basket
  /// is gone.
  [[nodiscard]] virtual Task<Result<>> save(LineFlags& flags, SaveContext context) = 0;
};

}  // namespace ddd::basket
