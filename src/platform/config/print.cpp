#include <fmt/format.h>

#include <ddd/platform/config/config.hpp>
#include <ddd/platform/config/values.hpp>

namespace ddd::config {
namespace {

bool is_set_secret(const BoundKey<ToRead>& key) {
  const auto* secret = std::get_if<const crypto::Secret*>(&key.place);
  return secret != nullptr && !(*secret)->empty();
}

}  // namespace

std::string print_bound(std::span<const BoundSection<ToRead>> sections) {
  std::string text;
  for (const auto& section : sections) {
    if (!text.empty()) text += '\n';
    text += fmt::format("[{}]\n", section.name);
    for (const auto& key : section.keys) {
      const auto limits = limits_of(key);
      text += fmt::format("# {}{}{}\n", key.info.description, limits.empty() ? "" : ". ", limits);
      text += fmt::format("{}{} = {}\n", is_set_secret(key) ? "# " : "", key.info.name, to_toml(key));
    }
  }
  return text;
}

}  // namespace ddd::config
