#pragma once

#include <map>
#include <utility>
#include <vector>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/ports/checkout_marks.hpp>
#include <ddd/basket/application/ports/line_flag_repository.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/effects/memory_effects.hpp>

namespace ddd::basket {

/// The basket context's data in memory: for tests and simulation, on one shard. What a "transaction" does here happens
/// without a suspension, so nothing sees half of it.
struct MemoryBasketStore {
  MemoryEffects effects;
  std::map<UserId, Basket::Snapshot> baskets;
  // Those of baskets that are gone are as good as gone.
  std::map<ItemId, LineFlags::Snapshot> flags;
  std::vector<std::pair<BasketId, CheckoutMark>> checkouts;

  [[nodiscard]] bool has(const BasketId& id) const;
};

class MemoryBaskets final : public BasketRepository {
 public:
  MemoryBaskets(MemoryBasketStore& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<std::optional<Basket>>> find_by_user(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Basket& basket, SaveContext context) override;
  [[nodiscard]] Task<Result<>> forget_answers(UserId user_id) override;
  [[nodiscard]] Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) override;

 private:
  MemoryBasketStore& data_;
  IdSource& ids_;
};

class MemoryLineFlags final : public LineFlagRepository {
 public:
  MemoryLineFlags(MemoryBasketStore& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<std::vector<BasketLine>>> lines_with(ProductId product_id, Timestamp now,
                                                                 std::optional<UserId> after,
                                                                 std::size_t limit) override;
  [[nodiscard]] Task<Result<LineFlags>> find(BasketLine line) override;
  [[nodiscard]] Task<Result<>> save(LineFlags& flags, SaveContext context) override;

 private:
  MemoryBasketStore& data_;
  IdSource& ids_;
};

class MemoryCheckoutMarks final : public CheckoutMarks {
 public:
  explicit MemoryCheckoutMarks(MemoryBasketStore& data) : data_(data) {}
  [[nodiscard]] Task<Result<>> mark(BasketId basket_id, CheckoutMark mark, SaveContext context) override;
  [[nodiscard]] Task<Result<>> unmark(PaymentId payment_id, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<CheckoutMark>>> of(BasketId basket_id) override;

 private:
  MemoryBasketStore& data_;
};

}  // namespace ddd::basket
