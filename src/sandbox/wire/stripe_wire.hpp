#pragma once

#include <string>

#include <ddd/sandbox/application/ports/wire.hpp>

namespace ddd::sandbox {

/// A refusal in Stripe's form, {"error":{"type","code","message","param","payment_intent"}}:
/// docs.stripe.com/api/errors. The one place where refusals meet Stripe's statuses, types and codes. `intent`, if not
/// empty, is the JSON of the intent that could not do what was asked.
[[nodiscard]] Answer error_answer(const Error& error, std::string_view intent = {});

/// Stripe's words.
class StripeWire final : public Wire {
 public:
  /// Where the customer's browser reaches this provider, without a slash at the end. Said before the first request.
  void set_public_url(std::string url) { public_url_ = std::move(url); }

  [[nodiscard]] Answer answer(const Outcome& outcome) const override;
  [[nodiscard]] std::string object(const PaymentIntent::Snapshot& intent) const override;
  [[nodiscard]] std::string object(const Refund::Snapshot& refund) const override;
  [[nodiscard]] std::string charge(const PaymentIntent::Snapshot& intent) const override;

 private:
  [[nodiscard]] Answer decline(const PaymentIntent::Snapshot& intent) const;

  std::string public_url_;
};

}  // namespace ddd::sandbox
