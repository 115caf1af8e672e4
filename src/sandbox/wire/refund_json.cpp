#include <chrono>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/json/writer.hpp>
#include <ddd/sandbox/wire/refund_json.hpp>

namespace ddd::sandbox {
namespace {

using json::Writer;

std::int64_t seconds_of(Timestamp at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

void write_metadata(Writer& out, const Metadata& metadata) {
  out.key("metadata").begin_object();
  for (const auto& [name, value] : metadata) out.key(name).value(value);
  out.end_object();
}

void write_text(Writer& out, std::string_view name, std::string_view text) {
  if (text.empty()) {
    out.key(name).raw("null");
  } else {
    out.key(name).value(text);
  }
}

}  // namespace

std::string refund_json(const Refund::Snapshot& refund) {
  Writer out;
  out.begin_object();
  out.key("id").value(refund.id.to_text());
  out.key("object").value("refund");
  out.key("amount").value(refund.amount.minor_units());
  out.key("charge").value(refund.charge.to_text());
  out.key("created").value(seconds_of(refund.created_at));
  out.key("currency").value(to_lower(refund.amount.currency().code()));
  if (!refund.failure_reason.empty()) out.key("failure_reason").value(refund.failure_reason);
  write_metadata(out, refund.metadata);
  out.key("payment_intent").value(refund.intent.to_text());
  write_text(out, "reason", refund.reason);
  out.key("status").value(to_text(refund.status));
  out.end_object();
  return out.take();
}

std::string charge_json(const PaymentIntent::Snapshot& intent) {
  Writer out;
  out.begin_object();
  out.key("id").value(intent.latest_charge.value().to_text());
  out.key("object").value("charge");
  out.key("amount").value(intent.amount.minor_units());
  out.key("amount_captured").value(intent.received().minor_units());
  out.key("amount_refunded").value(intent.refunded);
  out.key("captured").value(intent.status == IntentStatus::succeeded);
  out.key("created").value(seconds_of(intent.created_at));
  out.key("currency").value(to_lower(intent.amount.currency().code()));
  out.key("livemode").value(false);
  write_metadata(out, intent.metadata);
  out.key("paid").value(true);
  out.key("payment_intent").value(intent.id.to_text());
  write_text(out, "payment_method", intent.payment_method);
  out.key("refunded").value(intent.refunded == intent.amount.minor_units());
  out.key("status").value("succeeded");
  out.end_object();
  return out.take();
}

}  // namespace ddd::sandbox
