#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <ddd/reconcile/history.hpp>

namespace ddd::ctl {

/// Keeps what every client did, in memory and as a line of JSON each in the history file: what is written there was
/// answered before.
class Recorder {
 public:
  explicit Recorder(const std::filesystem::path& file) : file_(file) {}

  void products(reconcile::Items initial_stock);
  void add(reconcile::Entry entry);
  /// What happened to the shop: "start", "kill".
  void event(const std::string& what);

  [[nodiscard]] std::int64_t now_us() const;
  [[nodiscard]] const reconcile::History& history() const { return history_; }
  /// How many entries there are of each action, and of each "action status".
  [[nodiscard]] std::map<std::string, std::int64_t> counts() const;

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::ofstream file_;
  reconcile::History history_;
};

}  // namespace ddd::ctl
