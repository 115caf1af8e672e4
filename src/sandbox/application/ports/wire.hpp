#pragma once

#include <string>
#include <variant>

#include <ddd/sandbox/domain/payment_intent.hpp>
#include <ddd/sandbox/domain/refund.hpp>

namespace ddd::sandbox {

/// What became of a request, before it is put into words.
struct Accepted {
  PaymentIntent::Snapshot intent;
};
struct Declined {
  PaymentIntent::Snapshot intent;  ///< with its `last_error`
};
struct Refusal {
  Error error;
  std::optional<PaymentIntent::Snapshot> intent;  ///< the one that could not do what was asked
};
struct MethodSaved {
  PaymentMethod method;
};
struct RefundMade {
  Refund::Snapshot refund;
};
using Outcome = std::variant<Accepted, Declined, Refusal, MethodSaved, RefundMade>;

/// An answer as it goes to the client and, with a key, into the store.
struct Answer {
  int status = 200;
  std::string body;
};

/// Puts outcomes into the words of the protocol. It stands here because the words are stored with the effect: a repeat
/// gets the same bytes. Pure.
class Wire {
 public:
  virtual ~Wire() = default;
  [[nodiscard]] virtual Answer answer(const Outcome& outcome) const = 0;
  [[nodiscard]] virtual std::string object(const PaymentIntent::Snapshot& intent) const = 0;
  [[nodiscard]] virtual std::string object(const Refund::Snapshot& refund) const = 0;
  /// Of an intent whose money was taken.
  [[nodiscard]] virtual std::string charge(const PaymentIntent::Snapshot& intent) const = 0;
};

}  // namespace ddd::sandbox
