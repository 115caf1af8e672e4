#include <utility>
#include <vector>

#include <ddd/platform/messaging/read_back.hpp>

namespace ddd {
namespace {

constexpr std::size_t kBatch = 500;

metrics::Counter& outcome_counter(metrics::Registry& metrics, const std::string& group, const std::string& topic,
                                  std::string outcome) {
  return metrics.counter("consumer_events_total", "Events by what became of them in a consumer group.",
                         {{"group", group}, {"topic", topic}, {"outcome", std::move(outcome)}});
}

}  // namespace

OutboxReadBack::OutboxReadBack(const std::string& context, std::string topic, OutboxAudit& outbox, EventBus& bus,
                               const Clock& clock, metrics::Registry& metrics, Log& log)
    : context_(context),
      outbox_(outbox),
      bus_(bus),
      clock_(clock),
      log_(log),
      reader_(bus.open(group_of(context), topic)),
      news_(outcome_counter(metrics, group_of(context), topic, "applied")),
      repeats_(outcome_counter(metrics, group_of(context), topic, "duplicate")),
      strangers_(outcome_counter(metrics, group_of(context), topic, "ignored")),
      republished_(metrics.counter("outbox_republished_total",
                                   "Events that were published again because they did not come back.",
                                   {{"context", context}})),
      unobserved_age_(metrics.gauge("outbox_unobserved_seconds",
                                    "Age of the oldest event that was published a minute ago and did not come back.",
                                    {{"context", context}})) {}

Task<Result<>> OutboxReadBack::round() {
  // A round that failed may have read more than it committed.
  reader_->rewind();
  for (bool more = true; more;) {
    DDD_CO_TRY(more, co_await observe());
  }
  co_return co_await publish_again();
}

Task<Result<bool>> OutboxReadBack::observe() {
  DDD_CO_TRY(const auto batch, co_await reader_->poll(kBatch, std::chrono::milliseconds(0)));
  if (batch.empty()) co_return false;
  std::vector<EventId> events;
  events.reserve(batch.size());
  for (const auto& delivered : batch) events.push_back(delivered.event.id);
  DDD_CO_TRY(const auto seen, co_await outbox_.mark_observed(std::move(events), clock_.now()));
  DDD_CO_CHECK(co_await reader_->commit(batch.back().offset));
  news_.increment(seen.news);
  repeats_.increment(seen.repeats);
  strangers_.increment(seen.strangers);
  co_return batch.size() == kBatch;
}

// The end of the topic was just read: what was published a minute ago and is still missing isn't there.
Task<Result<>> OutboxReadBack::publish_again() {
  const auto now = clock_.now();
  DDD_CO_TRY(auto rows, co_await outbox_.unobserved(now - kPatience, kBatch));
  unobserved_age_.set(rows.empty() ? 0 : std::chrono::duration<double>(now - rows.front().event.time).count());
  if (rows.empty()) co_return Result<>{};
  std::vector<Event> events;
  std::vector<std::int64_t> numbers;
  for (auto& row : rows) {
    events.push_back(std::move(row.event));
    numbers.push_back(row.row);
  }
  log_.error("events did not come back and are published again",
             {{"context", context_}, {"events", events.size()}, {"first", events.front().id.to_text()}});
  DDD_CO_CHECK(co_await bus_.append(std::move(events)));
  republished_.increment(numbers.size());
  co_return co_await outbox_.mark_republished(std::move(numbers), clock_.now());
}

}  // namespace ddd
