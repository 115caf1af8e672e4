#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace ddd {

/// An ISO 4217 currency that the shop knows, with the number of digits of its minor unit (JPY 0, USD 2, KWD 3).
class Currency {
 public:
  /// USD; a value type needs a default for containers and decoding targets.
  constexpr Currency() = default;

  /// Upper-case three-letter code, or nothing when the code is not in the table.
  [[nodiscard]] static std::optional<Currency> from_code(std::string_view code);

  [[nodiscard]] std::string_view code() const { return {code_.data(), code_.size()}; }
  /// Digits after the decimal point: 0, 2 or 3.
  [[nodiscard]] int exponent() const { return exponent_; }

  friend bool operator==(const Currency& a, const Currency& b) { return a.code_ == b.code_; }

 private:
  constexpr Currency(std::array<char, 3> code, int exponent) : code_(code), exponent_(exponent) {}

  std::array<char, 3> code_{'U', 'S', 'D'};
  int exponent_ = 2;
};

}  // namespace ddd
