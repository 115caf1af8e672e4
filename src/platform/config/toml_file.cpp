#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <ddd/platform/config/toml_file.hpp>

namespace ddd::config {
namespace {

constexpr std::size_t kMaxBytes = 1'048'576;

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// By read(2), because a stream does not say why it failed.
std::expected<std::string, std::string> read_text(const std::string& name) {
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(fmt::format("{}: can't be read: {}", name, reason(errno)));
  std::string text(kMaxBytes + 1, '\0');
  std::size_t size = 0;
  int error = 0;
  while (size < text.size()) {
    const auto got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got > 0) size += static_cast<std::size_t>(got);
    if (got < 0 && errno != EINTR) error = errno;
    if (got == 0 || error != 0) break;
  }
  ::close(descriptor);
  if (error != 0) return std::unexpected(fmt::format("{}: can't be read: {}", name, reason(error)));
  if (size > kMaxBytes) return std::unexpected(fmt::format("{}: is larger than 1 MiB", name));
  text.resize(size);
  return text;
}

/// toml++ quotes numbers it can't represent, which may be a secret that somebody forgot to put in quotes. What it
/// quotes of keys is of use.
std::string without_values(std::string_view description) {
  if (description.find("cannot redefine") != description.npos) return std::string(description);
  const auto open = description.find('\'');
  const auto close = description.rfind('\'');
  constexpr std::size_t kLongestToken = 6;
  if (open == description.npos || close - open - 1 <= kLongestToken) return std::string(description);
  return fmt::format("{}'…'{}", description.substr(0, open), description.substr(close + 1));
}

std::string place(const std::string& name, const toml::source_region& source) {
  return fmt::format("{}:{}:{}", name, source.begin.line, source.begin.column);
}

std::string_view name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list of other values";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
    case toml::node_type::string:
    case toml::node_type::integer:
    case toml::node_type::boolean:
      break;
  }
  return "another type";
}

TomlValue value_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return *number;
  if (const auto truth = node.value_exact<bool>()) return *truth;
  const auto* array = node.as_array();
  if (array == nullptr || (!array->empty() && !array->is_homogeneous<std::string>()))
    return OtherType{name_of(node.type())};
  std::vector<std::string> texts;
  texts.reserve(array->size());
  for (const auto& item : *array) texts.push_back(**item.as_string());
  return texts;
}

/// toml++ keeps keys in the order of the alphabet.
template <class Entry>
std::vector<Entry> in_order(std::vector<std::pair<toml::source_position, Entry>> entries) {
  std::ranges::sort(entries, {}, [](const auto& entry) { return std::pair(entry.first.line, entry.first.column); });
  std::vector<Entry> sorted;
  sorted.reserve(entries.size());
  for (auto& entry : entries) sorted.push_back(std::move(entry.second));
  return sorted;
}

TomlSection section_of(const std::string& name, const toml::key& key, const toml::node& node) {
  TomlSection section{std::string(key.str()), place(name, key.source()), node.is_table(), {}};
  std::vector<std::pair<toml::source_position, TomlKey>> keys;
  if (const auto* table = node.as_table()) {
    for (const auto& [inner, value] : *table) {
      keys.emplace_back(inner.source().begin, TomlKey{std::string(inner.str()), place(name, inner.source()),
                                                      place(name, value.source()), value_of(value)});
    }
  }
  section.keys = in_order(std::move(keys));
  return section;
}

}  // namespace

std::expected<std::vector<TomlSection>, std::string> read_toml(const std::filesystem::path& file) {
  const auto name = file.string();
  const auto text = read_text(name);
  if (!text) return std::unexpected(text.error());
  try {
    const toml::table root = toml::parse(*text);
    std::vector<std::pair<toml::source_position, TomlSection>> sections;
    for (const auto& [key, node] : root) sections.emplace_back(key.source().begin, section_of(name, key, node));
    return in_order(std::move(sections));
  } catch (const toml::parse_error& error) {
    return std::unexpected(
        fmt::format("{}: not valid TOML: {}", place(name, error.source()), without_values(error.description())));
  }
}

}  // namespace ddd::config
