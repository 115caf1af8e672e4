#include <ddd/platform/log/line_limit.hpp>

namespace ddd {
namespace {

/// A wall clock that was set back must not silence a key until it has caught up.
bool interval_is_over(Timestamp passed, Timestamp now) {
  return now < passed || now - passed >= LineLimit::kInterval;
}

}  // namespace

std::optional<std::uint64_t> LineLimit::admit(std::string_view key, Timestamp now) {
  const std::lock_guard lock(mutex_);
  auto [entry, is_new] = entry_for(key, now);
  if (!is_new && !interval_is_over(entry.passed, now)) {
    ++entry.suppressed;
    return std::nullopt;
  }
  entry.passed = now;
  return std::exchange(entry.suppressed, 0);
}

std::pair<LineLimit::Entry&, bool> LineLimit::entry_for(std::string_view key, Timestamp now) {
  if (const auto found = entries_.find(key); found != entries_.end()) return {found->second, false};
  if (entries_.size() >= kMaxKeys) {
    std::erase_if(entries_, [now](const auto& item) {
      return item.second.suppressed == 0 && interval_is_over(item.second.passed, now);
    });
  }
  const bool shared = entries_.size() >= kMaxKeys;
  const auto [made, is_new] = entries_.try_emplace(shared ? std::string() : std::string(key));
  return {made->second, is_new};
}

std::vector<std::pair<std::string, std::uint64_t>> LineLimit::take_suppressed() {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string, std::uint64_t>> taken;
  for (auto& [key, entry] : entries_) {
    if (entry.suppressed > 0) taken.emplace_back(key, std::exchange(entry.suppressed, 0));
  }
  return taken;
}

}  // namespace ddd
