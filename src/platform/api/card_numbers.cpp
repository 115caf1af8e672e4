#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include <ddd/platform/api/card_numbers.hpp>

namespace ddd::api {
namespace {

constexpr std::size_t kShortest = 13;
constexpr std::size_t kLongest = 19;
constexpr std::size_t kMaxSeparators = 3;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool may_hold_one(std::string_view text) {
  return text.size() >= kShortest && static_cast<std::size_t>(std::ranges::count_if(text, is_digit)) >= kShortest;
}

bool starts_with_uuid(std::string_view text) {
  constexpr std::size_t kLength = 36;
  if (text.size() < kLength || (text.size() > kLength && is_alphanumeric(text[kLength]))) return false;
  for (std::size_t i = 0; i < kLength; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool passes_luhn(std::string_view grouped) {
  int sum = 0;
  bool twice = false;
  for (auto c = grouped.rbegin(); c != grouped.rend(); ++c) {
    if (!is_digit(*c)) continue;
    const int digit = *c - '0';
    sum += !twice ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
    twice = !twice;
  }
  return sum % 10 == 0;
}

/// The last groups of digits that only separators part. Each has at least one digit, so more than kLongest never
/// matter.
class Groups {
 public:
  void clear() { count_ = 0; }

  /// Adds the group at text[begin, end); true if a card number ends with it.
  bool add(std::string_view text, std::size_t begin, std::size_t end) {
    if (count_ == kLongest) {
      std::shift_left(groups_.begin(), groups_.end(), 1);
      --count_;
    }
    groups_[count_++] = {begin, end - begin};
    std::size_t digits = 0;
    for (std::size_t i = count_; i-- > 0;) {
      digits += groups_[i].length;
      if (digits > kLongest) return false;
      if (digits >= kShortest && passes_luhn(text.substr(groups_[i].begin, end - groups_[i].begin))) return true;
    }
    return false;
  }

 private:
  struct Group {
    std::size_t begin;
    std::size_t length;
  };
  std::array<Group, kLongest> groups_{};
  std::size_t count_ = 0;
};

/// `inner` is what stands between the quotes. Letters beyond ASCII and pairs of surrogates only have to stay
/// delimiters.
std::string without_escapes(std::string_view inner) {
  std::string text;
  text.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\' || i + 1 == inner.size()) {
      text.push_back(inner[i]);
      continue;
    }
    const char kind = inner[++i];
    if (kind != 'u') {
      text.push_back(is_alphanumeric(kind) ? '\n' : kind);
      continue;
    }
    const auto hex = inner.substr(i + 1, 4);
    unsigned point = 0;
    for (const char c : hex) point = point * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    text.push_back(point < 0x80 ? static_cast<char>(point) : '\n');
    i += hex.size();
  }
  return text;
}

}  // namespace

bool has_card_number(std::string_view text) {
  if (!may_hold_one(text)) return false;
  Groups groups;
  std::size_t separators = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_alphanumeric(text[i])) {
      const bool joins = text[i] == ' ' || text[i] == '-';
      if (!joins || ++separators > kMaxSeparators) groups.clear();
      ++i;
      continue;
    }
    separators = 0;
    if (starts_with_uuid(text.substr(i))) {
      groups.clear();
      i += 36;
      continue;
    }
    auto end = i;
    bool digits = true;
    for (; end < text.size() && is_alphanumeric(text[end]); ++end) digits = digits && is_digit(text[end]);
    if (!digits || end - i > kLongest) {
      groups.clear();
    } else if (groups.add(text, i, end)) {
      return true;
    }
    i = end;
  }
  return false;
}

bool json_has_card_number(std::string_view json) {
  if (!may_hold_one(json)) return false;
  for (auto open = json.find('"'); open != std::string_view::npos;) {
    bool escaped = false;
    auto close = open + 1;
    for (; close < json.size() && json[close] != '"'; ++close) {
      if (json[close] != '\\') continue;
      escaped = true;
      ++close;
    }
    const auto inner = json.substr(open + 1, std::min(close, json.size()) - open - 1);
    if (inner.size() >= kShortest && (escaped ? has_card_number(without_escapes(inner)) : has_card_number(inner)))
      return true;
    if (close >= json.size()) return false;
    open = json.find('"', close + 1);
  }
  return false;
}

}  // namespace ddd::api
