#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <ddd/payment/adapters/gateway/stripe/stripe_webhook.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/random.hpp>

namespace {

using namespace ddd;

const std::string& secret() {
  static const auto made = crypto::random_token(32);
  return made;
}

const payment::StripeWebhookVerifier& verifier() {
  static const auto made = payment::StripeWebhookVerifier::create({.secrets = {crypto::Secret(secret())}}).value();
  return made;
}

}  // namespace

/// The first line is the signature header, the rest the body. Nobody without the secret gets anything in; of a signed
/// body comes an event whose words are words, or a refusal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find('\n');
  const auto header = text.substr(0, end);
  const auto body = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  const Timestamp now{std::chrono::seconds(1'800'000'000)};
  if (verifier().verify(header, body, now)) std::abort();
  const auto signature = crypto::to_hex(crypto::hmac_sha256(secret(), "1800000000." + std::string(body)));
  const auto event = verifier().verify("t=1800000000,v1=" + signature, body, now);
  if (event && (event->id.empty() || event->type.empty() || event->id.size() > body.size())) std::abort();
  return 0;
}
