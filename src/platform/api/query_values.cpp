#include <array>
#include <charconv>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/api/query_values.hpp>

namespace ddd::api {
namespace {

constexpr std::size_t kDefaultLimit = 20;
constexpr std::int64_t kMaxLimit = 100;

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void QueryValues::add(std::string_view name, std::string code, std::string message, std::optional<std::int64_t> limit) {
  violations_.push_back({query_pointer(name), std::move(code), std::move(message), limit});
}

std::optional<std::string> QueryValues::text(std::string_view name, std::size_t max_length) {
  auto value = request_.query(name);
  if (!value) return std::nullopt;
  if (value->empty()) {
    add(name, "min_length", "Must not be empty.", 1);
  } else if (utf8_length(*value).value_or(max_length + 1) > max_length) {
    const auto limit = static_cast<std::int64_t>(max_length);
    add(name, "max_length", "Must have at most " + std::to_string(limit) + " characters.", limit);
  }
  return value;
}

std::optional<std::int64_t> QueryValues::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto text = request_.query(name);
  if (!text) return std::nullopt;
  const auto value = parse_integer(*text);
  if (!value) {
    add(name, "integer", "Must be an integer.");
  } else if (*value < min) {
    add(name, "min", "Must be at least " + std::to_string(min) + ".", min);
  } else if (*value > max) {
    add(name, "max", "Must be at most " + std::to_string(max) + ".", max);
  }
  return value;
}

std::optional<bool> QueryValues::boolean(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, bool>, 2> kWords{{{"true", true}, {"false", false}}};
  return one_of<bool>(name, kWords);
}

std::size_t QueryValues::limit() {
  const auto value = integer("limit", 1, kMaxLimit);
  return value && *value >= 1 && *value <= kMaxLimit ? static_cast<std::size_t>(*value) : kDefaultLimit;
}

bool QueryValues::includes_total() {
  static constexpr std::array<std::pair<std::string_view, bool>, 1> kWords{{{"total", true}}};
  return one_of<bool>("include", kWords).value_or(false);
}

Result<> QueryValues::check() const {
  if (!violations_.empty()) return Refused(invalid_request(violations_));
  return {};
}

}  // namespace ddd::api
