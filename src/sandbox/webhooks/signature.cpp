#include <chrono>

#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/sandbox/webhooks/signature.hpp>

namespace ddd::sandbox {

std::string webhook_signature(std::string_view secret, std::string_view body, Timestamp now) {
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count());
  std::string signed_text = seconds + ".";
  signed_text.append(body);
  return "t=" + seconds + ",v1=" + crypto::to_hex(crypto::hmac_sha256(secret, signed_text));
}

}  // namespace ddd::sandbox
