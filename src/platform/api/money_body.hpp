#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <ddd/kernel/money.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/platform/json/shape.hpp>

namespace ddd::api {

/// Money as a client sends it: readable whatever the currency says, so that an unknown one is a broken rule (422)
/// rather than unreadable (400).
struct MoneyBody {
  std::int64_t amount = 0;
  std::string currency;
};

/// Notes a violation at `pointer`/currency when the currency is unknown.
[[nodiscard]] inline std::optional<Money> to_money(Validation& check, std::string_view pointer, const MoneyBody& body) {
  if (const auto currency = Currency::from_code(body.currency)) return Money(body.amount, *currency);
  check.add(
      {std::string(pointer) + "/currency", "currency", "Must be a known ISO 4217 code such as USD.", std::nullopt});
  return std::nullopt;
}

}  // namespace ddd::api

template <>
struct ddd::json::Shape<ddd::api::MoneyBody> {
  using T = ddd::api::MoneyBody;
  static constexpr std::string_view name = "Money";
  static constexpr auto fields =
      Fields{field("amount", &T::amount, {.description = "Minor units, e.g. cents."}),
             field("currency", &T::currency, {.description = "ISO 4217.", .pattern = "^[A-Z]{3}$"})};
};
