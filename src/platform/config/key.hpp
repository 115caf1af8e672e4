#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <ddd/platform/crypto/secret.hpp>

namespace ddd::config {

/// Describes a struct's fields; specialised next to the struct:
///
///   template <>
///   struct config::Section<PaymentConfig> {
///     static constexpr std::string_view name = "payment";
///     static constexpr auto fields = std::tuple{
///         config::key("webhook_secret", &PaymentConfig::webhook_secret, "Secret that webhooks are signed with"),
///         config::key("hold", &PaymentConfig::hold, "How long stock is held", config::range(1s, 24h)),
///     };
///   };
///
/// Names are of a-z, 0-9 and "_", and start with a letter. Defaults are the struct's member initialisers.
template <class S>
struct Section;

/// A field's type, and how it is written in a TOML file; in variables and flags the same text stands without quotes.
template <class T>
concept Value =
    std::same_as<T, std::string> || std::same_as<T, crypto::Secret> || std::same_as<T, bool> ||  // true, false
    std::same_as<T, int> || std::same_as<T, std::int64_t> || std::same_as<T, std::uint16_t> ||
    std::same_as<T, std::chrono::milliseconds> ||  // "250ms"; also "15s", "15m", "24h"
    std::same_as<T, std::chrono::seconds> ||       // whole seconds in any unit
    std::same_as<T, std::chrono::minutes> ||       // whole minutes in any unit
    std::same_as<T, std::vector<std::string>>;     // ["a", "b"]; without quotes: a,b

template <class T>
concept Duration = Value<T> && requires { typename T::period; };
template <class T>
concept Integer = Value<T> && std::integral<T> && !std::same_as<T, bool>;

struct Unlimited {};
struct Range {
  std::int64_t least;
  std::int64_t most;
};
struct DurationRange {
  std::chrono::milliseconds least;
  std::chrono::milliseconds most;
};
template <std::size_t N>
struct OneOf {
  std::array<std::string_view, N> texts;
};

/// Limits for integers and for durations, both ends included. A duration is never below zero.
constexpr Range range(std::int64_t least, std::int64_t most) {
  return {least, most};
}
constexpr DurationRange range(std::chrono::milliseconds least, std::chrono::milliseconds most) {
  return {least, most};
}
/// The texts a string may be.
template <std::convertible_to<std::string_view>... Text>
constexpr OneOf<sizeof...(Text)> one_of(const Text&... texts) {
  return {{std::string_view(texts)...}};
}

template <class S, Value T, class Limit>
struct Key {
  std::string_view name;
  T S::* member;
  std::string_view description;
  Limit limit;
};

namespace detail {
/// Not a constant expression, so a bad name or description doesn't compile.
inline void not_a_key(const char* /*why*/) {}

constexpr bool is_name(std::string_view text) {
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return !text.empty() && text.front() >= 'a';
}
}  // namespace detail

/// One field. The description is one line for whoever sets the value; `limit` is a range or a list of texts.
template <class S, Value T, class Limit = Unlimited>
consteval Key<S, T, Limit> key(std::string_view name, T S::* member, std::string_view description, Limit limit = {}) {
  constexpr bool limit_fits = std::same_as<Limit, Unlimited> || (std::same_as<Limit, Range> && Integer<T>) ||
                              (std::same_as<Limit, DurationRange> && Duration<T>) ||
                              (requires { limit.texts; } && std::same_as<T, std::string>);
  static_assert(limit_fits, "a range is for integers or for durations, a list of texts for strings");
  if (!detail::is_name(name)) detail::not_a_key("the name is not one");
  if (description.empty() || description.find('\n') != description.npos) detail::not_a_key("one line, please");
  return {name, member, description, limit};
}

}  // namespace ddd::config
