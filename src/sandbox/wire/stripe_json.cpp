#include <chrono>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/json/writer.hpp>
#include <ddd/sandbox/wire/stripe_json.hpp>

namespace ddd::sandbox {
namespace {

using json::Writer;

std::int64_t seconds_of(Timestamp at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

void write_null(Writer& out, std::string_view name) {
  out.key(name).raw("null");
}

void write_text(Writer& out, std::string_view name, std::string_view text) {
  if (text.empty()) return write_null(out, name);
  out.key(name).value(text);
}

void write_card(Writer& out, const Card& card) {
  out.key("card").begin_object();
  out.key("brand").value(card.brand);
  out.key("country").value("US");
  out.key("exp_month").value(card.exp_month);
  out.key("exp_year").value(card.exp_year);
  out.key("funding").value("credit");
  out.key("last4").value(card.last4);
  out.end_object();
}

void write_last_error(Writer& out, const PaymentIntent::Snapshot& intent) {
  if (!intent.last_error) return write_null(out, "last_payment_error");
  const auto& error = *intent.last_error;
  out.key("last_payment_error").begin_object();
  if (intent.latest_charge) out.key("charge").value(intent.latest_charge->to_text());
  out.key("code").value(error.code);
  if (!error.decline_code.empty()) out.key("decline_code").value(error.decline_code);
  out.key("message").value(error.message);
  out.key("payment_method").begin_object();
  out.key("id").value(error.payment_method).key("object").value("payment_method").key("type").value("card");
  out.end_object();
  out.key("type").value("card_error");
  out.end_object();
}

void write_next_action(Writer& out, const PaymentIntent::Snapshot& intent, std::string_view public_url) {
  if (intent.status != IntentStatus::requires_action) return write_null(out, "next_action");
  out.key("next_action").begin_object();
  out.key("redirect_to_url").begin_object();
  write_text(out, "return_url", intent.return_url);
  out.key("url").value(std::string(public_url) + "/3ds/" + intent.action_token);
  out.end_object();
  out.key("type").value("redirect_to_url");
  out.end_object();
}

}  // namespace

std::string intent_json(const PaymentIntent::Snapshot& intent, std::string_view public_url) {
  Writer out;
  out.begin_object();
  out.key("id").value(intent.id.to_text());
  out.key("object").value("payment_intent");
  out.key("amount").value(intent.amount.minor_units());
  out.key("amount_capturable").value(intent.capturable().minor_units());
  out.key("amount_received").value(intent.received().minor_units());
  if (intent.canceled_at) {
    out.key("canceled_at").value(seconds_of(*intent.canceled_at));
  } else {
    write_null(out, "canceled_at");
  }
  write_text(out, "cancellation_reason", intent.cancellation_reason);
  out.key("capture_method").value(to_text(intent.capture_method));
  out.key("client_secret").value(intent.client_secret);
  out.key("confirmation_method").value("automatic");
  out.key("created").value(seconds_of(intent.created_at));
  // "Three-letter ISO currency code, in lowercase."
  out.key("currency").value(to_lower(intent.amount.currency().code()));
  write_null(out, "customer");
  write_text(out, "description", intent.description);
  write_last_error(out, intent);
  write_text(out, "latest_charge", intent.latest_charge ? intent.latest_charge->to_text() : std::string());
  out.key("livemode").value(false);
  out.key("metadata").begin_object();
  for (const auto& [name, value] : intent.metadata) out.key(name).value(value);
  out.end_object();
  write_next_action(out, intent, public_url);
  write_text(out, "payment_method", intent.payment_method);
  out.key("payment_method_types").begin_array().value("card").end_array();
  out.key("status").value(to_text(intent.status));
  out.end_object();
  return out.take();
}

std::string method_json(const PaymentMethod& method) {
  Writer out;
  out.begin_object();
  out.key("id").value(method.id);
  out.key("object").value("payment_method");
  write_card(out, method.card);
  write_null(out, "customer");
  out.key("livemode").value(false);
  out.key("metadata").begin_object().end_object();
  out.key("type").value("card");
  out.end_object();
  return out.take();
}

std::string event_json(const StoredEvent& stored) {
  const auto& event = stored.event;
  Writer out;
  out.begin_object();
  out.key("id").value(event.id.to_text());
  out.key("object").value("event");
  out.key("api_version").value(kApiVersion);
  out.key("created").value(seconds_of(event.created_at));
  out.key("data").begin_object().key("object").raw(event.object).end_object();
  out.key("livemode").value(false);
  // "Number of webhooks that haven't been successfully delivered": there is at most one endpoint here.
  out.key("pending_webhooks")
      .value(stored.delivery == Delivery::pending || stored.delivery == Delivery::failed ? 1 : 0);
  out.key("request").begin_object();
  write_text(out, "id", event.request_id);
  write_text(out, "idempotency_key", event.idempotency_key);
  out.end_object();
  out.key("type").value(event.type);
  out.end_object();
  return out.take();
}

std::string list_json(std::string_view url, const std::vector<std::string>& items, bool has_more) {
  Writer out;
  out.begin_object();
  out.key("object").value("list");
  out.key("data").begin_array();
  for (const auto& item : items) out.raw(item);
  out.end_array();
  out.key("has_more").value(has_more);
  out.key("url").value(url);
  out.end_object();
  return out.take();
}

}  // namespace ddd::sandbox
