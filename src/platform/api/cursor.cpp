#include <algorithm>
#include <array>
#include <charconv>

#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>

namespace ddd::api {
namespace {

constexpr std::size_t kChecksumBytes = 8;
constexpr std::size_t kMaxCursor = 2048;

/// Length first, so that no two lists of parts give the same text.
void append_part(std::string& out, std::string_view part) {
  out.append(std::to_string(part.size())).append(":").append(part);
}

std::optional<std::int64_t> take_number(std::string_view& text, char end) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || stop == text.data() + text.size() || *stop != end) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
  return number;
}

}  // namespace

CursorScope::CursorScope(std::string_view list, const RouteRequest& request) : cursor_(request.query("cursor")) {
  append_part(scope_, list);
  for (const auto& value : request.path_values()) append_part(scope_, value);
  auto query = request.query_values();
  std::erase_if(query, [](const auto& pair) {
    return pair.first == "limit" || pair.first == "cursor" || pair.first == "include";
  });
  std::ranges::sort(query);
  for (const auto& [name, value] : query) {
    append_part(scope_, name);
    append_part(scope_, value);
  }
}

CursorScope::CursorScope(std::string_view list, std::string_view filter, std::optional<std::string> cursor,
                         std::string pointer)
    : cursor_(std::move(cursor)), pointer_(std::move(pointer)) {
  append_part(scope_, list);
  append_part(scope_, filter);
}

std::string CursorScope::checksum(std::string_view payload) const {
  std::string bound = scope_;
  append_part(bound, payload);
  const auto digest = crypto::sha256(bound);
  return {digest.begin(), digest.begin() + kChecksumBytes};
}

std::string CursorScope::seal(const std::vector<Value>& values) const {
  std::string payload;
  for (const auto& value : values) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      payload.append("i").append(std::to_string(*number)).append(";");
    } else {
      payload.push_back('s');
      append_part(payload, std::get<std::string>(value));
    }
  }
  return crypto::to_base64url(checksum(payload) + payload);
}

Result<std::vector<CursorScope::Value>> CursorScope::open() const {
  if (cursor_->size() > kMaxCursor) return Refused(foreign());
  const auto bytes = crypto::from_base64url(*cursor_);
  if (!bytes || bytes->size() <= kChecksumBytes) return Refused(foreign());
  auto payload = std::string_view(*bytes).substr(kChecksumBytes);
  if (!bytes->starts_with(checksum(payload))) return Refused(foreign());

  std::vector<Value> values;
  while (!payload.empty()) {
    const char kind = payload.front();
    payload.remove_prefix(1);
    const auto number = take_number(payload, kind == 'i' ? ';' : ':');
    if (!number) return Refused(foreign());
    if (kind == 'i') {
      values.emplace_back(*number);
      continue;
    }
    const auto length = static_cast<std::size_t>(*number);
    if (kind != 's' || length > payload.size()) return Refused(foreign());
    values.emplace_back(std::string(payload.substr(0, length)));
    payload.remove_prefix(length);
  }
  return values;
}

Error CursorScope::foreign() const {
  return invalid_request(
      {{pointer_, "cursor", "Must be a cursor of this list with this filter and sort.", std::nullopt}});
}

}  // namespace ddd::api
