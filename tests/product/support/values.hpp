#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/product/domain/product.hpp>
#include <ddd/product/domain/reservation_order.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product::test {

inline constexpr Timestamp kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

/// Ids one after another, the same in every run. A store may ask for them on its own thread.
class CountingIds final : public IdSource {
 public:
  [[nodiscard]] Uuid next() override { return Uuid::v7(Timestamp(std::chrono::milliseconds(++count_)), {}); }

 private:
  std::atomic<std::int64_t> count_ = 0;
};

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return at; }
  Timestamp at = kStart;
};

inline Money usd(std::int64_t cents) {
  return {cents, Currency()};
}

/// A blue mug, as an administrator would describe it.
inline Details details(std::string sku = "MUG-BLUE", std::int64_t cents = 1999) {
  return {.name = "Blue mug",
          .description = "Holds tea.\nAnd coffee.",
          .short_description = "A mug",
          .sku = Sku::restore(std::move(sku)),
          .price = usd(cents),
          .compare_at_price = usd(cents + 500),
          .category = "kitchen",
          .sub_category = "mugs",
          .brand = "Potter",
          .tags = {"blue", "gift"},
          .images = {"https://img.example/mug.jpg"},
          .is_active = true,
          .is_featured = false,
          .is_digital = false,
          .min_stock = 3};
}

inline Product new_product(ProductId id = ProductId(1), Details what = details()) {
  return Product::create(id, std::move(what), Currency(), kStart).value();
}

inline Stock new_stock(ProductId id = ProductId(1), std::int64_t units = 10) {
  return Stock::open(id, units, {"adj_open_" + id.to_text(), {}}, kStart);
}

/// Stock as a store gives it back.
inline Stock stored_stock(ProductId id, std::int64_t on_hand, std::int64_t reserved = 0) {
  return Stock::restore(
      {.product_id = id, .on_hand = on_hand, .reserved = reserved, .version = 1, .event_sequence = 1});
}

inline PaymentId payment(std::uint64_t number) {
  auto digits = std::to_string(number);
  return PaymentId::parse("pay_00000000-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits).value();
}

/// The kinds of the facts, by their place in the variant.
template <class Event>
std::vector<std::size_t> kinds(const EventLog<Event>& events) {
  std::vector<std::size_t> result;
  for (const auto& event : events.pending()) result.push_back(event.index());
  return result;
}

inline bool same(const Stock::Snapshot& a, const Stock::Snapshot& b) {
  return a.product_id == b.product_id && a.on_hand == b.on_hand && a.reserved == b.reserved && a.version == b.version &&
         a.event_sequence == b.event_sequence;
}

inline bool same(const Reservation::Snapshot& a, const Reservation::Snapshot& b) {
  return a.id == b.id && a.lines == b.lines && a.state == b.state && a.version == b.version &&
         a.event_sequence == b.event_sequence && a.created_at == b.created_at && a.expires_at == b.expires_at;
}

inline bool same(const Product::Snapshot& a, const Product::Snapshot& b) {
  return a.id == b.id && a.details == b.details && a.version == b.version && a.event_sequence == b.event_sequence &&
         a.created_at == b.created_at && a.updated_at == b.updated_at && a.deleted_at == b.deleted_at;
}

}  // namespace ddd::product::test
