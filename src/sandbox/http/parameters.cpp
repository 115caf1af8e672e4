#include <algorithm>
#include <charconv>
#include <functional>

#include <ddd/platform/api/query_string.hpp>
#include <ddd/sandbox/http/parameters.hpp>
#include <ddd/sandbox/http/refusals.hpp>

namespace ddd::sandbox {
namespace {

bool is_list_index(std::string_view index) {
  return std::ranges::all_of(index, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> decimal(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<Parameters> Parameters::parse(std::string_view query, std::string_view body) {
  Parameters parameters;
  for (const auto part : {query, body}) {
    auto pairs = api::parse_query(part);
    if (!pairs) {
      return Refused(
          refusals::unreadable("Invalid request: parameters must be percent-encoded UTF-8 without control "
                               "characters."));
    }
    for (auto& [name, value] : *pairs) parameters.parameters_.push_back(split(std::move(name), std::move(value)));
  }
  return parameters;
}

Parameters::Parameter Parameters::split(std::string name, std::string value) {
  const auto open = name.find('[');
  const auto close = name.find(']');
  Parameter parameter{.name = std::move(name), .value = std::move(value), .base = {}, .index = std::nullopt};
  const auto& text = parameter.name;
  if (open == std::string::npos || open == 0) {
    parameter.base = text;
  } else if (close == text.size() - 1 && text.find('[', open + 1) == std::string::npos) {
    parameter.base = text.substr(0, open);
    parameter.index = text.substr(open + 1, close - open - 1);
  }
  // Deeper nesting and lost brackets leave the base empty, so that nobody takes them.
  return parameter;
}

std::optional<std::string> Parameters::text(std::string_view name) {
  std::optional<std::string> last;
  for (auto& parameter : parameters_) {
    if (parameter.name != name) continue;
    parameter.taken = true;
    last = parameter.value.empty() ? std::nullopt : std::optional(parameter.value);
  }
  return last;
}

Result<std::string> Parameters::required(std::string_view name) {
  auto value = text(name);
  if (!value) return Refused(refusals::parameter_missing(name));
  return *std::move(value);
}

Result<std::optional<std::int64_t>> Parameters::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto number = decimal(*value);
  if (!number) return Refused(refusals::invalid_integer(name, "a decimal integer is expected."));
  if (*number < least) {
    return Refused(
        refusals::invalid_integer(name, "this value must be greater than or equal to " + std::to_string(least) + "."));
  }
  if (*number > most) {
    return Refused(
        refusals::invalid_integer(name, "this value must be less than or equal to " + std::to_string(most) + "."));
  }
  return number;
}

Result<std::optional<std::string>> Parameters::one_of(std::string_view name,
                                                      std::initializer_list<std::string_view> words) {
  auto value = text(name);
  if (!value || std::ranges::find(words, *value) != words.end()) return value;
  std::string allowed;
  for (const auto word : words) allowed.append(allowed.empty() ? "" : ", ").append(word);
  return Refused(refusals::parameter_invalid(name, "must be one of " + allowed + "."));
}

std::vector<std::string> Parameters::list(std::string_view name) {
  std::vector<std::string> values;
  for (auto& parameter : parameters_) {
    if (parameter.base != name || !parameter.index || !is_list_index(*parameter.index)) continue;
    parameter.taken = true;
    values.push_back(parameter.value);
  }
  return values;
}

Metadata Parameters::map(std::string_view name) {
  Metadata values;
  for (auto& parameter : parameters_) {
    if (parameter.base != name || !parameter.index || parameter.index->empty()) continue;
    parameter.taken = true;
    values.insert_or_assign(*parameter.index, parameter.value);
  }
  return values;
}

Result<> Parameters::check_all_taken() const {
  for (const auto& parameter : parameters_) {
    if (!parameter.taken) return Refused(refusals::parameter_unknown(parameter.name));
  }
  return {};
}

std::string Parameters::canonical() const {
  std::vector<const Parameter*> sorted;
  for (const auto& parameter : parameters_) sorted.push_back(&parameter);
  // By name, then as sent: the order of one name's values means something.
  std::ranges::sort(sorted, [](const Parameter* a, const Parameter* b) {
    return a->name != b->name ? a->name < b->name : std::less<>()(a, b);
  });
  std::string text;
  for (const auto* parameter : sorted) text.append(parameter->name).append("\n").append(parameter->value).append("\n");
  return text;
}

}  // namespace ddd::sandbox
