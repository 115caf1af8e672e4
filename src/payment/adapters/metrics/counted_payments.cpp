#include <ddd/payment/adapters/metrics/counted_payments.hpp>

namespace ddd::payment {
namespace {

bool is_outcome(PaymentState state) {
  return is_final(state) || state == PaymentState::manual_review;
}

}  // namespace

Task<Result<>> CountedPayments::save(Payment& payment, Schedule schedule, SaveContext context) {
  // The save forgets the transitions it wrote.
  std::vector<PaymentState> outcomes;
  for (const auto& transition : payment.transitions()) {
    if (is_outcome(transition.to)) outcomes.push_back(transition.to);
  }
  DDD_CO_CHECK(co_await inner_.save(payment, std::move(schedule), std::move(context)));
  for (const auto outcome : outcomes) {
    metrics_
        .counter("payments_total", "Payments by the end they came to.", {{"outcome", std::string(to_text(outcome))}})
        .increment();
  }
  co_return Result<>{};
}

}  // namespace ddd::payment
