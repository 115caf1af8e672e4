#include <algorithm>
#include <array>
#include <limits>

#include <fmt/core.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/json/errors.hpp>
#include <ddd/platform/json/reading.hpp>

namespace ddd::json {
namespace {

constexpr std::string_view kAnInteger =
    "An integer is expected: digits without fraction or exponent, between -2^63 and 2^63-1.";

void append_token(std::string& pointer, std::string_view key) {
  pointer.push_back('/');
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer.push_back(c);
    }
  }
}

struct MoneyParts {
  std::int64_t amount = 0;
  std::string currency;
};

constexpr auto kMoneyFields =
    std::to_array<FieldReader>({{"amount", true,
                                 [](Reading& reading, Node node, const Place& place, void* object) {
                                   reading.value(node, place, {}, static_cast<MoneyParts*>(object)->amount);
                                 }},
                                {"currency", true, [](Reading& reading, Node node, const Place& place, void* object) {
                                   reading.value(node, place, {}, static_cast<MoneyParts*>(object)->currency);
                                 }}});

}  // namespace

std::string Place::pointer() const {
  if (parent == nullptr) return {};
  auto pointer = parent->pointer();
  append_token(pointer, index ? std::string_view(std::to_string(*index)) : key);
  return pointer;
}

void Reading::value(Node node, const Place& place, const FieldOptions& options, std::string& target) {
  if (const auto characters = text(node, place, options.multiline)) target = *characters;
}

void Reading::value(Node node, const Place& place, const FieldOptions&, std::int64_t& target) {
  if (is_kind(node, Kind::integer, place, kAnInteger)) target = node.integer();
}

void Reading::value(Node node, const Place& place, const FieldOptions& options, int& target) {
  if (!is_kind(node, Kind::integer, place, kAnInteger)) return;
  const auto number = node.integer();
  const auto lowest = options.minimum.value_or(std::numeric_limits<int>::min());
  const auto highest = options.maximum.value_or(std::numeric_limits<int>::max());
  if (number < std::numeric_limits<int>::min()) {
    reject(place, "min", fmt::format("The number must be at least {}.", lowest), lowest);
  } else if (number > std::numeric_limits<int>::max()) {
    reject(place, "max", fmt::format("The number must be at most {}.", highest), highest);
  } else {
    target = static_cast<int>(number);
  }
}

void Reading::value(Node node, const Place& place, const FieldOptions&, bool& target) {
  if (is_kind(node, Kind::boolean, place, "true or false is expected.")) target = node.boolean();
}

void Reading::value(Node node, const Place& place, const FieldOptions&, Money& target) {
  MoneyParts parts;
  const auto noted = violations_.size();
  object(node, place, kMoneyFields, &parts);
  if (violations_.size() != noted) return;
  if (const auto currency = Currency::from_code(parts.currency)) {
    target = Money(parts.amount, *currency);
  } else {
    reject({&place, "currency"}, "currency", "The currency is unknown; its ISO 4217 code is expected, like USD.");
  }
}

void Reading::value(Node node, const Place& place, const FieldOptions&, Timestamp& target) {
  const auto characters = text(node, place);
  if (!characters) return;
  if (const auto at = from_rfc3339(*characters)) {
    target = *at;
  } else {
    reject(place, "date_time", "A time in RFC 3339 form is expected, like 2026-01-31T12:00:00.000Z.");
  }
}

void Reading::value(Node node, const Place& place, const FieldOptions& options, TextMap& target) {
  if (!is_kind(node, Kind::object, place, "An object is expected.")) return;
  for (const Node member : node) {
    if (is_full()) return;
    if (is_absent(member)) continue;
    const Place at{&place, member.key()};
    if (has_control_characters(member.key())) refuse(at, "control_character", "The key holds a control character.");
    if (const auto characters = text(member, at, options.multiline)) target.emplace(member.key(), *characters);
  }
}

std::optional<std::string_view> Reading::text(Node node, const Place& place, bool multiline) {
  if (!is_kind(node, Kind::string, place, "A string is expected.")) return std::nullopt;
  if (has_control_characters(node.text(), multiline)) {
    refuse(place, "control_character", "The text holds a control character.");
    return std::nullopt;
  }
  return node.text();
}

bool Reading::is_array(Node node, const Place& place) {
  return is_kind(node, Kind::array, place, "An array is expected.");
}

void Reading::object(Node node, const Place& place, std::span<const FieldReader> fields, void* target) {
  if (!is_kind(node, Kind::object, place, "An object is expected.")) return;
  std::uint64_t seen = 0;
  for (const Node member : node) {
    if (is_full()) return;
    if (is_absent(member)) continue;
    const Place at{&place, member.key()};
    const auto reader = std::ranges::find(fields, member.key(), &FieldReader::name);
    if (reader != fields.end()) {
      seen |= std::uint64_t{1} << (reader - fields.begin());
      reader->read(*this, member, at, target);
    } else if (unknown_fields_ == UnknownFields::refused) {
      refuse(at, "unknown", "The field is unknown.");
    }
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].is_required && ((seen >> i) & 1) == 0)
      refuse({&place, fields[i].name}, "required", "The field is missing.");
  }
}

void Reading::reject(const Place& place, std::string_view code, std::string message,
                     std::optional<std::int64_t> limit) {
  note(place, code, std::move(message), limit);
}

Result<> Reading::finish() && {
  if (violations_.empty()) return {};
  return Refused(unreadable_ ? errors::invalid(std::move(violations_)) : errors::rejected(std::move(violations_)));
}

void Reading::refuse(const Place& place, std::string_view code, std::string message) {
  unreadable_ = true;
  note(place, code, std::move(message), std::nullopt);
}

bool Reading::is_kind(Node node, Kind kind, const Place& place, std::string_view expected) {
  if (node.kind() == kind) return true;
  if (node.kind() == Kind::null) {
    refuse(place, "type", "null is no value; a field without one is left out.");
  } else {
    refuse(place, "type", std::string(expected));
  }
  return false;
}

void Reading::note(const Place& place, std::string_view code, std::string message, std::optional<std::int64_t> limit) {
  if (!is_full()) violations_.push_back({place.pointer(), std::string(code), std::move(message), limit});
}

}  // namespace ddd::json
