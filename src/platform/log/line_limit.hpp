#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <ddd/kernel/timestamp.hpp>

namespace ddd {

/// Lets one line per key and interval pass and counts the others. Thread-safe. Keeps at most `kMaxKeys` keys; when more
/// are in use within one interval, the newer ones share a limit.
class LineLimit {
 public:
  static constexpr std::chrono::seconds kInterval{1};
  static constexpr std::size_t kMaxKeys = 256;

  /// How many lines of this key were held back since the last that passed, if this one may pass.
  [[nodiscard]] std::optional<std::uint64_t> admit(std::string_view key, Timestamp now);

  /// The keys that hold back lines nobody has heard of, with their numbers; they count as heard of now.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> take_suppressed();

 private:
  struct Entry {
    Timestamp passed;
    std::uint64_t suppressed = 0;
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  /// The entry, and whether it is new.
  std::pair<Entry&, bool> entry_for(std::string_view key, Timestamp now);

  std::mutex mutex_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

}  // namespace ddd
