#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/views.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Renders the answer of a refund request; a plain function of the protocol adapter.
using RenderRefund = StoredAnswer (*)(const CallContext& call, const RefundOutcome& outcome);

/// On whose behalf a refund is moved on: an administrator's request, or the recovery worker's round.
struct RefundErrand {
  std::string owner;     ///< the lease's
  Timestamp give_up_at;  ///< between steps, not within one
  bool is_new = false;
  RenderRefund render = nullptr;  ///< null: nobody waits for an answer
  int tries = 0;                  ///< rounds without progress so far
};

/// Moves a refund to its end, one step at a time, by the rules of PaymentProcess: requests and the recovery worker run
/// the same code, what is sent was written down before, and an uncertain outcome is settled by evidence alone. The
/// provider's list of the payment's refunds, where ours carry our id, is what shows that nothing was done. Several
/// refunds of one payment may be under way: each is decided on the payment as it is then, so none is lost.
class RefundProcess {
 public:
  RefundProcess(PaymentRepository& payments, PaymentGateway& gateway, const Clock& clock)
      : payments_(payments), gateway_(gateway), clock_(clock) {}

  /// Runs steps until the refund has ended, has to be left for later, or the errand's time is over. Errors: the
  /// store's.
  [[nodiscard]] Task<Result<RefundOutcome>> drive(const CallContext& call, PaymentId payment_id, RefundId id,
                                                  const RefundErrand& errand);

  /// The recovery worker's round for a payment that was sold: its pending refunds, or else a look whether a bank has
  /// turned one back. Errors: the store's.
  [[nodiscard]] Task<Result<>> recover(const CallContext& call, Payment payment, const RefundErrand& errand);

  /// The schedule of a payment with a new refund: leased to the errand.
  [[nodiscard]] Schedule leased(const RefundErrand& errand) const;
  /// What a save for this errand writes beside the payment. The idempotency record gets its answer when the refund has
  /// ended or the request does.
  [[nodiscard]] SaveContext context_for(const CallContext& call, const Payment& payment, const RefundId& id,
                                        const RefundErrand& errand, bool is_last) const;

 private:
  enum class Next {
    again,    ///< progress: the next step may follow at once
    settled,  ///< by this errand, in its save
    ended,    ///< somebody else was faster
    later,    ///< try again after a pause
  };
  using StepResult = Task<Result<Next>>;
  /// What becomes of the payment as it is now; false if nothing.
  using Change = std::function<bool(Payment& payment, Timestamp now)>;

  /// Performs exactly one step. Saves if it changed anything.
  [[nodiscard]] StepResult advance(const CallContext& call, const PaymentId& payment_id, const RefundId& id,
                                   const RefundErrand& errand);
  /// Looks for the refund at the provider before it may be sent again.
  [[nodiscard]] StepResult search(const CallContext& call, const Payment& payment, const Refund& refund,
                                  const RefundErrand& errand);
  [[nodiscard]] StepResult send(const CallContext& call, const Payment& payment, const Refund& refund,
                                const RefundErrand& errand);
  [[nodiscard]] StepResult follow(const CallContext& call, const Payment& payment, const Refund& refund,
                                  const RefundErrand& errand, RefundAnswer answer);
  [[nodiscard]] StepResult follow_facts(const CallContext& call, const Payment& payment, const Refund& refund,
                                        const RefundErrand& errand, RefundFacts facts);
  /// False if the provider can't be asked now.
  [[nodiscard]] Task<Result<bool>> look_for_returns(const CallContext& call, const Payment& payment,
                                                    const RefundErrand& errand);
  /// Stores the answer that the request gets of a refund that it did not settle itself.
  [[nodiscard]] Task<Result<>> note_answer(const CallContext& call, const PaymentId& payment_id, const RefundId& id,
                                           const RefundErrand& errand);
  [[nodiscard]] Schedule left_for(const Payment& payment, const RefundErrand& errand) const;
  /// Decides on the payment as it is now, again when someone else was faster. Whether that changed anything.
  [[nodiscard]] Task<Result<bool>> change(const CallContext& call, PaymentId payment_id, RefundId id,
                                          const RefundErrand& errand, Change change);
  [[nodiscard]] Task<Result<bool>> change_once(const CallContext& call, const PaymentId& payment_id, const RefundId& id,
                                               const RefundErrand& errand, const Change& change);

  PaymentRepository& payments_;
  PaymentGateway& gateway_;
  const Clock& clock_;
};

}  // namespace ddd::payment
