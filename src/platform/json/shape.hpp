#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ddd/kernel/id.hpp>

namespace ddd::json {

/// What the schema says of a field beyond its type. Only `multiline` changes what is read: the rules of a value belong
/// to the domain, the description must agree with them. For a vector, `description`, `max_items` and `example` speak of
/// the array and the rest of its items.
struct FieldOptions {
  std::string_view description{};
  std::optional<std::int64_t> minimum{};
  std::optional<std::int64_t> maximum{};
  std::optional<std::int64_t> min_length{};  ///< code points, as in JSON Schema
  std::optional<std::int64_t> max_length{};
  std::optional<std::int64_t> max_items{};
  std::string_view format{};
  std::string_view pattern{};
  std::string_view one_of{};   ///< the allowed texts, separated by commas
  bool multiline = false;      ///< tab, line feed and carriage return may occur
  std::string_view example{};  ///< JSON text
};

/// The description of a struct, specialised beside it; reading, writing and the schema all follow it.
///
///   template <>
///   struct ddd::json::Shape<Register> {
///     static constexpr std::string_view name = "RegisterRequest";
///     static constexpr auto fields = Fields{
///         field("email", &Register::email, {.description = "The address to sign in with.", .max_length = 254}),
///         field("nickname", &Register::nickname)};
///   };
///
/// The struct is default constructible and not recursive. A member is one of std::string, std::int64_t, int, bool,
/// Money, Timestamp, NumericId, TextId, an enum with EnumNames, a shaped struct, std::map<std::string, std::string>, a
/// std::vector of these, or a std::optional of all that: absent when empty. Everything else is required.
template <class T>
struct Shape;

/// The texts of an enum's values, specialised beside it:
///
///   template <>
///   struct ddd::json::EnumNames<Role> {
///     static constexpr auto names = std::to_array<EnumName<Role>>({{Role::user, "user"}, {Role::admin, "admin"}});
///   };
template <class E>
struct EnumNames;

template <class E>
using EnumName = std::pair<E, std::string_view>;

template <class T, class M>
struct Field {
  std::string_view name;
  M T::* member;
  FieldOptions options;
};

template <class T, class M>
constexpr Field<T, M> field(std::string_view name, M T::* member, FieldOptions options = {}) {
  return {name, member, options};
}

/// A field at its place in the list.
template <std::size_t I, class F>
struct FieldSlot {
  F field;
};

template <class Indices, class... F>
struct FieldPack;

/// The fields of a struct in order, made by Fields{...}. Bases side by side, because a std::tuple of them takes most of
/// the time in which a DTO compiles.
template <std::size_t... I, class... F>
struct FieldPack<std::index_sequence<I...>, F...> : FieldSlot<I, F>... {
  static constexpr std::size_t kCount = sizeof...(F);

  constexpr explicit FieldPack(F... fields) : FieldSlot<I, F>{fields}... {}

  /// Calls `visit` with each field in order.
  template <class Visit>
  constexpr void each(const Visit& visit) const {
    (visit(static_cast<const FieldSlot<I, F>&>(*this).field), ...);
  }
};

template <class... F>
struct Fields : FieldPack<std::index_sequence_for<F...>, F...> {
  constexpr explicit Fields(F... fields) : FieldPack<std::index_sequence_for<F...>, F...>(fields...) {}
};

/// The I-th field.
template <std::size_t I, class F>
constexpr const F& field_at(const FieldSlot<I, F>& slot) {
  return slot.field;
}

template <class T>
concept Shaped = requires {
  Shape<T>::name;
  Shape<T>::fields;
};

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires { EnumNames<E>::names; };

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = !kIsOptional<T>;

template <class T>
inline constexpr bool kIsNumericId = false;
template <class Tag>
inline constexpr bool kIsNumericId<NumericId<Tag>> = true;

/// The prefix of a TextId; empty for other types.
template <class T>
inline constexpr std::string_view kIdPrefix{};
template <Prefix P>
inline constexpr std::string_view kIdPrefix<TextId<P>> = P.view();
template <class T>
inline constexpr bool kIsTextId = !kIdPrefix<T>.empty();

using TextMap = std::map<std::string, std::string>;

}  // namespace ddd::json
