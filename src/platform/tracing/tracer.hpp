#pragma once

#include <chrono>

#include <ddd/platform/tracing/span.hpp>

namespace ddd::tracing {

/// What a trace begins with. Reads come in masses and are much alike, so that few of them are recorded.
enum class Work { read, write };

/// Where spans go. Owned once per process; callable from any thread. Whoever does work that may be part of a trace
/// takes a pointer to one, which is null where nothing is recorded, and asks `records` before it puts a span together.
class Tracer {
 public:
  virtual ~Tracer() = default;
  /// Decides for a trace that begins now; those that come from elsewhere bring the decision along.
  [[nodiscard]] virtual bool samples(Work work, std::chrono::steady_clock::time_point now) = 0;
  /// Never blocks for long and never fails: what there is no room for is dropped and counted.
  virtual void record(Span span) = 0;
};

/// Whether a span of this trace is wanted.
[[nodiscard]] inline bool records(const Tracer* tracer, const TraceContext& context) {
  return tracer != nullptr && context.sampled;
}

/// Where recorded spans end up: a store, an exporter. Called from any thread.
class SpanSink {
 public:
  virtual ~SpanSink() = default;
  virtual void take(const RecordedSpan& span) = 0;
};

}  // namespace ddd::tracing
