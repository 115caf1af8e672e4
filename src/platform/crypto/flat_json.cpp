#include <algorithm>
#include <charconv>

#include <ddd/platform/crypto/flat_json.hpp>

namespace ddd::crypto {
namespace {

constexpr std::size_t kMostMembers = 16;
constexpr std::size_t kMostDigits = 15;

bool is_plain(char c) {
  return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// Skips white space and then `c`, if it is next.
  bool take(char c) {
    skip_space();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::string_view> text() {
    if (!take('"')) return std::nullopt;
    const auto value = take_while(is_plain);
    // Not take('"'): white space before the quote belongs to the string.
    if (!rest_.starts_with('"')) return std::nullopt;
    rest_.remove_prefix(1);
    return value;
  }

  std::optional<std::int64_t> integer() {
    skip_space();
    const auto digits = take_while(is_digit);
    if (digits.empty() || digits.size() > kMostDigits || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  bool is_at_text() {
    skip_space();
    return rest_.starts_with('"');
  }
  bool is_at_end() {
    skip_space();
    return rest_.empty();
  }

 private:
  std::string_view take_while(bool (*fits)(char)) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), fits);
    const auto part = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(part.size());
    return part;
  }
  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

  std::string_view rest_;
};

}  // namespace

std::optional<FlatObject> FlatObject::parse(std::string_view json) {
  Reader reader(json);
  FlatObject object;
  object.members_.reserve(kMostMembers);
  if (!reader.take('{')) return std::nullopt;
  do {
    const auto name = reader.text();
    if (!name || !reader.take(':') || object.find(*name) != nullptr || object.size() == kMostMembers) {
      return std::nullopt;
    }
    if (reader.is_at_text()) {
      const auto value = reader.text();
      if (!value) return std::nullopt;
      object.members_.push_back({*name, *value});
    } else {
      const auto value = reader.integer();
      if (!value) return std::nullopt;
      object.members_.push_back({*name, *value});
    }
  } while (reader.take(','));
  if (!reader.take('}') || !reader.is_at_end()) return std::nullopt;
  return object;
}

std::optional<std::string_view> FlatObject::text(std::string_view name) const {
  const auto* value = find(name);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string_view>(value);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

std::optional<std::int64_t> FlatObject::integer(std::string_view name) const {
  const auto* value = find(name);
  const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

const FlatObject::Value* FlatObject::find(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, &Member::name);
  return found == members_.end() ? nullptr : &found->value;
}

bool is_plain_text(std::string_view text) {
  return std::ranges::all_of(text, is_plain);
}

}  // namespace ddd::crypto
