#include <algorithm>
#include <chrono>
#include <exception>
#include <map>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <ddd/platform/async/when_all.hpp>
#include <ddd/platform/messaging/group_runner.hpp>

namespace ddd {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kBatch = 64;
constexpr milliseconds kPollWait{250};  // also how soon `finish` is noticed
constexpr int kMostAttempts = 5;
constexpr std::size_t kDeadLetter = 4;
/// By Handled, then dead letters.
constexpr std::array<std::string_view, 5> kOutcomes{"applied", "duplicate", "stale", "ignored", "dead_letter"};

/// The world's fault rather than the event's: it may work later.
bool is_passing(const Error& error) {
  return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout ||
         error.code == store_errors::kVersionConflict;
}

metrics::Counter& outcome_counter(metrics::Registry& metrics, const GroupSubscription& subscription,
                                  std::string outcome) {
  return metrics.counter(
      "consumer_events_total", "Events by what became of them in a consumer group.",
      {{"group", subscription.group}, {"topic", subscription.topic}, {"outcome", std::move(outcome)}});
}

}  // namespace

GroupRunner::GroupRunner(GroupSubscription subscription, EventBus& bus, const Clock& clock, Sleeper& sleeper,
                         metrics::Registry& metrics, Log& log, tracing::Tracer* tracer)
    : subscription_(std::move(subscription)),
      bus_(bus),
      clock_(clock),
      sleeper_(sleeper),
      log_(log),
      reader_(bus.open(subscription_.group, subscription_.topic)),
      outcomes_{&outcome_counter(metrics, subscription_, "applied"),
                &outcome_counter(metrics, subscription_, "duplicate"),
                &outcome_counter(metrics, subscription_, "stale"), &outcome_counter(metrics, subscription_, "ignored"),
                &outcome_counter(metrics, subscription_, "dead_letter")},
      lag_(metrics.gauge("consumer_lag_seconds", "Time between the last handled event and its handling.",
                         {{"group", subscription_.group}, {"topic", subscription_.topic}})),
      retries_(metrics.counter("consumer_retries_total", "Tries of a consumer group that failed and were repeated.",
                               {{"group", subscription_.group}, {"topic", subscription_.topic}})),
      blocked_(metrics.gauge("consumer_blocked_seconds",
                             "How long a consumer group has been repeating an event that can't be handled now.",
                             {{"group", subscription_.group}, {"topic", subscription_.topic}})),
      tracer_(tracer) {}

double GroupRunner::seconds_since(Timestamp time) const {
  return std::chrono::duration<double>(clock_.now() - time).count();
}

Task<> GroupRunner::run() {
  while (!finishing_) {
    const auto handled = co_await run_once(kPollWait);
    if (!handled) co_await sleeper_.sleep_for(milliseconds(500));
  }
}

Task<Result<std::size_t>> GroupRunner::run_once(milliseconds wait) {
  DDD_CO_TRY(auto batch, co_await reader_->poll(kBatch, wait));
  if (batch.empty()) co_return std::size_t{0};
  std::map<std::string_view, std::vector<const Delivered*>> by_key;
  for (const auto& delivered : batch) by_key[delivered.event.key].push_back(&delivered);
  bool all_done = true;
  std::vector<Task<>> chains;
  chains.reserve(by_key.size());
  for (const auto& [key, events] : by_key) chains.push_back(deliver_in_order(events, all_done));
  co_await when_all(std::move(chains));
  blocked_.set(0);
  if (!all_done) {
    reader_->rewind();
    co_return std::size_t{0};
  }
  // What is delivered again on request is old by nature.
  if (!batch.back().redriven) lag_.set(seconds_since(batch.back().event.time));
  const auto committed = co_await reader_->commit(batch.back().offset);
  if (!committed) {
    reader_->rewind();
    co_return Refused(committed.error());
  }
  co_return batch.size();
}

Task<> GroupRunner::deliver_in_order(const std::vector<const Delivered*>& events, bool& all_done) {
  for (const auto* delivered : events) {
    if (co_await deliver(*delivered)) continue;
    all_done = false;
    co_return;  // later events of the key must not overtake it
  }
}

Task<bool> GroupRunner::deliver(const Delivered& delivered) {
  milliseconds pause{20};
  const auto first_tried = clock_.now();
  for (int attempts = 1;; ++attempts) {
    const auto result = co_await attempt(delivered);
    if (result) {
      outcomes_[static_cast<std::size_t>(*result)]->increment();
      co_return true;
    }
    const auto& error = result.error();
    if (error.code == store_errors::kDuplicateEvent) {
      outcomes_[static_cast<std::size_t>(Handled::duplicate)]->increment();
      co_return true;
    }
    const bool unreadable = error.kind == ErrorKind::malformed;
    if (!is_passing(error) && (unreadable || attempts >= kMostAttempts))
      co_return co_await bury(delivered, error, attempts);
    if (finishing_) co_return false;
    retries_.increment();
    blocked_.set(seconds_since(first_tried));
    co_await sleeper_.sleep_for(pause);
    pause = std::min(pause * 2, milliseconds(2000));
  }
}

Task<Result<Handled>> GroupRunner::attempt(const Delivered& delivered) {
  const auto call = context_of(delivered.event);
  const auto started = std::chrono::steady_clock::now();
  auto result = co_await handle(call, delivered);
  if (tracing::records(tracer_, call.trace)) record_span(call, delivered, started, result);
  co_return result;
}

void GroupRunner::record_span(const CallContext& call, const Delivered& delivered,
                              std::chrono::steady_clock::time_point started, const Result<Handled>& result) {
  const auto& group = subscription_.group;
  tracer_->record(
      {.context = call.trace,
       .name = "consume " + group,
       .kind = tracing::SpanKind::consumer,
       .service = group.substr(0, group.find('.')) + "-service",
       .started = started,
       .ended = std::chrono::steady_clock::now(),
       .error = result ? std::string_view() : result.error().code,
       .attributes = {{"event.type", delivered.event.type},
                      {"event.id", delivered.event.id.to_text()},
                      {"event.offset", delivered.offset},
                      {"outcome", std::string(result ? kOutcomes[static_cast<std::size_t>(*result)] : "error")}}});
}

Task<Result<Handled>> GroupRunner::handle(const CallContext& call, const Delivered& delivered) {
  try {
    co_return co_await subscription_.handle(call, delivered.event);
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) throw;
    log_.error("event handler failed",
               {{"group", subscription_.group}, {"event_id", delivered.event.id.to_text()}, {"reason", error.what()}});
  } catch (const std::exception& error) {
    log_.error("event handler failed",
               {{"group", subscription_.group}, {"event_id", delivered.event.id.to_text()}, {"reason", error.what()}});
  }
  co_return Refused(Error{.kind = ErrorKind::internal, .code = "internal", .message = "The handler failed."});
}

Task<bool> GroupRunner::bury(const Delivered& delivered, const Error& error, int attempts) {
  const auto& event = delivered.event;
  log_.error("event set aside as a dead letter", {{"group", subscription_.group},
                                                  {"topic", event.topic},
                                                  {"offset", delivered.offset},
                                                  {"event_id", event.id.to_text()},
                                                  {"type", event.type},
                                                  {"code", error.code},
                                                  {"attempts", attempts},
                                                  {"next", "dddctl dead-letter list"}});
  DeadLetter letter{.group = subscription_.group,
                    .topic = event.topic,
                    .offset = delivered.offset,
                    .event = event,
                    .error_code = std::string(error.code),
                    .error_message = error.message,
                    .attempts = attempts,
                    .failed_at = clock_.now()};
  while (!(co_await bus_.bury(letter))) {
    if (finishing_) co_return false;
    co_await sleeper_.sleep_for(milliseconds(500));
  }
  outcomes_[kDeadLetter]->increment();
  co_return true;
}

}  // namespace ddd
