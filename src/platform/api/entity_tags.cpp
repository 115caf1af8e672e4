#include <charconv>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_string.hpp>

namespace ddd::api {
namespace {

bool is_opaque_tag(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.find('"', 1) == text.size() - 1;
}

/// A version: decimal digits, no sign, no leading zero.
std::optional<std::int64_t> parse_version(std::string_view text) {
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  if (text.front() == '0' && text.size() > 1) return std::nullopt;
  return version;
}

std::optional<std::int64_t> parse_tag(std::string_view tag) {
  if (!is_opaque_tag(tag)) return std::nullopt;
  const auto inner = tag.substr(1, tag.size() - 2);
  const auto dot = inner.find('.');
  if (dot != std::string_view::npos && !parse_version(inner.substr(dot + 1))) return std::nullopt;
  return parse_version(inner.substr(0, dot));
}

}  // namespace

std::string entity_tag(std::int64_t version) {
  return '"' + std::to_string(version) + '"';
}

std::string entity_tag(std::int64_t version, std::int64_t second) {
  return '"' + std::to_string(version) + '.' + std::to_string(second) + '"';
}

Result<std::optional<std::int64_t>> if_match_version(const RouteRequest& request) {
  const auto sent = trim(request.header("If-Match"));
  if (sent.empty() || sent == "*") return std::nullopt;
  if (const auto version = parse_tag(sent)) return version;
  return Refused(invalid_request(
      {{"/header/If-Match", "entity_tag", "Must be one entity tag as it was answered.", std::nullopt}}));
}

bool none_match_has(std::string_view list, std::string_view tag) {
  list = trim(list);
  if (list == "*") return true;
  while (!list.empty()) {
    if (list.starts_with("W/")) list.remove_prefix(2);
    const auto end = list.starts_with('"') ? list.find('"', 1) : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    if (list.substr(0, end + 1) == tag) return true;
    list = trim(list.substr(end + 1));
    if (list.empty()) return false;
    if (!list.starts_with(',')) return false;
    list = trim(list.substr(1));
  }
  return false;
}

}  // namespace ddd::api
