#include <algorithm>

#include <ddd/platform/tracing/recorder.hpp>

namespace ddd::tracing {
namespace {

using std::chrono::floor, std::chrono::microseconds;

constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

Quota::Quota(int per_second) : each_(per_second > 0 ? kSecond / per_second : 0) {}

bool Quota::take(std::chrono::steady_clock::time_point now) {
  if (each_ == 0) return false;
  const auto at = std::chrono::nanoseconds(now.time_since_epoch()).count();
  auto full_at = full_at_.load(std::memory_order_relaxed);
  while (true) {
    const auto next = std::max(full_at, at) + each_;
    if (next - at > kSecond) return false;
    if (full_at_.compare_exchange_weak(full_at, next, std::memory_order_relaxed)) return true;
  }
}

Recorder::Recorder(Options options, const Clock& clock, std::vector<SpanSink*> sinks)
    : clock_(clock), sinks_(std::move(sinks)), reads_(options.reads_per_second), writes_(options.writes_per_second) {}

bool Recorder::samples(Work work, std::chrono::steady_clock::time_point now) {
  if (sinks_.empty()) return false;
  return (work == Work::read ? reads_ : writes_).take(now);
}

void Recorder::record(Span span) {
  recorded_.fetch_add(1, std::memory_order_relaxed);
  const auto ago = floor<microseconds>(std::chrono::steady_clock::now() - span.started);
  const auto took = floor<microseconds>(span.ended - span.started);
  const RecordedSpan recorded{.span = std::move(span), .started_at = clock_.now() - ago, .took = took};
  for (auto* sink : sinks_) sink->take(recorded);
}

}  // namespace ddd::tracing
