#pragma once

#include <algorithm>
#include <charconv>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ddd/kernel/uuid.hpp>

namespace ddd {

/// A number handed out by a store (identity column), distinct by tag: a UserId is no ProductId. 0 means "not stored
/// yet".
template <class Tag>
class NumericId {
 public:
  constexpr NumericId() = default;
  constexpr explicit NumericId(std::uint64_t value) : value_(value) {}

  /// Decimal digits, 1 ... 2^63-1, no sign, no leading zero.
  [[nodiscard]] static std::optional<NumericId> parse(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.front() == '0' || value > kMax)
      return std::nullopt;
    return NumericId(value);
  }
  [[nodiscard]] static std::optional<NumericId> from(std::int64_t value) {
    return value > 0 ? std::optional(NumericId(static_cast<std::uint64_t>(value))) : std::nullopt;
  }

  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
  [[nodiscard]] constexpr std::int64_t to_int() const { return static_cast<std::int64_t>(value_); }
  [[nodiscard]] std::string to_text() const { return std::to_string(value_); }
  [[nodiscard]] constexpr bool is_stored() const { return value_ != 0; }

  friend constexpr auto operator<=>(const NumericId&, const NumericId&) = default;

 private:
  static constexpr std::uint64_t kMax = static_cast<std::uint64_t>(INT64_MAX);
  std::uint64_t value_ = 0;
};

/// A literal usable as a template argument.
template <std::size_t N>
struct Prefix {
  char text[N]{};
  consteval Prefix(const char (&literal)[N]) { std::copy_n(literal, N, text); }
  [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

/// A prefixed UUIDv7 as text, "pay_019a…": made by us, sortable by time of making. The prefix is the type.
template <Prefix P>
class TextId {
 public:
  TextId() = default;

  [[nodiscard]] static TextId make(const Uuid& uuid) { return TextId(std::string(P.view()) + uuid.to_text()); }
  [[nodiscard]] static std::optional<TextId> parse(std::string_view text) {
    if (!text.starts_with(P.view()) || !Uuid::is_text(text.substr(P.view().size()))) return std::nullopt;
    return TextId(std::string(text));
  }
  /// For text that this system wrote itself (a database column); unchecked.
  [[nodiscard]] static TextId restore(std::string text) { return TextId(std::move(text)); }

  [[nodiscard]] const std::string& to_text() const { return text_; }
  [[nodiscard]] bool is_set() const { return !text_.empty(); }

  friend auto operator<=>(const TextId&, const TextId&) = default;

 private:
  explicit TextId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace ddd

template <class Tag>
struct std::hash<ddd::NumericId<Tag>> {
  std::size_t operator()(const ddd::NumericId<Tag>& id) const noexcept {
    return std::hash<std::uint64_t>{}(id.value());
  }
};
template <ddd::Prefix P>
struct std::hash<ddd::TextId<P>> {
  std::size_t operator()(const ddd::TextId<P>& id) const noexcept { return std::hash<std::string>{}(id.to_text()); }
};
