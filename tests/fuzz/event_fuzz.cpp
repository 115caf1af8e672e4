#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <contracts/event_catalogue.hpp>

/// The data of every event, from whoever can write to the bus: refused as malformed, or the same when written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& contract : ddd::test::event_catalogue()) {
    const auto written = contract.reencode(text);
    if (!written) {
      const auto kind = written.error().kind;
      if (kind != ddd::ErrorKind::malformed && kind != ddd::ErrorKind::rejected) std::abort();
      continue;
    }
    const auto again = contract.reencode(*written);
    if (!again || *again != *written) std::abort();
  }
  return 0;
}
