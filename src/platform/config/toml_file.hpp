#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include <ddd/platform/config/values.hpp>

namespace ddd::config {

struct TomlKey {
  std::string name;
  std::string key_at;    ///< "shop.toml:4:1"
  std::string value_at;  ///< "shop.toml:4:8"
  TomlValue value;
};
/// One table of the file's root, or something else that stands there.
struct TomlSection {
  std::string name;
  std::string at;
  bool is_table = true;
  std::vector<TomlKey> keys;
};

/// The file's contents in the order of their lines, or the one reason why there are none.
[[nodiscard]] std::expected<std::vector<TomlSection>, std::string> read_toml(const std::filesystem::path& file);

}  // namespace ddd::config
