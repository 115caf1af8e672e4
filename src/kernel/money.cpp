#include <cstdlib>

#include <ddd/kernel/money.hpp>

namespace ddd {

std::optional<Money> Money::plus(const Money& other) const {
  std::int64_t sum = 0;
  if (currency_ != other.currency_ || __builtin_add_overflow(minor_units_, other.minor_units_, &sum))
    return std::nullopt;
  return Money(sum, currency_);
}

std::optional<Money> Money::minus(const Money& other) const {
  std::int64_t difference = 0;
  if (currency_ != other.currency_ || __builtin_sub_overflow(minor_units_, other.minor_units_, &difference)) {
    return std::nullopt;
  }
  return Money(difference, currency_);
}

std::optional<Money> Money::times(std::int64_t factor) const {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(minor_units_, factor, &product)) return std::nullopt;
  return Money(product, currency_);
}

std::vector<Money> Money::allocate(int parts) const {
  const std::int64_t share = minor_units_ / parts;
  const std::int64_t rest = minor_units_ % parts;
  const std::int64_t step = rest < 0 ? -1 : 1;
  std::vector<Money> shares;
  shares.reserve(static_cast<std::size_t>(parts));
  for (int i = 0; i < parts; ++i) shares.emplace_back(share + (i < std::llabs(rest) ? step : 0), currency_);
  return shares;
}

std::string Money::to_text() const {
  std::string digits = std::to_string(minor_units_);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  const auto exponent = static_cast<std::size_t>(currency_.exponent());
  if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
  if (exponent > 0) digits.insert(digits.size() - exponent, 1, '.');
  return (negative ? "-" : "") + digits + ' ' + std::string(currency_.code());
}

}  // namespace ddd
