#pragma once

#include <chrono>
#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/neighbours.hpp>
#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/process/errand.hpp>
#include <ddd/payment/domain/payment.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::payment {

/// Moves a payment to its end, one step at a time. Requests and the recovery worker run the same code, so a crash
/// between any two writes is nothing special: the next round looks at the stored state and does what comes next. Every
/// step that asks the provider to act is written down before it is sent; what the provider may have done is found out
/// by asking, never guessed.
///
/// Its stretches, each in a file of its name: charging (from held stock to held money), capturing (from held money to
/// the sale), undoing (to an end without one), doubts (what is left for later or for a person), scheduling (what is
/// stored, and when somebody looks again).
class PaymentProcess {
 public:
  PaymentProcess(PaymentRepository& payments, ProductCatalogue& products, PaymentGateway& gateway, const Clock& clock)
      : payments_(payments), products_(products), gateway_(gateway), clock_(clock) {}

  static constexpr std::chrono::seconds kLease{15};

  /// Runs steps until the payment has ended, waits for someone, has to be left for later, or the errand's time is over.
  /// The payment is stored as it then is; when someone else moved it meanwhile, the outcome is what they have made of
  /// it so far. Errors: the store's.
  [[nodiscard]] Task<Result<PaymentOutcome>> drive(const CallContext& call, Payment payment, const Errand& errand);

  /// The same for a payment that a command has changed: the change is stored first. Error: `payment.in_progress` when
  /// someone else moved the payment before.
  [[nodiscard]] Task<Result<PaymentOutcome>> save_and_drive(const CallContext& call, Payment payment,
                                                            const Errand& errand);

  /// The schedule that a new payment starts with: leased to the errand.
  [[nodiscard]] Schedule leased(const Errand& errand) const;
  /// What a save for this errand writes beside the payment. The idempotency record gets its answer when the outcome is
  /// final for the request.
  [[nodiscard]] SaveContext context_for(const CallContext& call, const Payment& payment, const Errand& errand,
                                        const std::optional<Error>& refusal) const;

 private:
  /// What a step came to.
  struct Step {
    enum class Next {
      again,  ///< progress: the next step may follow at once
      wait,   ///< nothing to do until someone acts or time passes
      later,  ///< try again after a pause
    };
    Next next = Next::again;
    std::optional<Error> refusal;
  };
  using StepResult = Task<Result<Step>>;

  /// Performs exactly one step. Saves if it changed anything.
  [[nodiscard]] StepResult advance(const CallContext& call, Payment& payment, const Errand& errand);
  /// Nothing is due: a webhook or a late round looked at a payment that has ended or is under review.
  [[nodiscard]] StepResult rest(Payment& payment, const Errand& errand);
  [[nodiscard]] Task<Result<PaymentOutcome>> as_it_stands(PaymentId id, const Errand& errand);

  // Charging.
  [[nodiscard]] StepResult reserve_stock(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult no_stock(const CallContext& call, Payment& payment, const Errand& errand, Error error);
  [[nodiscard]] StepResult create_intent(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult begin_confirm(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult await_method(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult confirm(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult await_action(const CallContext& call, Payment& payment, const Errand& errand);
  /// Follows what the provider says of a payment that is being confirmed.
  [[nodiscard]] StepResult follow(const CallContext& call, Payment& payment, const Errand& errand,
                                  GatewayAnswer answer);
  [[nodiscard]] StepResult follow_facts(const CallContext& call, Payment& payment, const Errand& errand,
                                        const IntentFacts& facts);
  [[nodiscard]] StepResult decline(const CallContext& call, Payment& payment, const Errand& errand, std::string code);

  // Capturing.
  [[nodiscard]] StepResult pin_and_prepare_capture(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult capture(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult follow_capture(const CallContext& call, Payment& payment, const Errand& errand,
                                          const IntentFacts& facts);

  // Undoing.
  [[nodiscard]] StepResult undo(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult undo_unknown_intent(const CallContext& call, Payment& payment, const Errand& errand);
  [[nodiscard]] StepResult follow_undo(const CallContext& call, Payment& payment, const Errand& errand,
                                       const IntentFacts& facts);
  [[nodiscard]] StepResult abandon(const CallContext& call, Payment& payment, const Errand& errand, Abandonment how,
                                   std::optional<Error> refusal);

  // Doubts.
  /// The intent that an earlier request may have made, found by the payment's id; none if there provably is none.
  [[nodiscard]] Task<Result<std::optional<IntentFacts>>> find_intent(const CallContext& call, const Payment& payment);
  [[nodiscard]] Task<GatewayAnswer> send_create(const CallContext& call, const Payment& payment);
  [[nodiscard]] StepResult take_new_key(const CallContext& call, Payment& payment, const Errand& errand,
                                        GatewayOperation operation);
  /// The provider did not act or may have acted: leave it for later.
  [[nodiscard]] StepResult leave(const CallContext& call, Payment& payment, const Errand& errand,
                                 const GatewayAnswer& answer);
  [[nodiscard]] StepResult review(const CallContext& call, Payment& payment, const Errand& errand, std::string reason);
  [[nodiscard]] static bool matches(const Payment& payment, const IntentFacts& facts);

  // Scheduling.
  [[nodiscard]] StepResult store(const CallContext& call, Payment& payment, const Errand& errand, Step step);
  [[nodiscard]] Schedule schedule_after(const Payment& payment, const Errand& errand, Step::Next next) const;
  [[nodiscard]] Timestamp next_try(const Payment& payment, const Errand& errand) const;

  PaymentRepository& payments_;
  ProductCatalogue& products_;
  PaymentGateway& gateway_;
  const Clock& clock_;
};

/// What a request's client is told of a payment that has ended without a sale; nothing for any other.
[[nodiscard]] std::optional<Error> refusal_of(const Payment::Snapshot& payment);
/// The payment as an errand leaves it. A refusal is told what it is about.
[[nodiscard]] PaymentOutcome outcome_of(const Payment& payment, const Errand& errand, std::optional<Error> refusal,
                                        std::int64_t version);

}  // namespace ddd::payment
