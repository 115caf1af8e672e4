#include <algorithm>
#include <chrono>

#include <ddd/platform/messaging/relay.hpp>

namespace ddd {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kBatch = 500;
constexpr milliseconds kLookAnyway{200};
constexpr milliseconds kLongestPause{1000};

}  // namespace

OutboxRelay::OutboxRelay(std::string context, Outbox& outbox, EventBus& bus, const Clock& clock,
                         metrics::Registry& metrics, ShardExecutor executor, tracing::Tracer* tracer)
    : service_(context + "-service"),
      outbox_(outbox),
      bus_(bus),
      clock_(clock),
      wake_(executor),
      published_(
          metrics.counter("outbox_published_total", "Events that a relay has put on the bus.", {{"context", context}})),
      oldest_age_(metrics.gauge("outbox_oldest_seconds", "Age of the oldest event that is not on the bus yet.",
                                {{"context", std::move(context)}})),
      tracer_(tracer) {}

Task<> OutboxRelay::run() {
  milliseconds pause = kLookAnyway;
  for (;;) {
    const auto published = co_await publish_batch();
    if (published && *published == kBatch) continue;
    pause = published ? kLookAnyway : std::min(pause * 2, kLongestPause);
    co_await wake_.wait_for(pause);
  }
}

Task<Result<std::size_t>> OutboxRelay::flush() {
  std::size_t total = 0;
  for (;;) {
    DDD_CO_TRY(const auto published, co_await publish_batch());
    total += published;
    if (published == 0) co_return total;
  }
}

std::vector<tracing::Span> OutboxRelay::spans_of(const std::vector<Event>& events) const {
  std::vector<tracing::Span> spans;
  if (tracer_ == nullptr) return spans;
  const auto now = std::chrono::steady_clock::now();
  for (const auto& event : events) {
    const auto trace = TraceContext::parse(event.traceparent);
    if (!trace || !trace->sampled) continue;
    spans.push_back({.context = trace->child(),
                     .name = "publish " + event.topic,
                     .kind = tracing::SpanKind::producer,
                     .service = service_,
                     .started = now,
                     .ended = now,
                     .error = {},
                     .attributes = {{"event.type", event.type},
                                    {"event.id", event.id.to_text()},
                                    {"batch.size", static_cast<std::int64_t>(events.size())}}});
  }
  return spans;
}

Task<Result<std::size_t>> OutboxRelay::publish_batch() {
  DDD_CO_TRY(auto rows, co_await outbox_.unpublished(kBatch));
  if (rows.empty()) {
    oldest_age_.set(0);
    co_return std::size_t{0};
  }
  oldest_age_.set(std::chrono::duration<double>(clock_.now() - rows.front().event.time).count());
  std::vector<Event> events;
  std::vector<std::int64_t> numbers;
  for (auto& row : rows) {
    events.push_back(std::move(row.event));
    numbers.push_back(row.row);
  }
  auto spans = spans_of(events);
  DDD_CO_CHECK(co_await bus_.append(std::move(events)));
  for (auto& span : spans) {
    span.ended = std::chrono::steady_clock::now();
    tracer_->record(std::move(span));
  }
  DDD_CO_CHECK(co_await outbox_.mark_published(std::move(numbers), clock_.now()));
  published_.increment(rows.size());
  co_return rows.size();
}

}  // namespace ddd
