#include <utility>

#include <ddd/payment/adapters/metrics/measured_alarms.hpp>

namespace ddd::payment {

MeasuredAlarms::MeasuredAlarms(metrics::Registry& metrics, Log& log)
    : uncertain_(metrics.gauge("payments_uncertain",
                               "Payments of which nobody has known for two minutes what the provider did.")),
      unfulfilled_(
          metrics.gauge("payments_unfulfilled", "Sales that stock and basket have not reported within five minutes.")),
      unfulfillable_(metrics.gauge("payments_unfulfillable", "Sales whose units the stock says it can't let go.")),
      in_review_(metrics.gauge("payments_in_review", "Payments that a person has to look at.")),
      unreadable_(metrics.counter("payments_unreadable_total", "Due payments that could not be read from the store.")),
      log_(log) {}

void MeasuredAlarms::overdue(const OverduePayments& payments, Timestamp now) {
  uncertain_.set(static_cast<double>(payments.uncertain.size()));
  unfulfilled_.set(static_cast<double>(payments.unfulfilled.size()));
  unfulfillable_.set(static_cast<double>(payments.unfulfillable.size()));
  in_review_.set(static_cast<double>(payments.in_review));
  const auto by_time = [](Timestamp::duration waited) {
    return waited >= kUncertainTooLong ? LogLevel::error : LogLevel::warn;
  };
  tell("payment is uncertain", payments.uncertain, said_uncertain_, by_time, now);
  tell("sale is not fulfilled", payments.unfulfilled, said_unfulfilled_, [](auto) { return LogLevel::warn; }, now);
  tell(
      "sale can't be fulfilled", payments.unfulfillable, said_unfulfillable_, [](auto) { return LogLevel::error; },
      now);
}

void MeasuredAlarms::tell(std::string_view message, const std::vector<Waiting>& payments, Said& said,
                          LogLevel (*level_of)(Timestamp::duration), Timestamp now) {
  Said saying;
  for (const auto& [id, since] : payments) {
    const auto level = level_of(now - since);
    saying.emplace(id, level);
    const auto before = said.find(id);
    if (before != said.end() && before->second == level) continue;
    log_.write(level, message, {{"payment_id", id.to_text()}, {"since", to_rfc3339(since)}});
  }
  said = std::move(saying);
}

void MeasuredAlarms::unreadable(const PaymentId& id) {
  unreadable_.increment();
  log_.error("payment can't be read", {{"payment_id", id.to_text()}});
}

}  // namespace ddd::payment
