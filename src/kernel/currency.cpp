#include <algorithm>

#include <ddd/kernel/currency.hpp>

namespace ddd {
namespace {

struct Known {
  std::string_view code;
  int exponent;
};

// ISO 4217, the currencies that card schemes settle in. Sorted by code.
constexpr std::array kKnown = {
    Known{"AED", 2}, Known{"AUD", 2}, Known{"BGN", 2}, Known{"BHD", 3}, Known{"BRL", 2}, Known{"CAD", 2},
    Known{"CHF", 2}, Known{"CLP", 0}, Known{"CNY", 2}, Known{"COP", 2}, Known{"CZK", 2}, Known{"DKK", 2},
    Known{"EUR", 2}, Known{"GBP", 2}, Known{"HKD", 2}, Known{"HUF", 2}, Known{"IDR", 2}, Known{"ILS", 2},
    Known{"INR", 2}, Known{"ISK", 0}, Known{"JOD", 3}, Known{"JPY", 0}, Known{"KRW", 0}, Known{"KWD", 3},
    Known{"MXN", 2}, Known{"MYR", 2}, Known{"NOK", 2}, Known{"NZD", 2}, Known{"OMR", 3}, Known{"PHP", 2},
    Known{"PLN", 2}, Known{"RON", 2}, Known{"SAR", 2}, Known{"SEK", 2}, Known{"SGD", 2}, Known{"THB", 2},
    Known{"TND", 3}, Known{"TRY", 2}, Known{"TWD", 2}, Known{"UAH", 2}, Known{"USD", 2}, Known{"VND", 0},
    Known{"ZAR", 2},
};
static_assert(std::ranges::is_sorted(kKnown, {}, &Known::code));

}  // namespace

std::optional<Currency> Currency::from_code(std::string_view code) {
  const auto* found = std::ranges::lower_bound(kKnown, code, {}, &Known::code);
  if (found == kKnown.end() || found->code != code) return std::nullopt;
  return Currency({code[0], code[1], code[2]}, found->exponent);
}

}  // namespace ddd
