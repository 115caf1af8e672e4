#pragma once

#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

/// Bounds how often one address may call. Owned once per process; callable from any shard.
class RateLimit {
 public:
  virtual ~RateLimit() = default;
  /// Counts this call. Errors: of kind `too_many`, with the seconds after which a repeat makes sense.
  [[nodiscard]] virtual Result<> admit(const Route& route, std::string_view address) = 0;
};

}  // namespace ddd::api
