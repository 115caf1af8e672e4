#pragma once

#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::json {

/// The text of a named enum's value; throws std::logic_error for a value without a name, which is a defect.
template <NamedEnum E>
[[nodiscard]] std::string_view name_of(E value) {
  for (const auto& [known, name] : EnumNames<E>::names) {
    if (known == value) return name;
  }
  throw std::logic_error("an enum value has no JSON name");
}

inline void write(Writer& out, const std::string& value) {
  out.value(value);
}
inline void write(Writer& out, std::int64_t value) {
  out.value(value);
}
inline void write(Writer& out, int value) {
  out.value(value);
}
/// Constrained, so that a literal doesn't become a truth.
template <std::same_as<bool> T>
void write(Writer& out, T value) {
  out.value(value);
}
void write(Writer& out, const Money& value);
void write(Writer& out, Timestamp value);
void write(Writer& out, const TextMap& value);

/// Appends `value` as the next JSON value; the fields of a struct come in the order of its Shape, empty optionals are
/// left out.
template <class T>
  requires Shaped<T> || NamedEnum<T> || kIsVector<T> || kIsNumericId<T> || kIsTextId<T>
void write(Writer& out, const T& value);

namespace detail {

template <class T>
void write_field(Writer& out, std::string_view name, const T& value) {
  if constexpr (kIsOptional<T>) {
    if (value) write_field(out, name, *value);
  } else {
    out.key(name);
    write(out, value);
  }
}

}  // namespace detail

template <class T>
  requires Shaped<T> || NamedEnum<T> || kIsVector<T> || kIsNumericId<T> || kIsTextId<T>
void write(Writer& out, const T& value) {
  if constexpr (Shaped<T>) {
    out.begin_object();
    Shape<T>::fields.each([&](const auto& field) { detail::write_field(out, field.name, value.*field.member); });
    out.end_object();
  } else if constexpr (NamedEnum<T>) {
    out.value(name_of(value));
  } else if constexpr (kIsVector<T>) {
    out.begin_array();
    for (const auto& item : value) write(out, item);
    out.end_array();
  } else if constexpr (kIsNumericId<T>) {
    out.value(value.value());
  } else {
    out.value(value.to_text());
  }
}

template <class T>
[[nodiscard]] std::string encode(const T& value) {
  Writer out;
  write(out, value);
  return out.take();
}

}  // namespace ddd::json
