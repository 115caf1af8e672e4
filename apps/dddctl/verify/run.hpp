#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "child_shop.hpp"
#include "recorder.hpp"
#include "shopper.hpp"

#include <ddd/reconcile/books.hpp>
#include <ddd/reconcile/reconcile.hpp>

namespace ddd::ctl {

struct RunOptions {
  std::filesystem::path binary;
  std::filesystem::path folder;  ///< gets the shop's data, its log and the history
  std::chrono::seconds load{20};
  int clients = 8;
  int crashes = 3;
  std::uint64_t seed = 1;
};

/// A measured liveness promise: how long until nothing was left, at most `limit`.
struct Settled {
  std::string_view id;
  std::string_view what;
  std::chrono::seconds limit{};
  std::optional<std::chrono::milliseconds> took;  ///< empty: not within the limit
};

struct RunReport {
  std::map<std::string, std::int64_t> counts;
  std::int64_t operations = 0;
  int kills = 0;
  std::vector<Settled> settled;
  std::vector<reconcile::Finding> findings;
  std::vector<reconcile::Violation> violations;  ///< of the history, and of the process itself (H2)

  [[nodiscard]] bool is_clean() const;
};

/// One run: starts a shop of its own, lets clients loose on it, kills and restarts it at times that the seed decides,
/// lets everything come to rest, and judges. Used on the shard of `executor`.
class Run {
 public:
  Run(RunOptions options, ShardExecutor executor);

  /// Error: `verify.cannot_start`, `verify.cannot_prepare`, `reconcile.cannot_read`.
  [[nodiscard]] Task<Result<RunReport>> go();

  [[nodiscard]] std::filesystem::path history_file() const { return options_.folder / "history.jsonl"; }
  [[nodiscard]] std::filesystem::path log_file() const { return options_.folder / "shop.log"; }
  [[nodiscard]] std::filesystem::path data_folder() const { return options_.folder / "data"; }

 private:
  using Moment = std::chrono::steady_clock::time_point;

  [[nodiscard]] Task<Result<>> prepare();
  [[nodiscard]] Task<Result<std::int64_t>> make_product(std::string token, int number, std::int64_t stock);
  [[nodiscard]] Task<> sign_up(Shopper& shopper, int& refused);
  [[nodiscard]] Task<> load();
  [[nodiscard]] Task<> shop_with(Shopper& shopper, Moment until);
  [[nodiscard]] Task<> torment(Moment until);
  [[nodiscard]] Task<> tell_progress(Moment began, Moment until);
  [[nodiscard]] Task<> restart(const char* why);
  [[nodiscard]] Task<Result<>> settle();
  [[nodiscard]] Task<Result<>> judge();

  RunOptions options_;
  ShardExecutor executor_;
  TimerSleeper sleeper_;
  std::mt19937_64 random_;
  ChildShop shop_;
  Recorder recorder_;
  std::unique_ptr<Api> api_;
  std::vector<std::int64_t> products_;
  std::vector<std::unique_ptr<Shopper>> shoppers_;
  int shopping_ = 0;
  RunReport report_;
};

}  // namespace ddd::ctl
