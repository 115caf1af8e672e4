#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd::tracing {

using TraceId = std::array<std::uint8_t, 16>;

/// One line of a list of traces.
struct TraceSummary {
  TraceId id{};
  std::string name;     ///< of the span that began first
  std::string service;  ///< of the same
  Timestamp started_at;
  std::chrono::microseconds took{0};  ///< from the begin of the first span to the end of the last
  std::size_t spans = 0;
  std::size_t errors = 0;
};

/// The traces of the last minutes, in memory that is bounded by a number of spans: past it the traces that began first
/// are forgotten first. Thread-safe.
class SpanStore final : public SpanSink {
 public:
  struct Options {
    std::chrono::milliseconds keep{std::chrono::minutes(15)};
    std::size_t most_spans = 50'000;
    std::size_t most_spans_of_a_trace = 1'000;
  };
  /// `clock` outlives it.
  SpanStore(Options options, const Clock& clock);

  void take(const RecordedSpan& span) override;

  /// The spans of a trace by their begin; empty for one that is unknown or no longer kept.
  [[nodiscard]] std::vector<RecordedSpan> find(const TraceId& id);
  /// The kept traces, those that took the longest first.
  [[nodiscard]] std::vector<TraceSummary> slowest(std::size_t limit);

  [[nodiscard]] std::size_t size() const;
  /// Spans that one trace had too many.
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  struct Trace {
    TraceId id{};
    Timestamp first_seen;
    std::vector<RecordedSpan> spans;
  };
  struct Hash {
    [[nodiscard]] std::size_t operator()(const TraceId& id) const;
  };

  [[nodiscard]] Trace& trace_of(const TraceId& id, Timestamp now);
  void forget_old(Timestamp now);

  Options options_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::list<Trace> traces_;  ///< in the order in which they were first heard of
  std::unordered_map<TraceId, std::list<Trace>::iterator, Hash> by_id_;
  std::size_t spans_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace ddd::tracing
