#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd::tracing {

/// Lets a number of things a second pass, and the same number at once after a pause. Lock-free; a refusal costs one
/// load, so that it may stand in the way of every request.
class Quota {
 public:
  explicit Quota(int per_second);
  [[nodiscard]] bool take(std::chrono::steady_clock::time_point now);

 private:
  std::int64_t each_;  ///< nanoseconds; 0: nothing passes
  std::atomic<std::int64_t> full_at_{0};
};

/// Samples by quotas: on a quiet day every write is recorded, under load a bounded number, whatever the load. Hands
/// every span to the sinks, on the thread that did the work.
class Recorder final : public Tracer {
 public:
  struct Options {
    int reads_per_second = 0;
    int writes_per_second = 0;
  };
  /// `clock` and the sinks outlive it.
  Recorder(Options options, const Clock& clock, std::vector<SpanSink*> sinks);

  [[nodiscard]] bool samples(Work work, std::chrono::steady_clock::time_point now) override;
  void record(Span span) override;

  /// Spans so far.
  [[nodiscard]] std::uint64_t recorded() const { return recorded_.load(std::memory_order_relaxed); }

 private:
  const Clock& clock_;
  std::vector<SpanSink*> sinks_;
  Quota reads_;
  Quota writes_;
  std::atomic<std::uint64_t> recorded_{0};
};

}  // namespace ddd::tracing
