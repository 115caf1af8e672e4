#include <algorithm>

#include <ddd/sandbox/webhooks/sender.hpp>
#include <ddd/sandbox/webhooks/signature.hpp>
#include <ddd/sandbox/wire/stripe_json.hpp>

namespace ddd::sandbox {
namespace {

/// A look at the queue is due after this even if nobody called: the store may have been unavailable.
constexpr std::chrono::milliseconds kLongestWait{1'000};

}  // namespace

std::optional<std::chrono::milliseconds> RetrySchedule::pause_after(int tries) const {
  if (tries >= most_tries) return std::nullopt;
  auto pause = first_pause;
  for (int doubled = 1; doubled < tries && pause < longest_pause; ++doubled) pause *= 2;
  return std::min(pause, longest_pause);
}

/// Keeps an event from being sent twice at the same time, for as long as this lives.
class WebhookSender::Flight {
 public:
  Flight(WebhookSender& sender, std::int64_t row) : sender_(sender), row_(row) {}
  ~Flight() {
    sender_.in_flight_.erase(row_);
    sender_.wake();
  }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;

 private:
  WebhookSender& sender_;
  std::int64_t row_;
};

WebhookSender::WebhookSender(ShardExecutor executor, Settings settings, EventStore& events, const Clock& clock,
                             Sleeper& sleeper, Log& log, TaskGroup& tasks)
    : settings_(std::move(settings)),
      events_(events),
      clock_(clock),
      sleeper_(sleeper),
      log_(log),
      tasks_(tasks),
      client_(http::Client::create(executor, settings_.endpoint.origin, {.max_connections = kAtOnce})),
      wake_(executor) {}

Task<> WebhookSender::run() {
  for (;;) {
    co_await start_due();
    co_await wake_.wait_for(co_await time_to_next());
  }
}

Task<> WebhookSender::start_due() {
  if (in_flight_.size() >= kAtOnce) co_return;
  // Those under way are still due, so as many more are read.
  const auto due = co_await events_.due_events(clock_.now(), kAtOnce + in_flight_.size());
  if (!due) co_return;
  for (const auto& event : *due) {
    if (in_flight_.size() >= kAtOnce) break;
    if (in_flight_.insert(event.row).second) tasks_.spawn("webhook", deliver(event));
  }
}

Task<std::chrono::milliseconds> WebhookSender::time_to_next() {
  const auto now = clock_.now();
  const auto next = co_await events_.next_due(now);
  if (!next || !*next) co_return kLongestWait;
  co_return std::min(std::chrono::ceil<std::chrono::milliseconds>(**next - now), kLongestWait);
}

Task<> WebhookSender::deliver(StoredEvent event) {
  const Flight flight(*this, event.row);
  const bool is_delivered = co_await send(event);
  const auto noted = co_await note(event, is_delivered);
  // It stays due and will be sent again: at least once. Not at once, or a full disk would make this a flood.
  if (!noted) co_await sleeper_.sleep_for(kLongestWait);
}

Task<bool> WebhookSender::send(const StoredEvent& event) {
  http::OutgoingRequest request{
      .method = http::Method::post, .target = settings_.endpoint.target, .headers = {}, .body = event_json(event)};
  request.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  request.headers.emplace_back("User-Agent", "payment-sandbox");
  request.headers.emplace_back("Stripe-Signature",
                               webhook_signature(settings_.secret.reveal(), request.body, clock_.now()));
  if (!event.event.traceparent.empty()) request.headers.emplace_back("traceparent", event.event.traceparent);
  const auto answer = co_await client_->exchange(std::move(request), settings_.time_limit);
  if (!answer) {
    log_.limited("sandbox.webhook")
        .warn("webhook not delivered", {{"event", event.event.id.to_text()}, {"reason", answer.error().reason}});
    co_return false;
  }
  if (answer->status >= 200 && answer->status < 300) co_return true;
  log_.limited("sandbox.webhook")
      .warn("webhook refused", {{"event", event.event.id.to_text()}, {"status", answer->status}});
  co_return false;
}

Task<Result<>> WebhookSender::note(const StoredEvent& event, bool is_delivered) {
  const auto now = clock_.now();
  if (is_delivered) co_return co_await events_.mark_delivered(event.row, now);
  const auto pause = settings_.retries.pause_after(event.tries + 1);
  if (!pause) log_.error("webhook given up", {{"event", event.event.id.to_text()}, {"type", event.event.type}});
  co_return co_await events_.mark_failed(event.row, pause ? std::optional<Timestamp>(now + *pause) : std::nullopt);
}

}  // namespace ddd::sandbox
