#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include <ddd/platform/config/key.hpp>

namespace ddd::config {

// Described structs with their types erased: what `load` and `print` work on.

struct KeyInfo {
  std::string_view name;
  std::string_view description;
  std::optional<std::int64_t> least;  ///< of durations in milliseconds
  std::optional<std::int64_t> most;
  std::vector<std::string_view> texts;
};

template <template <class> class Pointer>
using PlaceOf = std::variant<Pointer<std::string>, Pointer<bool>, Pointer<int>, Pointer<std::int64_t>,
                             Pointer<std::uint16_t>, Pointer<std::chrono::milliseconds>, Pointer<std::chrono::seconds>,
                             Pointer<std::chrono::minutes>, Pointer<crypto::Secret>, Pointer<std::vector<std::string>>>;
template <class T>
using ToWrite = T*;
template <class T>
using ToRead = const T*;

template <template <class> class Pointer>
struct BoundKey {
  KeyInfo info;
  PlaceOf<Pointer> place;
};
template <template <class> class Pointer>
struct BoundSection {
  std::string_view name;
  std::vector<BoundKey<Pointer>> keys;
};

template <class S, class T, class Limit>
KeyInfo info_of(const Key<S, T, Limit>& key) {
  KeyInfo info{.name = key.name, .description = key.description, .least = {}, .most = {}, .texts = {}};
  if constexpr (std::same_as<Limit, Range>) {
    info.least = key.limit.least;
    info.most = key.limit.most;
  } else if constexpr (std::same_as<Limit, DurationRange>) {
    info.least = key.limit.least.count();
    info.most = key.limit.most.count();
  } else if constexpr (!std::same_as<Limit, Unlimited>) {
    info.texts.assign(key.limit.texts.begin(), key.limit.texts.end());
  }
  return info;
}

/// Refers to `section`'s members.
template <template <class> class Pointer, class S>
BoundSection<Pointer> bind(S& section) {
  using Described = Section<std::remove_const_t<S>>;
  static_assert(detail::is_name(Described::name), "a section's name is of a-z, 0-9 and _");
  BoundSection<Pointer> bound{Described::name, {}};
  std::apply([&](const auto&... key) { (bound.keys.push_back({info_of(key), &(section.*key.member)}), ...); },
             Described::fields);
  return bound;
}

}  // namespace ddd::config
