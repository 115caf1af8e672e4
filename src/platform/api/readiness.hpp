#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/async/task_group.hpp>

namespace ddd::api {

/// How to find out whether a dependency works. `probe` runs on the shard; its error's message is shown to operators.
struct HealthCheck {
  std::string name;
  std::function<Task<Result<>>()> probe;
};

/// Whether a process can take requests: its dependencies answer and it is not about to stop. One per shard; used on it
/// alone. `stop` is awaited before this or what the probes use goes away.
class Readiness {
 public:
  struct Options {
    std::chrono::milliseconds cache_for{1000};    ///< no dependency is probed more often
    std::chrono::milliseconds probe_limit{2000};  ///< an answer that takes longer is none
  };
  enum class Status { up, down, no_answer };
  struct Dependency {
    std::string name;
    Status status = Status::no_answer;
    std::chrono::microseconds latency{0};
    std::string detail;  ///< empty when up
  };
  struct Report {
    bool ready = false;
    bool draining = false;
    std::vector<Dependency> dependencies;
  };

  /// `sleeper` outlives this.
  Readiness(ShardExecutor executor, Sleeper& sleeper, std::vector<HealthCheck> checks, Options options);

  /// Probes what was not probed lately and returns within the limit of a probe, however long a dependency stays silent.
  [[nodiscard]] Task<Report> report();
  /// From now on not ready, so that load balancers go elsewhere before the listeners close.
  void drain() { draining_ = true; }
  [[nodiscard]] Task<> stop() { return probing_.stop(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Probe {
    HealthCheck check;
    Clock::time_point started;
    bool running = false;
    std::optional<Dependency> last;
  };

  void start_due_probes();
  [[nodiscard]] bool awaits_answers() const;
  static Task<> run(Probe& probe);

  Sleeper& sleeper_;
  Options options_;
  std::vector<Probe> probes_;
  bool draining_ = false;
  TaskGroup probing_;
};

}  // namespace ddd::api
