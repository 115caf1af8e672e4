#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ddd/platform/json/document.hpp>

namespace ddd::ctl {

// Single values out of a parsed answer; what is missing or of another kind is empty or 0.

[[nodiscard]] std::optional<json::Node> member_of(json::Node object, std::string_view name);
[[nodiscard]] std::string text_of(json::Node object, std::string_view name);
[[nodiscard]] std::int64_t integer_of(json::Node object, std::string_view name);

}  // namespace ddd::ctl
