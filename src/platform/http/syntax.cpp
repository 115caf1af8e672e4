#include <algorithm>
#include <array>

#include <ddd/platform/http/syntax.hpp>

namespace ddd::http {
namespace {

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

constexpr bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

using CharacterSet = std::array<bool, 256>;

constexpr CharacterSet alphanumeric_and(std::string_view others) {
  CharacterSet set{};
  for (int c = 0; c < 128; ++c) set[static_cast<std::size_t>(c)] = is_alphanumeric(static_cast<char>(c));
  for (const char c : others) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr CharacterSet kToken = alphanumeric_and("!#$%&'*+-.^_`|~");
constexpr CharacterSet kAuthority = alphanumeric_and("-._~!$&'()*+;=%:[]");

bool all_in(const CharacterSet& set, std::string_view text) {
  return std::ranges::all_of(text, [&](char c) { return set[static_cast<unsigned char>(c)]; });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_token(std::string_view text) {
  return !text.empty() && all_in(kToken, text);
}

bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return (static_cast<unsigned char>(c) >= ' ' && c != 127) || c == '\t'; });
}

bool is_authority(std::string_view text) {
  return all_in(kAuthority, text);
}

bool is_target(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127 && c != '#'; });
}

std::string_view path_of_target(std::string_view method, std::string_view target, std::string& storage) {
  if (!is_target(target)) return {};
  if (target.front() == '/' || method == "CONNECT") return target;
  if (target == "*") return method == "OPTIONS" ? target : std::string_view();
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with_ignoring_case(target, scheme)) continue;
    const auto rest = target.substr(scheme.size());
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    if (authority.empty() || !is_authority(authority)) return {};
    const auto path = rest.substr(authority.size());
    if (path.starts_with('/')) return path;
    storage.assign("/").append(path);
    return storage;
  }
  return {};
}

}  // namespace ddd::http
