#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <ddd/platform/api/cursor.hpp>

namespace {

constexpr std::string_view kList = "list_payments";
constexpr std::string_view kFilter = "/payments?status=completed";

}  // namespace

/// A cursor that is taken is one that could have been given out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string cursor(reinterpret_cast<const char*>(data), size);
  const ddd::api::CursorScope sent(kList, kFilter, cursor, "/query/cursor");
  const auto taken = sent.decode<std::int64_t, std::string>();
  if (!taken) {
    if (taken.error().kind != ddd::ErrorKind::malformed) std::abort();
  } else if (sent.encode(std::get<0>(**taken), std::get<1>(**taken)) != cursor) {
    std::abort();
  }
  // What we give out is taken, whatever the key of the last item is; the longest are names of 255 characters.
  const auto name = cursor.substr(0, std::size_t{255} * 4);
  const auto number = static_cast<std::int64_t>(size) << (size % 48);
  const ddd::api::CursorScope given(kList, kFilter, sent.encode(number, name), "/query/cursor");
  const auto back = given.decode<std::int64_t, std::string>();
  if (!back || **back != std::tuple(number, name)) std::abort();
  return 0;
}
