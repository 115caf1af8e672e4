#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <ddd/payment/adapters/gateway/stripe/event_wire.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_client.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_webhook.hpp>
#include <ddd/payment/adapters/gateway/stripe/wire.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/json/decode.hpp>

namespace ddd::payment {
namespace {

using std::chrono::seconds;

/// "t=<seconds>,v1=<hex>", with more than one v1 while secrets are exchanged; other schemes are passed over.
struct SignatureHeader {
  std::string_view time;
  std::vector<std::string_view> signatures;
};

std::optional<SignatureHeader> read_header(std::string_view text) {
  constexpr std::size_t kMostSignatures = 8;
  SignatureHeader header;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto item = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const auto equals = item.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto scheme = item.substr(0, equals);
    const auto value = item.substr(equals + 1);
    if (scheme == "t") {
      if (!header.time.empty()) return std::nullopt;
      header.time = value;
    } else if (scheme == "v1") {
      if (header.signatures.size() == kMostSignatures) return std::nullopt;
      header.signatures.push_back(value);
    }
  }
  return header;
}

std::optional<seconds> read_time(std::string_view text) {
  constexpr std::size_t kMostDigits = 12;
  const bool is_number =
      !text.empty() && text.size() <= kMostDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_number) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return seconds(value);
}

bool is_signed(const SignatureHeader& header, std::string_view body, const std::vector<crypto::Secret>& secrets) {
  auto signed_text = std::string(header.time);
  signed_text.append(".").append(body);
  return std::ranges::any_of(secrets, [&](const crypto::Secret& secret) {
    const auto expected = crypto::to_hex(crypto::hmac_sha256(secret.reveal(), signed_text));
    return std::ranges::any_of(header.signatures, [&](std::string_view signature) {
      return crypto::constant_time_equal(signature, expected);
    });
  });
}

/// "payment_intent.succeeded"
bool is_event_type(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

std::string word_or_nothing(std::optional<std::string> text) {
  return text && stripe::wire::is_word(*text) ? *std::move(text) : std::string();
}

Result<ProviderEvent> read_event(std::string_view body, bool live) {
  auto event = json::decode_foreign<stripe::wire::Event>(body);
  const bool is_event =
      event && event->object == "event" && stripe::wire::is_word(event->id) && is_event_type(event->type);
  if (!is_event) return Refused(errors::invalid_signature());
  if (event->livemode != live || event->api_version != stripe::StripeClient::kVersion) {
    return Refused(errors::webhook_mismatch());
  }
  auto& about = event->data.object;
  auto intent_id = word_or_nothing(about.object == "payment_intent" ? about.id : about.payment_intent);
  ProviderEvent read{.id = std::move(event->id), .type = std::move(event->type), .intent_id = std::move(intent_id)};
  if (about.object == "dispute") {
    ProviderEvent::Dispute dispute{word_or_nothing(std::move(about.id)), word_or_nothing(std::move(about.status))};
    if (dispute.id.empty() || dispute.status.empty()) return Refused(errors::invalid_signature());
    read.dispute = std::move(dispute);
  }
  return read;
}

}  // namespace

Result<StripeWebhookVerifier> StripeWebhookVerifier::create(Settings settings) {
  const auto& secrets = settings.secrets;
  if (secrets.empty() || secrets.size() > 2 || std::ranges::any_of(secrets, &crypto::Secret::empty)) {
    return Refused(Error{.kind = ErrorKind::malformed,
                         .code = "payment.webhook_secret",
                         .message = "One or two webhook secrets are needed, and none may be empty."});
  }
  return StripeWebhookVerifier(std::move(settings));
}

Result<ProviderEvent> StripeWebhookVerifier::verify(std::string_view signature, std::string_view body,
                                                    Timestamp now) const {
  const auto header = read_header(signature);
  if (!header) return Refused(errors::invalid_signature());
  const auto time = read_time(header->time);
  if (!time || !is_signed(*header, body, settings_.secrets)) return Refused(errors::invalid_signature());
  const auto age = now.time_since_epoch() - *time;
  if (age > kTolerance || age < -kTolerance) return Refused(errors::invalid_signature());
  return read_event(body, settings_.live);
}

}  // namespace ddd::payment
