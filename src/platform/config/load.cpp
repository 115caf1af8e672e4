#include <algorithm>
#include <map>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include <ddd/platform/config/config.hpp>
#include <ddd/platform/config/suggestion.hpp>
#include <ddd/platform/config/toml_file.hpp>
#include <ddd/platform/config/values.hpp>

namespace ddd::config {
namespace {

constexpr std::string_view kPrefix = "DDD_";

std::string variable_of(std::string_view section, std::string_view key) {
  std::string name = fmt::format("{}{}_{}", kPrefix, section, key);
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return name;
}

using Keys = std::map<std::string, const BoundKey<ToWrite>*, std::less<>>;

std::vector<std::string> names_of(const Keys& keys) {
  std::vector<std::string> names;
  for (const auto& [name, key] : keys) names.push_back(name);
  return names;
}

class Loader {
 public:
  explicit Loader(std::span<const BoundSection<ToWrite>> sections) {
    for (const auto& section : sections) {
      section_names_.emplace_back(section.name);
      for (const auto& key : section.keys) {
        by_name_.emplace(fmt::format("{}.{}", section.name, key.info.name), &key);
        if (!by_variable_.emplace(variable_of(section.name, key.info.name), &key).second)
          throw std::logic_error("two fields share " + variable_of(section.name, key.info.name));
      }
    }
  }

  void take_file(const std::filesystem::path& file) {
    const auto sections = read_toml(file);
    if (!sections) {
      problems_.push_back(sections.error());
      return;
    }
    for (const auto& section : *sections) take_section(section);
  }

  void take_environment(const Texts& environment) {
    std::map<std::string_view, std::string_view> ours;
    for (const auto& [name, text] : environment) {
      if (name.starts_with(kPrefix)) ours.emplace(name, text);
    }
    for (const auto& [name, text] : ours) {
      if (const auto found = by_variable_.find(name); found == by_variable_.end()) {
        const auto near = closest(name, names_of(by_variable_));
        problems_.push_back(name_only(name) + " is not a known variable" +
                            (near ? "; did you mean " + *near + "?" : ""));
      } else if (const auto problem = set_from_text(*found->second, text)) {
        problems_.push_back(fmt::format("{} {}", name, *problem));
      }
    }
  }

  void take_overrides(const Texts& overrides) {
    for (const auto& [name, text] : overrides) {
      if (const auto found = by_name_.find(name); found == by_name_.end()) {
        problems_.push_back(fmt::format("--set {}: unknown key{}", name_only(name), did_you_mean(near_key(name))));
      } else if (const auto problem = set_from_text(*found->second, text)) {
        problems_.push_back(fmt::format("--set {} {}", name, *problem));
      }
    }
  }

  [[nodiscard]] Problems problems() && { return std::move(problems_); }

 private:
  void take_section(const TomlSection& section) {
    const bool is_known = std::ranges::find(section_names_, section.name) != section_names_.end();
    if (!section.is_table) {
      problems_.push_back(
          is_known ? fmt::format("{}: {} is a section: [{}]", section.at, in_quotes(section.name), section.name)
                   : fmt::format("{}: {} stands outside of a section{}", section.at, in_short_quotes(section.name),
                                 did_you_mean(same_key(section.name))));
    } else if (!is_known) {
      problems_.push_back(fmt::format("{}: unknown section {}{}", section.at, in_short_quotes(section.name),
                                      did_you_mean(closest(section.name, section_names_))));
    } else {
      for (const auto& key : section.keys) take_key(section.name, key);
    }
  }

  void take_key(const std::string& section, const TomlKey& key) {
    const auto name = fmt::format("{}.{}", section, key.name);
    if (const auto found = by_name_.find(name); found == by_name_.end()) {
      problems_.push_back(
          fmt::format("{}: unknown key {}{}", key.key_at, in_short_quotes(name), did_you_mean(near_key(name))));
    } else if (const auto problem = set_from_toml(*found->second, key.value)) {
      problems_.push_back(fmt::format("{}: {} {}", key.value_at, name, *problem));
    }
  }

  /// A key of the same section, or the same key in another one.
  [[nodiscard]] std::optional<std::string> near_key(std::string_view name) const {
    const auto dot = name.find('.');
    if (dot == name.npos) return same_key(name);
    std::vector<std::string> siblings;
    for (const auto& [full, key] : by_name_) {
      if (full.starts_with(name.substr(0, dot + 1))) siblings.emplace_back(key->info.name);
    }
    if (const auto near = closest(name.substr(dot + 1), siblings))
      return fmt::format("{}.{}", name.substr(0, dot), *near);
    if (const auto same = same_key(name.substr(dot + 1))) return same;
    return closest(name, names_of(by_name_));
  }

  [[nodiscard]] std::optional<std::string> same_key(std::string_view name) const {
    const auto found =
        std::ranges::find_if(by_name_, [name](const auto& item) { return item.second->info.name == name; });
    return found == by_name_.end() ? std::nullopt : std::optional(found->first);
  }

  static std::string did_you_mean(const std::optional<std::string>& name) {
    return name ? fmt::format("; did you mean {}?", in_quotes(*name)) : std::string();
  }

  /// Unquoted, as far as it is a plain name.
  static std::string name_only(std::string_view name) {
    auto text = in_short_quotes(name);
    return text.find('\\') == text.npos ? text.substr(1, text.size() - 2) : text;
  }

  std::vector<std::string> section_names_;
  Keys by_name_;
  Keys by_variable_;
  Problems problems_;
};

}  // namespace

Texts process_environment() {
  Texts variables;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view entry = *at;
    if (const auto equals = entry.find('='); equals != entry.npos)
      variables.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return variables;
}

std::expected<void, Problems> load_bound(const Sources& sources, std::span<const BoundSection<ToWrite>> sections) {
  Loader loader(sections);
  if (sources.file) loader.take_file(*sources.file);
  loader.take_environment(sources.environment);
  loader.take_overrides(sources.overrides);
  auto problems = std::move(loader).problems();
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return {};
}

}  // namespace ddd::config
