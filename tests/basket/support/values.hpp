#pragma once

#include <cstdint>
#include <string>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/kernel/id_source.hpp>

namespace ddd::basket::test {

inline constexpr Timestamp kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

/// Ids one after another, the same in every run.
class CountingIds final : public IdSource {
 public:
  [[nodiscard]] Uuid next() override { return Uuid::v7(Timestamp(std::chrono::milliseconds(++count_)), {}); }

 private:
  std::int64_t count_ = 0;
};

inline Money usd(std::int64_t cents) {
  return {cents, Currency()};
}

inline Offer offer(std::uint64_t product, std::int64_t cents = 1999, std::int64_t available = 1000) {
  return {.product_id = ProductId(product),
          .name = "Product " + std::to_string(product),
          .price = usd(cents),
          .available = available,
          .is_active = true};
}

inline Basket new_basket(IdSource& ids, UserId user_id = UserId(7), Timestamp now = kStart) {
  return Basket::start(ids.make<BasketId>(), user_id, now);
}

inline std::int64_t quantity_of(const Basket& basket, std::uint64_t product) {
  const auto* item = basket.find(ProductId(product));
  return item == nullptr ? 0 : item->quantity;
}

}  // namespace ddd::basket::test
