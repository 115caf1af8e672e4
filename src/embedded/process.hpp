#pragma once

#include <memory>
#include <vector>

#include <ddd/embedded/config.hpp>
#include <ddd/embedded/folder_lock.hpp>
#include <ddd/embedded/grpc_servers.hpp>
#include <ddd/embedded/shard.hpp>
#include <ddd/embedded/world.hpp>
#include <ddd/runtime/shard_thread.hpp>
#include <ddd/sandbox/sandbox.hpp>

namespace ddd::embedded {

/// The running all-in-one shop. Used by one thread, which is none of its own.
class Process {
 public:
  /// Everything up to the point where requests are answered: locks the data folder, opens and migrates the stores,
  /// makes the demo data if it is wanted, binds the ports. `log` and `clock` outlive the process. Errors: `data.*`,
  /// `store.*`, `crypto.*`, `http.*`, `grpc.*`, `sandbox.*`, each with a message that says what to do; nothing is left
  /// running then.
  [[nodiscard]] static Result<std::unique_ptr<Process>> start(Config config, Log& log, const Clock& clock);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// As given, with the ports that were chosen for those given as 0.
  [[nodiscard]] const Config& config() const { return config_; }

  /// Answers what is under way, at most for the drain time, and ends everything in order. True if nothing was cut. Data
  /// is whole either way.
  bool stop();

 private:
  Process(Config config, FolderLock lock);

  [[nodiscard]] Result<> start_sandbox(Log& log, const Clock& clock);
  [[nodiscard]] Result<> start_shards(Timestamp started_at);

  Config config_;
  FolderLock lock_;
  // The contexts that threads run go last: workers of the world post their answers to them until they end.
  std::vector<std::unique_ptr<ShardThread>> threads_;
  std::unique_ptr<ShardThread> sandbox_thread_;
  std::unique_ptr<World> world_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::unique_ptr<GrpcServers> grpc_;
  bool stopped_ = false;
};

}  // namespace ddd::embedded
