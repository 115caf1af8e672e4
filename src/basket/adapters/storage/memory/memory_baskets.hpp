#pragma once

#include <map>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/effects/memory_effects.hpp>

namespace ddd::basket {

/// The basket context's data in memory: for tests and simulation, on one shard. What a "transaction" does here happens
/// without a suspension, so nothing sees half of it.
struct MemoryBasketStore {
  MemoryEffects effects;
  std::map<UserId, Basket::Snapshot> baskets;
};

class MemoryBaskets final : public BasketRepository {
 public:
  MemoryBaskets(MemoryBasketStore& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<std::optional<Basket>>> find_by_user(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Basket& basket, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) override;

 private:
  MemoryBasketStore& data_;
  IdSource& ids_;
};

}  // namespace ddd::basket
