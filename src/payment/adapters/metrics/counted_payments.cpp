#include <ddd/payment/adapters/metrics/counted_payments.hpp>

namespace ddd::payment {
namespace {

bool is_outcome(PaymentState state) {
  return is_final(state) || state == PaymentState::manual_review;
}

std::vector<RefundStatus> ended_refunds(const Payment& payment) {
  std::vector<RefundStatus> ended;
  for (const auto& id : payment.changed_refunds()) {
    const auto status = payment.find_refund(id)->status;
    if (status != RefundStatus::pending) ended.push_back(status);
  }
  return ended;
}

}  // namespace

Task<Result<>> CountedPayments::save(Payment& payment, Schedule schedule, SaveContext context) {
  // The save forgets the transitions it wrote.
  std::vector<PaymentState> outcomes;
  for (const auto& transition : payment.transitions()) {
    const bool turns_back = transition.to == PaymentState::completed && is_sold(transition.from.value());
    if (is_outcome(transition.to) && !turns_back) outcomes.push_back(transition.to);
  }
  const auto refunds = ended_refunds(payment);
  DDD_CO_CHECK(co_await inner_.save(payment, std::move(schedule), std::move(context)));
  for (const auto outcome : outcomes) {
    metrics_
        .counter("payments_total", "Payments by the end they came to.", {{"outcome", std::string(to_text(outcome))}})
        .increment();
  }
  for (const auto status : refunds) {
    metrics_.counter("refunds_total", "Refunds by the end they came to.", {{"outcome", std::string(to_text(status))}})
        .increment();
  }
  co_return Result<>{};
}

}  // namespace ddd::payment
