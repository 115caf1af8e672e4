#include <algorithm>
#include <array>

#include <ddd/platform/json/writer.hpp>
#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/wire/refund_json.hpp>
#include <ddd/sandbox/wire/stripe_json.hpp>
#include <ddd/sandbox/wire/stripe_wire.hpp>

namespace ddd::sandbox {
namespace {

struct Form {
  std::string_view slug;
  int status;
  std::string_view type;
  std::string_view code;  ///< empty: Stripe has none
};

constexpr std::string_view kRequest = "invalid_request_error";

// docs.stripe.com/api/errors (types and statuses), docs.stripe.com/error-codes (codes).
constexpr std::array kForms = {
    Form{"sandbox.unauthenticated", 401, kRequest, ""},
    Form{"sandbox.unknown_route", 404, kRequest, ""},
    Form{"sandbox.rate_limited", 429, kRequest, "rate_limit"},
    Form{"sandbox.not_found", 404, kRequest, "resource_missing"},
    Form{"sandbox.no_such_method", 400, kRequest, "resource_missing"},
    Form{"sandbox.unexpected_state", 400, kRequest, "payment_intent_unexpected_state"},
    Form{"sandbox.already_refunded", 400, kRequest, "charge_already_refunded"},
    Form{"sandbox.refund_too_large", 400, kRequest, ""},
    Form{"sandbox.amount_too_large", 400, kRequest, "amount_too_large"},
    Form{"sandbox.partial_capture", 400, kRequest, ""},
    Form{"sandbox.parameter_unknown", 400, kRequest, "parameter_unknown"},
    Form{"sandbox.parameter_missing", 400, kRequest, "parameter_missing"},
    Form{"sandbox.parameter_invalid", 400, kRequest, ""},
    Form{"sandbox.invalid_integer", 400, kRequest, "parameter_invalid_integer"},
    Form{"sandbox.invalid_url", 400, kRequest, "url_invalid"},
    Form{"sandbox.unreadable", 400, kRequest, ""},
    Form{"sandbox.key_in_use", 409, kRequest, "idempotency_key_in_use"},
    Form{"sandbox.key_reused", 400, "idempotency_error", ""},
    Form{"sandbox.failed", 500, "api_error", ""},
    Form{"store.unavailable", 503, "api_error", ""},
};

Form form_of(std::string_view slug) {
  const auto* found = std::ranges::find(kForms, slug, &Form::slug);
  return found == kForms.end() ? Form{slug, 500, "api_error", ""} : *found;
}

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace

Answer error_answer(const Error& error, std::string_view intent) {
  const auto form = form_of(error.code);
  json::Writer out;
  out.begin_object().key("error").begin_object();
  if (!form.code.empty()) out.key("code").value(form.code);
  out.key("message").value(error.message);
  if (const auto parameter = errors::parameter_of(error); !parameter.empty()) out.key("param").value(parameter);
  if (!intent.empty()) out.key("payment_intent").raw(intent);
  out.key("type").value(form.type);
  out.end_object().end_object();
  return {.status = form.status, .body = out.take()};
}

Answer StripeWire::decline(const PaymentIntent::Snapshot& intent) const {
  // docs.stripe.com/api/errors: 402 "Request Failed: The parameters were valid but the request failed"; a card error
  // carries code, decline_code, the charge that failed and the intent as it is now.
  const auto& error = *intent.last_error;
  json::Writer out;
  out.begin_object().key("error").begin_object();
  if (intent.latest_charge) out.key("charge").value(intent.latest_charge->to_text());
  out.key("code").value(error.code);
  if (!error.decline_code.empty()) out.key("decline_code").value(error.decline_code);
  out.key("message").value(error.message);
  out.key("payment_intent").raw(object(intent));
  out.key("type").value("card_error");
  out.end_object().end_object();
  return {.status = 402, .body = out.take()};
}

Answer StripeWire::answer(const Outcome& outcome) const {
  return std::visit(
      Overloaded{
          [&](const Accepted& accepted) -> Answer { return {.status = 200, .body = object(accepted.intent)}; },
          [&](const Declined& declined) { return decline(declined.intent); },
          [&](const Refusal& refusal) {
            return error_answer(refusal.error, refusal.intent ? object(*refusal.intent) : std::string());
          },
          [&](const RefundMade& made) -> Answer { return {.status = 200, .body = object(made.refund)}; },
          [&](const MethodSaved& saved) -> Answer { return {.status = 200, .body = method_json(saved.method)}; },
      },
      outcome);
}

std::string StripeWire::object(const PaymentIntent::Snapshot& intent) const {
  return intent_json(intent, public_url_);
}

std::string StripeWire::object(const Refund::Snapshot& refund) const {
  return refund_json(refund);
}

std::string StripeWire::charge(const PaymentIntent::Snapshot& intent) const {
  return charge_json(intent);
}

}  // namespace ddd::sandbox
