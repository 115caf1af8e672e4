#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/json/document.hpp>
#include <ddd/platform/json/reading.hpp>
#include <ddd/platform/json/shape.hpp>

namespace ddd::json {
namespace detail {

template <class T>
void read(Reading& reading, Node node, const Place& place, const FieldOptions& options, T& target);

template <class T, std::size_t I>
void read_field(Reading& reading, Node node, const Place& place, void* object) {
  constexpr const auto& field = field_at<I>(Shape<T>::fields);
  detail::read(reading, node, place, field.options, static_cast<T*>(object)->*field.member);
}

template <class T, class M>
constexpr bool is_required(const Field<T, M>&) {
  return !kIsOptional<M>;
}

template <class T, std::size_t... I>
constexpr auto field_readers(std::index_sequence<I...>) {
  constexpr const auto& fields = Shape<T>::fields;
  return std::array<FieldReader, sizeof...(I)>{
      FieldReader{field_at<I>(fields).name, is_required(field_at<I>(fields)), &read_field<T, I>}...};
}

template <Shaped T>
void read_object(Reading& reading, Node node, const Place& place, T& target) {
  static_assert(Shape<T>::fields.kCount <= 64, "Reading marks the fields it has seen in 64 bits");
  static constexpr auto kReaders = field_readers<T>(std::make_index_sequence<Shape<T>::fields.kCount>());
  reading.object(node, place, kReaders, &target);
}

template <class T>
void read_items(Reading& reading, Node node, const Place& place, const FieldOptions& options, std::vector<T>& target) {
  if (!reading.is_array(node, place)) return;
  std::size_t index = 0;
  for (const Node item : node) {
    if (reading.is_full()) return;
    T value{};
    detail::read(reading, item, {.parent = &place, .index = index++}, options, value);
    target.push_back(std::move(value));
  }
}

template <NamedEnum E>
void read_name(Reading& reading, Node node, const Place& place, E& target) {
  const auto text = reading.text(node, place);
  if (!text) return;
  std::string known;
  for (const auto& [value, name] : EnumNames<E>::names) {
    if (name == *text) {
      target = value;
      return;
    }
    known.append(known.empty() ? "" : ", ").append(name);
  }
  reading.reject(place, "one_of", "The value must be one of: " + known + ".");
}

template <class Id>
void read_numeric_id(Reading& reading, Node node, const Place& place, Id& target) {
  std::int64_t number = 1;
  reading.value(node, place, {}, number);
  if (const auto id = Id::from(number)) {
    target = *id;
  } else {
    reading.reject(place, "id", "An id is a whole number from 1 on.");
  }
}

template <class Id>
void read_text_id(Reading& reading, Node node, const Place& place, Id& target) {
  const auto text = reading.text(node, place);
  if (!text) return;
  if (auto id = Id::parse(*text)) {
    target = *std::move(id);
  } else {
    reading.reject(place, "id", "An id that starts with " + std::string(kIdPrefix<Id>) + " is expected.");
  }
}

template <class T>
void read(Reading& reading, Node node, const Place& place, const FieldOptions& options, T& target) {
  if constexpr (kIsOptional<T>) {
    detail::read(reading, node, place, options, target.emplace());
  } else if constexpr (kIsVector<T>) {
    read_items(reading, node, place, options, target);
  } else if constexpr (Shaped<T>) {
    read_object(reading, node, place, target);
  } else if constexpr (NamedEnum<T>) {
    read_name(reading, node, place, target);
  } else if constexpr (kIsNumericId<T>) {
    read_numeric_id(reading, node, place, target);
  } else if constexpr (kIsTextId<T>) {
    read_text_id(reading, node, place, target);
  } else {
    reading.value(node, place, options, target);
  }
}

template <Shaped T>
Result<T> decode(std::string_view text, Reading reading) {
  DDD_TRY(const auto document, parse(text));
  T target{};
  read_object(reading, document.root(), {}, target);
  DDD_CHECK(std::move(reading).finish());
  return target;
}

}  // namespace detail

/// Reads a request: every field known, every required one there, every type right. Refuses with
/// - `request.malformed` what `parse` refuses;
/// - `request.invalid` (kind malformed) a text with violations `type` (a top level that is no object, null, a number
///   with fraction, exponent or outside int64), `required`, `unknown` or `control_character`;
/// - `request.rejected` (kind rejected) a text whose only violations are `one_of`, `id`, `date_time`, `currency`, `min`
///   and `max` (an int out of its range).
/// All violations are listed, those of the text in its order and what is missing from an object at its end; reading
/// ends at Reading::kMaxViolations of them. O(n log n) in the length of the text.
template <Shaped T>
[[nodiscard]] Result<T> decode(std::string_view text) {
  return detail::decode<T>(text, Reading(UnknownFields::refused));
}

/// The same for an event, which a newer sender may have given more fields: unknown ones are ignored at every level.
template <Shaped T>
[[nodiscard]] Result<T> decode_event(std::string_view text) {
  return detail::decode<T>(text, Reading(UnknownFields::ignored));
}

/// The same for the answer of somebody else's service: besides, a field that is null counts as absent, at every level.
/// An item of an array that is null stays refused.
template <Shaped T>
[[nodiscard]] Result<T> decode_foreign(std::string_view text) {
  return detail::decode<T>(text, Reading(UnknownFields::ignored, NullFields::absent));
}

}  // namespace ddd::json
