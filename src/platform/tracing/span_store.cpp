#include <algorithm>
#include <cstring>

#include <ddd/platform/tracing/span_store.hpp>

namespace ddd::tracing {
namespace {

/// The span that began first comes first, and of those that began together the one that took the longest: it holds the
/// others.
std::pair<Timestamp, std::int64_t> order_of(const RecordedSpan& span) {
  return {span.started_at, -span.took.count()};
}

TraceSummary summary_of(const TraceId& id, const std::vector<RecordedSpan>& spans) {
  const auto& root = *std::ranges::min_element(spans, {}, order_of);
  TraceSummary summary{.id = id,
                       .name = root.span.name,
                       .service = root.span.service,
                       .started_at = root.started_at,
                       .spans = spans.size()};
  auto end = root.started_at;
  for (const auto& span : spans) {
    end = std::max(end, span.started_at + span.took);
    if (!span.span.error.empty()) ++summary.errors;
  }
  summary.took = end - summary.started_at;
  return summary;
}

}  // namespace

std::size_t SpanStore::Hash::operator()(const TraceId& id) const {
  std::size_t hash = 0;
  std::memcpy(&hash, id.data(), sizeof hash);  // ids are random
  return hash;
}

SpanStore::SpanStore(Options options, const Clock& clock) : options_(options), clock_(clock) {}

SpanStore::Trace& SpanStore::trace_of(const TraceId& id, Timestamp now) {
  const auto known = by_id_.find(id);
  if (known != by_id_.end()) return *known->second;
  const auto made = traces_.insert(traces_.end(), Trace{.id = id, .first_seen = now, .spans = {}});
  by_id_.emplace(id, made);
  return *made;
}

void SpanStore::forget_old(Timestamp now) {
  while (!traces_.empty()) {
    const auto& oldest = traces_.front();
    if (spans_ <= options_.most_spans && oldest.first_seen > now - options_.keep) return;
    spans_ -= oldest.spans.size();
    by_id_.erase(oldest.id);
    traces_.pop_front();
  }
}

void SpanStore::take(const RecordedSpan& span) {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  auto& trace = trace_of(span.span.context.trace_id, now);
  if (trace.spans.size() >= options_.most_spans_of_a_trace) {
    ++dropped_;
    return;
  }
  trace.spans.push_back(span);
  ++spans_;
  forget_old(now);
}

std::vector<RecordedSpan> SpanStore::find(const TraceId& id) {
  std::vector<RecordedSpan> spans;
  {
    const std::lock_guard lock(mutex_);
    forget_old(clock_.now());
    const auto known = by_id_.find(id);
    if (known != by_id_.end()) spans = known->second->spans;
  }
  std::ranges::sort(spans, {}, order_of);
  return spans;
}

std::vector<TraceSummary> SpanStore::slowest(std::size_t limit) {
  std::vector<TraceSummary> summaries;
  {
    const std::lock_guard lock(mutex_);
    forget_old(clock_.now());
    for (const auto& trace : traces_) summaries.push_back(summary_of(trace.id, trace.spans));
  }
  std::ranges::sort(summaries, std::ranges::greater(), &TraceSummary::took);
  summaries.resize(std::min(summaries.size(), limit));
  return summaries;
}

std::size_t SpanStore::size() const {
  const std::lock_guard lock(mutex_);
  return spans_;
}

std::uint64_t SpanStore::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace ddd::tracing
