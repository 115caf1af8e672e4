#pragma once

#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd {

/// Runs a job again and again, a pause between rounds, until it is told to finish; a round under way ends first.
class PeriodicRunner {
 public:
  PeriodicRunner(PeriodicJob job, ShardExecutor executor, metrics::Registry& metrics, Log& log);

  [[nodiscard]] Task<> run();
  void finish();

 private:
  [[nodiscard]] Task<> round();

  PeriodicJob job_;
  Signal wake_;
  metrics::Counter& failures_;
  Log& log_;
  bool finishing_ = false;
};

}  // namespace ddd
