#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/currency.hpp>

namespace ddd {

/// An exact amount: int64 minor units of one currency. Negative amounts are legal (reversals); rules about sign belong
/// to whoever owns the amount. There is no way in or out by floating point.
class Money {
 public:
  constexpr Money() = default;
  template <std::integral T>
  constexpr Money(T minor_units, Currency currency) : minor_units_(minor_units), currency_(currency) {}
  template <std::floating_point T>
  Money(T, Currency) = delete;

  [[nodiscard]] static Money zero(Currency currency) { return {std::int64_t{0}, currency}; }

  [[nodiscard]] std::int64_t minor_units() const { return minor_units_; }
  [[nodiscard]] Currency currency() const { return currency_; }

  /// Sum, difference and product; nothing on overflow or when the currencies differ.
  [[nodiscard]] std::optional<Money> plus(const Money& other) const;
  [[nodiscard]] std::optional<Money> minus(const Money& other) const;
  [[nodiscard]] std::optional<Money> times(std::int64_t factor) const;

  /// Splits into `parts` (> 0) amounts that sum to this one exactly; the first ones are larger by at most one unit.
  [[nodiscard]] std::vector<Money> allocate(int parts) const;

  /// For people: "19.99 USD", "1999 JPY", "1.999 KWD".
  [[nodiscard]] std::string to_text() const;

  friend bool operator==(const Money&, const Money&) = default;

 private:
  std::int64_t minor_units_ = 0;
  Currency currency_;
};

}  // namespace ddd
