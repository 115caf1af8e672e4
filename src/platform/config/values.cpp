#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/config/duration.hpp>
#include <ddd/platform/config/values.hpp>

namespace ddd::config {
namespace {

// Bounds: what was described, within what the type holds.

template <Integer T>
std::int64_t least_of(const KeyInfo& info) {
  return std::max<std::int64_t>(info.least.value_or(std::numeric_limits<T>::min()), std::numeric_limits<T>::min());
}
template <Integer T>
std::int64_t most_of(const KeyInfo& info) {
  return std::min<std::int64_t>(info.most.value_or(std::numeric_limits<T>::max()), std::numeric_limits<T>::max());
}

std::string list_of(const std::vector<std::string_view>& texts) {
  std::vector<std::string> all;
  all.reserve(texts.size());
  for (const auto text : texts) all.push_back(in_quotes(text));
  return fmt::format("{}", fmt::join(all, ", "));
}

// Storing: true if the value fits. Overloads by the field's type.

bool store(std::string& field, const KeyInfo& info, const TomlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || (!info.texts.empty() && std::ranges::find(info.texts, *text) == info.texts.end()))
    return false;
  field = *text;
  return true;
}

bool store(crypto::Secret& field, const KeyInfo&, const TomlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || *text == kRedacted) return false;
  field = crypto::Secret(*text);
  return true;
}

bool store(bool& field, const KeyInfo&, const TomlValue& value) {
  const auto* truth = std::get_if<bool>(&value);
  if (truth != nullptr) field = *truth;
  return truth != nullptr;
}

bool store(std::vector<std::string>& field, const KeyInfo&, const TomlValue& value) {
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  if (texts != nullptr) field = *texts;
  return texts != nullptr;
}

template <Integer T>
bool store(T& field, const KeyInfo& info, const TomlValue& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr || *number < least_of<T>(info) || *number > most_of<T>(info)) return false;
  field = static_cast<T>(*number);
  return true;
}

template <Duration T>
bool store(T& field, const KeyInfo& info, const TomlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto duration = text == nullptr ? std::nullopt : parse_duration(*text);
  if (!duration || *duration % T(1) != duration->zero()) return false;
  if (duration->count() < info.least.value_or(0) || duration->count() > info.most.value_or(INT64_MAX)) return false;
  field = std::chrono::duration_cast<T>(*duration);
  return true;
}

// Wording: what the field takes, after "must be". Overloads by the field's type.

std::string wanted(const KeyInfo& info, const std::string&) {
  return info.texts.empty() ? "a string" : "one of " + list_of(info.texts);
}
std::string wanted(const KeyInfo&, const crypto::Secret&) {
  return "the secret as a string";
}
std::string wanted(const KeyInfo&, bool) {
  return "true or false";
}
std::string wanted(const KeyInfo&, const std::vector<std::string>&) {
  return "a list of strings";
}

template <Integer T>
std::string wanted(const KeyInfo& info, const T&) {
  if (!info.least && sizeof(T) == sizeof(std::int64_t)) return "an integer";
  return fmt::format("an integer from {} to {}", least_of<T>(info), most_of<T>(info));
}

template <Duration T>
std::string wanted(const KeyInfo& info, const T&) {
  const auto* grain = std::same_as<T, std::chrono::minutes>   ? " in whole minutes"
                      : std::same_as<T, std::chrono::seconds> ? " in whole seconds"
                                                              : "";
  if (!info.least || !info.most) return fmt::format("a duration{} such as \"15m\"", grain);
  return fmt::format("a duration{} from {} to {}", grain, to_text(std::chrono::milliseconds(*info.least)),
                     to_text(std::chrono::milliseconds(*info.most)));
}

std::string given(const TomlValue& value, bool is_secret) {
  if (const auto* other = std::get_if<OtherType>(&value)) return std::string(other->name);
  if (const auto* text = std::get_if<std::string>(&value))
    return is_secret ? "what is shown for it" : in_short_quotes(*text);
  if (std::holds_alternative<std::vector<std::string>>(value)) return "a list";
  if (const auto* truth = std::get_if<bool>(&value)) return is_secret ? "a boolean" : *truth ? "true" : "false";
  return is_secret ? "an integer" : std::to_string(std::get<std::int64_t>(value));
}

// Reading a text the way the field's type wants it. What does not fit stays a string, which is then refused.

template <class T>
TomlValue read(std::string_view text, const T&) {
  return std::string(text);
}

TomlValue read(std::string_view text, bool) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::string(text);
}

template <Integer T>
TomlValue read(std::string_view text, const T&) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  return std::string(text);
}

TomlValue read(std::string_view text, const std::vector<std::string>&) {
  std::vector<std::string> items;
  for (std::size_t at = 0; !text.empty() && at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto item = trim(text.substr(at, comma - at));
    if (item.empty()) return std::string(text);
    items.emplace_back(item);
    at = comma + 1;
  }
  return items;
}

std::string show(const std::string& text) {
  return in_quotes(text);
}
std::string show(const crypto::Secret& secret) {
  return in_quotes(secret.empty() ? "" : kRedacted);
}
std::string show(bool truth) {
  return truth ? "true" : "false";
}
std::string show(const std::vector<std::string>& texts) {
  return fmt::format("[{}]", list_of({texts.begin(), texts.end()}));
}
template <Integer T>
std::string show(const T& number) {
  return std::to_string(number);
}
std::string show(std::chrono::milliseconds duration) {
  return fmt::format("\"{}ms\"", duration.count());
}
std::string show(std::chrono::seconds duration) {
  return fmt::format("\"{}s\"", duration.count());
}
std::string show(std::chrono::minutes duration) {
  return fmt::format("\"{}m\"", duration.count());
}

}  // namespace

std::optional<std::string> set_from_toml(const BoundKey<ToWrite>& key, const TomlValue& value) {
  return std::visit(
      [&](auto* field) -> std::optional<std::string> {
        if (store(*field, key.info, value)) return std::nullopt;
        const bool is_secret = std::holds_alternative<crypto::Secret*>(key.place);
        return fmt::format("must be {}, not {}", wanted(key.info, *field), given(value, is_secret));
      },
      key.place);
}

std::optional<std::string> set_from_text(const BoundKey<ToWrite>& key, std::string_view text) {
  if (!utf8_length(text)) return "must be UTF-8";
  return set_from_toml(key, std::visit([text](auto* field) { return read(text, *field); }, key.place));
}

std::string to_toml(const BoundKey<ToRead>& key) {
  return std::visit([](const auto* field) { return show(*field); }, key.place);
}

std::string limits_of(const BoundKey<ToRead>& key) {
  const auto& info = key.info;
  if (!info.texts.empty()) return fmt::format("One of {}.", list_of(info.texts));
  if (!info.least || !info.most) return {};
  return std::visit(
      [&info]<class T>(const T*) {
        if constexpr (Duration<T>) {
          return fmt::format("From {} to {}.", to_text(std::chrono::milliseconds(*info.least)),
                             to_text(std::chrono::milliseconds(*info.most)));
        } else {
          return fmt::format("From {} to {}.", *info.least, *info.most);
        }
      },
      key.place);
}

std::string in_quotes(std::string_view text) {
  const bool is_utf8 = utf8_length(text).has_value();
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04X}", byte);
    } else {
      out += byte >= 0x80 && !is_utf8 ? '?' : c;
    }
  }
  return out + '"';
}

std::string in_short_quotes(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return in_quotes(text);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return in_quotes(std::string(text.substr(0, end)) + "…");
}

}  // namespace ddd::config
