#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ddd/platform/http/client.hpp>

namespace ddd::sandbox {

/// Where events are sent.
struct Endpoint {
  http::Origin origin;
  std::string target;

  /// "http://127.0.0.1:8084/webhooks/stripe", or https; nothing for anything else.
  [[nodiscard]] static std::optional<Endpoint> parse(std::string_view url);
};

}  // namespace ddd::sandbox
