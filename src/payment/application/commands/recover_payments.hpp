#pragma once

#include <cstddef>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/payment_alarms.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/refund_process.hpp>

namespace ddd::payment {

struct RecoverPayments {
  std::size_t limit = 32;
};

/// The recovery worker's round: takes payments whose next action is due and moves them on by the very code that
/// requests use. Gives how many it took. One that can't be read is told and stands in nobody's way.
class RecoverPaymentsHandler {
 public:
  RecoverPaymentsHandler(PaymentRepository& payments, PaymentProcess& process, RefundProcess& refunds,
                         PaymentAlarms& alarms, const Clock& clock, IdSource& ids)
      : payments_(payments), process_(process), refunds_(refunds), alarms_(alarms), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<std::size_t>> handle(const CallContext& call, RecoverPayments command);

 private:
  [[nodiscard]] Task<> recover(const CallContext& call, ClaimedPayment claimed, const std::string& owner);

  PaymentRepository& payments_;
  PaymentProcess& process_;
  RefundProcess& refunds_;
  PaymentAlarms& alarms_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
