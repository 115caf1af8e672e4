#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ddd::api {

/// One path segment, percent-decoded (RFC 3986 §2.1, §3.3). Nothing when it is empty, holds a byte a segment can't hold
/// or a bad escape, decodes to ill-formed UTF-8, a control character or "/", or is a dot segment ("." and "..", also
/// with path parameters behind a ";"): none of these names anything here, and layers in front may read them in another
/// way.
[[nodiscard]] std::optional<std::string> decode_path_segment(std::string_view raw);

/// A name or value of a query (application/x-www-form-urlencoded: "+" is a space). Nothing on a bad escape, ill-formed
/// UTF-8 or a control character.
[[nodiscard]] std::optional<std::string> decode_query_text(std::string_view raw);

}  // namespace ddd::api
