#include <ddd/payment/domain/errors.hpp>
#include <ddd/payment/domain/line.hpp>

namespace ddd::payment {

Result<Money> total_of(const std::vector<Line>& lines) {
  auto sum = Money::zero(lines.front().unit_price.currency());
  for (const auto& line : lines) {
    const auto total = line.unit_price.times(line.quantity);
    const auto next = total ? sum.plus(*total) : std::nullopt;
    if (!next) return Refused(errors::amount_out_of_range());
    sum = *next;
  }
  return sum;
}

}  // namespace ddd::payment
