#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ddd/kernel/money.hpp>

namespace ddd::payment::stripe {

/// An amount as the provider counts it. Its smallest unit is that of ISO 4217 with one exception among our currencies:
/// ISK, which has none, is sent with two digits that are always 00 (docs.stripe.com/currencies, "Special cases").
struct WireAmount {
  std::int64_t amount = 0;
  std::string currency;  ///< lower case
};

/// Nothing when the amount is too large to be written.
[[nodiscard]] std::optional<WireAmount> to_wire(const Money& money);
/// Nothing for a currency that we don't know, one that isn't in lower case, or a fraction of what has none.
[[nodiscard]] std::optional<Money> from_wire(std::int64_t amount, std::string_view currency);

}  // namespace ddd::payment::stripe
