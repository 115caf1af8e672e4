#include <algorithm>
#include <charconv>

#include <ddd/platform/http/client.hpp>

namespace ddd::http {
namespace {

bool is_host(std::string_view text) {
  const auto is_host_character = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_';
  };
  return !text.empty() && std::ranges::all_of(text, is_host_character);
}

bool is_ipv6(std::string_view text) {
  const auto is_address_character = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
  };
  return text.contains(':') && std::ranges::all_of(text, is_address_character);
}

}  // namespace

std::optional<Origin> Origin::parse(std::string_view url) {
  Origin origin;
  origin.tls = url.starts_with("https://");
  if (!origin.tls && !url.starts_with("http://")) return std::nullopt;
  auto rest = url.substr(origin.tls ? 8 : 7);
  const bool is_bracketed = rest.starts_with('[');
  const auto host_end = is_bracketed ? rest.find(']') : std::min(rest.find(':'), rest.size());
  if (host_end == std::string_view::npos) return std::nullopt;
  const auto host = is_bracketed ? rest.substr(1, host_end - 1) : rest.substr(0, host_end);
  if (is_bracketed ? !is_ipv6(host) : !is_host(host)) return std::nullopt;
  origin.host = host;
  rest.remove_prefix(is_bracketed ? host_end + 1 : host_end);
  origin.port = origin.tls ? 443 : 80;
  if (rest.empty()) return origin;
  const auto* const end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data() + 1, end, origin.port);
  if (rest.front() != ':' || error != std::errc{} || stop != end || origin.port == 0) return std::nullopt;
  return origin;
}

}  // namespace ddd::http
