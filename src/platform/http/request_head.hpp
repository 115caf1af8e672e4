#pragma once

#include <optional>
#include <string>

#include <ddd/platform/http/client.hpp>

namespace ddd::http {

/// The head of a request to `origin`; nothing when a method, target, name or value could not be sent as one.
[[nodiscard]] std::optional<std::string> request_head(const Origin& origin, const OutgoingRequest& request);

}  // namespace ddd::http
