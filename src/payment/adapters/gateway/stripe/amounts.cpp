#include <algorithm>

#include <ddd/kernel/text.hpp>
#include <ddd/payment/adapters/gateway/stripe/amounts.hpp>

namespace ddd::payment::stripe {
namespace {

std::int64_t factor_of(Currency currency) {
  return currency.code() == "ISK" ? 100 : 1;
}

}  // namespace

std::optional<WireAmount> to_wire(const Money& money) {
  const auto scaled = money.times(factor_of(money.currency()));
  if (!scaled) return std::nullopt;
  return WireAmount{.amount = scaled->minor_units(), .currency = to_lower(money.currency().code())};
}

std::optional<Money> from_wire(std::int64_t amount, std::string_view currency) {
  if (!std::ranges::all_of(currency, [](char c) { return c >= 'a' && c <= 'z'; })) return std::nullopt;
  std::string code(currency);
  std::ranges::transform(code, code.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  const auto known = Currency::from_code(code);
  if (!known || amount % factor_of(*known) != 0) return std::nullopt;
  return Money(amount / factor_of(*known), *known);
}

}  // namespace ddd::payment::stripe
