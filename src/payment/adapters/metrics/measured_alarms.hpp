#pragma once

#include <chrono>
#include <map>

#include <ddd/payment/application/ports/payment_alarms.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd::payment {

/// Alarms as gauges that say how many there are now (`payments_uncertain`, `payments_unfulfilled`,
/// `payments_unfulfillable`, `payments_in_review`), a counter (`payments_unreadable_total`), and a line in the log once
/// for each payment and level: a warning when it is overdue, an error when an uncertain one stays so for half an hour
/// or a sale can't be fulfilled. On the shard that watches.
class MeasuredAlarms final : public PaymentAlarms {
 public:
  static constexpr std::chrono::minutes kUncertainTooLong{30};

  /// Both outlive it.
  MeasuredAlarms(metrics::Registry& metrics, Log& log);

  void overdue(const OverduePayments& payments, Timestamp now) override;
  void unreadable(const PaymentId& id) override;

 private:
  /// What was said of a payment so far.
  using Said = std::map<PaymentId, LogLevel>;

  /// Writes a line for each payment whose level is news; `level_of` gives it by how long the payment has waited.
  void tell(std::string_view message, const std::vector<Waiting>& payments, Said& said,
            LogLevel (*level_of)(Timestamp::duration), Timestamp now);

  metrics::Gauge& uncertain_;
  metrics::Gauge& unfulfilled_;
  metrics::Gauge& unfulfillable_;
  metrics::Gauge& in_review_;
  metrics::Counter& unreadable_;
  Log& log_;
  Said said_uncertain_;
  Said said_unfulfilled_;
  Said said_unfulfillable_;
};

}  // namespace ddd::payment
