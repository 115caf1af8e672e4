#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <ddd/embedded/config.hpp>
#include <ddd/platform/config/config.hpp>

namespace ddd::embedded {

/// What a command line says of the configuration.
struct ConfigArguments {
  std::optional<std::filesystem::path> file;
  /// "section.key=value", as `--set` takes them.
  std::vector<std::string> settings;
};

/// The configuration from file, environment and command line, checked as a whole: or every reason why not, one line
/// each.
[[nodiscard]] std::expected<Config, config::Problems> load_config(const ConfigArguments& arguments);

/// As a TOML file, without the secrets.
[[nodiscard]] std::string print_config(const Config& config);

}  // namespace ddd::embedded
