#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <ddd/platform/config/binding.hpp>
#include <ddd/platform/config/key.hpp>

namespace ddd::config {

using Texts = std::vector<std::pair<std::string, std::string>>;

/// Where values come from; later ones win over earlier ones and over the structs' defaults.
struct Sources {
  /// A TOML file that has to be there, at most 1 MiB.
  std::optional<std::filesystem::path> file;
  /// Variables by name. Those that start with "DDD_" are DDD_<SECTION>_<KEY> in capitals; the others are not looked at.
  Texts environment;
  /// From flags: ("payment.hold", "900s") of `--set payment.hold=900s`. Of several with one name the last wins.
  Texts overrides;
};

/// The process's variables. Call before other threads start.
[[nodiscard]] Texts process_environment();

/// What is wrong, one line each, with its place: "shop.toml:4:8: …", "DDD_PAYMENT_HOLD …" or "--set payment.hold …".
using Problems = std::vector<std::string>;

[[nodiscard]] std::expected<void, Problems> load_bound(const Sources& sources,
                                                       std::span<const BoundSection<ToWrite>> sections);
[[nodiscard]] std::string print_bound(std::span<const BoundSection<ToRead>> sections);

/// Sets every described field that a source names. All problems are reported, not just the first: unknown sections,
/// keys and variables (with the nearest known name), values of a wrong type or out of bounds, a file that can't be
/// read. The values of secrets are never shown. When there are problems the sections may be partly set and are not to
/// be used.
///
/// Throws std::logic_error when two fields would share a variable: a mistake in the descriptions.
template <class... S>
[[nodiscard]] std::expected<void, Problems> load(const Sources& sources, S&... sections) {
  const std::vector<BoundSection<ToWrite>> bound{bind<ToWrite>(sections)...};
  return load_bound(sources, bound);
}

/// The values as a TOML file with the descriptions as comments. It loads again and gives the same values, but for
/// secrets: one that is set stands as `# <key> = "<redacted>"`, commented out, since a service that took this for its
/// secret would run with one that everybody knows. `load` refuses that text, too.
template <class... S>
[[nodiscard]] std::string print(const S&... sections) {
  const std::vector<BoundSection<ToRead>> bound{bind<ToRead>(sections)...};
  return print_bound(bound);
}

}  // namespace ddd::config
