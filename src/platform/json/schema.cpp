#include <fmt/core.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/json/schema.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::json::detail {
namespace {

void member(Writer& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.key(name).value(text);
}

void member(Writer& out, std::string_view name, std::optional<std::int64_t> number) {
  if (number) out.key(name).value(*number);
}

void names(Writer& out, const std::vector<std::string_view>& names) {
  out.key("enum").begin_array();
  for (const auto name : names) out.value(name);
  out.end_array();
}

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const auto comma = list.find(',');
    parts.push_back(trim(list.substr(0, comma)));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return parts;
}

Writer begin(std::string_view type, const FieldOptions& options) {
  Writer out;
  out.begin_object().key("type").value(type);
  member(out, "description", options.description);
  return out;
}

std::string end(Writer out, const FieldOptions& options) {
  if (!options.example.empty()) out.key("examples").begin_array().raw(options.example).end_array();
  return out.end_object().take();
}

}  // namespace

std::string text_schema(const FieldOptions& options) {
  auto out = begin("string", options);
  member(out, "minLength", options.min_length);
  member(out, "maxLength", options.max_length);
  member(out, "format", options.format);
  member(out, "pattern", options.pattern);
  if (!options.one_of.empty()) names(out, split(options.one_of));
  return end(std::move(out), options);
}

std::string integer_schema(const FieldOptions& options) {
  auto out = begin("integer", options);
  member(out, "minimum", options.minimum);
  member(out, "maximum", options.maximum);
  member(out, "format", options.format);
  return end(std::move(out), options);
}

std::string boolean_schema(const FieldOptions& options) {
  return end(begin("boolean", options), options);
}

std::string money_schema(const FieldOptions& options) {
  const FieldOptions amount{
      .description = "In minor units, such as cents.", .minimum = options.minimum, .maximum = options.maximum};
  const FieldOptions currency{.description = "ISO 4217 code.", .pattern = "^[A-Z]{3}$"};
  return object_schema("Money", {{"amount", integer_schema(amount), true}, {"currency", text_schema(currency), true}},
                       options);
}

std::string time_schema(const FieldOptions& options) {
  auto out = begin("string", options);
  member(out, "format", "date-time");
  return end(std::move(out), options);
}

std::string numeric_id_schema(const FieldOptions& options) {
  auto out = begin("integer", options);
  member(out, "minimum", std::int64_t{1});
  return end(std::move(out), options);
}

std::string text_id_schema(std::string_view prefix, const FieldOptions& options) {
  auto out = begin("string", options);
  member(out, "pattern", fmt::format("^{}[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$", prefix));
  return end(std::move(out), options);
}

std::string names_schema(const std::vector<std::string_view>& all, const FieldOptions& options) {
  auto out = begin("string", options);
  names(out, all);
  return end(std::move(out), options);
}

std::string map_schema(const FieldOptions& options) {
  auto out = begin("object", options);
  out.key("additionalProperties").raw(text_schema(item_options(options)));
  return end(std::move(out), options);
}

std::string array_schema(std::string_view items, const FieldOptions& options) {
  auto out = begin("array", options);
  member(out, "maxItems", options.max_items);
  out.key("items").raw(items);
  return end(std::move(out), options);
}

std::string object_schema(std::string_view title, const std::vector<Property>& properties,
                          const FieldOptions& options) {
  auto out = begin("object", options);
  member(out, "title", title);
  out.key("properties").begin_object();
  bool requires_some = false;
  for (const auto& property : properties) {
    out.key(property.name).raw(property.schema);
    requires_some = requires_some || property.is_required;
  }
  out.end_object();
  if (requires_some) {
    out.key("required").begin_array();
    for (const auto& property : properties) {
      if (property.is_required) out.value(property.name);
    }
    out.end_array();
  }
  out.key("additionalProperties").value(false);
  return end(std::move(out), options);
}

std::string list_schema(std::string_view items) {
  const FieldOptions next{.description = "The cursor of the next page; absent on the last one."};
  const FieldOptions total{.description = "How many there are in all; only when asked for.", .minimum = 0};
  const auto page = object_schema("Page",
                                  {{"next", text_schema(next), false},
                                   {"has_more", boolean_schema({}), true},
                                   {"total", integer_schema(total), false}},
                                  {});
  return object_schema("", {{"data", array_schema(items, {}), true}, {"page", page, true}}, {});
}

FieldOptions item_options(FieldOptions options) {
  options.description = {};
  options.max_items = std::nullopt;
  options.example = {};
  return options;
}

}  // namespace ddd::json::detail
