#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/jwt.hpp>

namespace {

using namespace ddd;
using crypto::to_base64url;

const crypto::SigningKey& key() {
  static const auto generated = crypto::SigningKey::generate();
  return generated;
}

const crypto::TokenVerifier& verifier() {
  static const crypto::TokenVerifier made({key().public_key()}, {.issuer = "ddd-micro", .audience = "ddd-micro-api"});
  return made;
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// "KID" stands for the id of the key, which no fuzzer guesses.
std::string with_key_id(std::string_view header) {
  std::string text(header);
  if (const auto place = text.find("KID"); place != std::string::npos) {
    text.replace(place, 3, key().public_key().key_id());
  }
  return text;
}

}  // namespace

/// Three lines: header and payload before base64url, and the signature as it is sent. Nobody but the signer can make a
/// token that is taken; what the signer signs is taken or refused, and never anything else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const Timestamp now{std::chrono::seconds(1'800'000'000)};
  if (verifier().verify(text, now)) std::abort();
  const auto header = take_line(text);
  const auto payload = take_line(text);
  const auto signed_text = to_base64url(with_key_id(header)) + "." + to_base64url(payload);
  if (verifier().verify(signed_text + "." + std::string(text), now)) std::abort();
  const auto genuine = verifier().verify(signed_text + "." + to_base64url(key().sign(signed_text)), now);
  if (genuine && !verifier().is_current(*genuine, now)) std::abort();
  return 0;
}
