#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/user/adapters/http/dto.hpp>

namespace {

/// Whatever is refused is refused as what the sender got wrong; whatever is taken means the same written and read
/// again.
template <class Body>
void read(std::string_view text) {
  const auto body = ddd::json::decode<Body>(text);
  if (!body) {
    if (body.error().kind != ddd::ErrorKind::malformed && body.error().kind != ddd::ErrorKind::rejected) std::abort();
    return;
  }
  const auto written = ddd::json::encode(*body);
  const auto again = ddd::json::decode<Body>(written);
  if (!again || ddd::json::encode(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read<ddd::payment::CreatePaymentBody>(text);
  read<ddd::user::RegisterBody>(text);
  return 0;
}
