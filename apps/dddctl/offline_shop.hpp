#pragma once

#include <memory>
#include <string>

#include <ddd/embedded/contexts.hpp>
#include <ddd/embedded/world.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/time/system_clock.hpp>
#include <ddd/runtime/shard_thread.hpp>

namespace ddd::ctl {

/// The four contexts on a data folder, without ports and background work: for commands that run a use case. The shop
/// may be running on the same folder: it hears of what is done here by the outbox.
class OfflineShop {
 public:
  /// Errors: those of embedded::World::open.
  [[nodiscard]] static Result<std::unique_ptr<OfflineShop>> open(const std::string& folder);
  ~OfflineShop();

  [[nodiscard]] embedded::World& world() { return *world_; }
  [[nodiscard]] embedded::Contexts& contexts() { return *contexts_; }
  [[nodiscard]] ShardThread& thread() { return thread_; }

 private:
  explicit OfflineShop(const std::string& folder);

  SystemClock clock_;
  Log log_;
  embedded::Config config_;
  ShardThread thread_;
  std::unique_ptr<embedded::World> world_;
  std::unique_ptr<embedded::Contexts> contexts_;
};

}  // namespace ddd::ctl
