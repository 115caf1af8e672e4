#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd {

/// Counts and times every use case of one service by its outcome, and logs the failures that are ours. One per shard.
class UseCaseMetrics final : public UseCaseObserver {
 public:
  UseCaseMetrics(std::string service, metrics::Registry& metrics, Log& log)
      : service_(std::move(service)), metrics_(metrics), log_(log) {}

  void finished(const CallContext& call, std::string_view use_case, std::chrono::steady_clock::duration took,
                const Error* error) override;

 private:
  [[nodiscard]] metrics::Histogram& durations(std::string_view use_case, std::string_view code);

  std::string service_;
  metrics::Registry& metrics_;
  Log& log_;
  /// Names and codes have static storage.
  std::map<std::pair<std::string_view, std::string_view>, metrics::Histogram*> durations_;
};

}  // namespace ddd
