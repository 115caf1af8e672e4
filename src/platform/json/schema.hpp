#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>

namespace ddd::json {
namespace detail {

struct Property {
  std::string_view name;
  std::string schema;
  bool is_required;
};

[[nodiscard]] std::string text_schema(const FieldOptions& options);
[[nodiscard]] std::string integer_schema(const FieldOptions& options);
[[nodiscard]] std::string boolean_schema(const FieldOptions& options);
[[nodiscard]] std::string money_schema(const FieldOptions& options);
[[nodiscard]] std::string time_schema(const FieldOptions& options);
[[nodiscard]] std::string numeric_id_schema(const FieldOptions& options);
[[nodiscard]] std::string text_id_schema(std::string_view prefix, const FieldOptions& options);
[[nodiscard]] std::string names_schema(const std::vector<std::string_view>& names, const FieldOptions& options);
[[nodiscard]] std::string map_schema(const FieldOptions& options);
[[nodiscard]] std::string array_schema(std::string_view items, const FieldOptions& options);
[[nodiscard]] std::string object_schema(std::string_view title, const std::vector<Property>& properties,
                                        const FieldOptions& options);
[[nodiscard]] std::string list_schema(std::string_view items);
/// The part of a vector's options that speaks of its items.
[[nodiscard]] FieldOptions item_options(FieldOptions options);

template <class T>
std::string schema_of(const FieldOptions& options);

template <Shaped T>
std::string fields_schema(const FieldOptions& options) {
  std::vector<Property> properties;
  Shape<T>::fields.each([&]<class Owner, class Member>(const Field<Owner, Member>& field) {
    properties.push_back({field.name, schema_of<Member>(field.options), !kIsOptional<Member>});
  });
  return object_schema(Shape<T>::name, properties, options);
}

template <NamedEnum E>
std::string enum_schema(const FieldOptions& options) {
  std::vector<std::string_view> names;
  for (const auto& [value, name] : EnumNames<E>::names) names.push_back(name);
  return names_schema(names, options);
}

template <class T>
std::string schema_of(const FieldOptions& options) {
  if constexpr (kIsOptional<T>) {
    return schema_of<typename T::value_type>(options);
  } else if constexpr (kIsVector<T>) {
    return array_schema(schema_of<typename T::value_type>(item_options(options)), options);
  } else if constexpr (Shaped<T>) {
    return fields_schema<T>(options);
  } else if constexpr (NamedEnum<T>) {
    return enum_schema<T>(options);
  } else if constexpr (kIsNumericId<T>) {
    return numeric_id_schema(options);
  } else if constexpr (kIsTextId<T>) {
    return text_id_schema(kIdPrefix<T>, options);
  } else if constexpr (std::is_same_v<T, Money>) {
    return money_schema(options);
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return time_schema(options);
  } else if constexpr (std::is_same_v<T, TextMap>) {
    return map_schema(options);
  } else if constexpr (std::is_same_v<T, bool>) {
    return boolean_schema(options);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return text_schema(options);
  } else {
    static_assert(std::is_same_v<T, std::int64_t> || std::is_same_v<T, int>, "no JSON form is known for this type");
    return integer_schema(options);
  }
}

}  // namespace detail

/// JSON Schema 2020-12 of what `decode<T>` takes and `encode` gives: nested structs inline, no other properties, no
/// `$schema` and `$id`. The same text for the same T, always; made anew at each call.
template <Shaped T>
[[nodiscard]] std::string schema() {
  return detail::schema_of<T>({});
}

/// The schema of a page of a list: {"data":[T ...],"page":{"next"?,"has_more","total"?}}.
template <Shaped T>
[[nodiscard]] std::string list_schema() {
  return detail::list_schema(schema<T>());
}

}  // namespace ddd::json
