#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_set>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/platform/http/client.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/sandbox/application/ports/event_store.hpp>
#include <ddd/sandbox/webhooks/endpoint.hpp>

namespace ddd::sandbox {

/// How often and how long a webhook is tried. docs.stripe.com/webhooks: Stripe tries for days with exponential backoff
/// in live mode and three times in a sandbox; here 12 tries in about six minutes by default.
struct RetrySchedule {
  int most_tries = 12;
  std::chrono::milliseconds first_pause{1'000};  ///< doubled after every try
  std::chrono::milliseconds longest_pause{60'000};

  /// The pause after the n-th failed try (n >= 1); nothing when it was the last.
  [[nodiscard]] std::optional<std::chrono::milliseconds> pause_after(int tries) const;
};

/// Sends the pending events to the endpoint: at least once, in no promised order, at most four at a time, each try
/// signed anew. The queue is in the store, so that it outlives the process. An answer of 2xx is a success; anything
/// else, redirects included, is a failure (docs.stripe.com/webhooks). Lives on one shard.
class WebhookSender {
 public:
  struct Settings {
    Endpoint endpoint;
    crypto::Secret secret;
    RetrySchedule retries;
    std::chrono::milliseconds time_limit{10'000};  ///< of one try
  };
  /// `events`, `clock`, `sleeper`, `log` and `tasks` outlive this; `tasks` is stopped before this goes away.
  WebhookSender(ShardExecutor executor, Settings settings, EventStore& events, const Clock& clock, Sleeper& sleeper,
                Log& log, TaskGroup& tasks);

  /// Runs until cancelled.
  [[nodiscard]] Task<> run();
  /// There may be new events.
  void wake() { wake_.notify(); }

 private:
  static constexpr std::size_t kAtOnce = 4;
  class Flight;

  [[nodiscard]] Task<> start_due();
  [[nodiscard]] Task<std::chrono::milliseconds> time_to_next();
  [[nodiscard]] Task<> deliver(StoredEvent event);
  [[nodiscard]] Task<bool> send(const StoredEvent& event);
  [[nodiscard]] Task<Result<>> note(const StoredEvent& event, bool is_delivered);

  Settings settings_;
  EventStore& events_;
  const Clock& clock_;
  Sleeper& sleeper_;
  Log& log_;
  TaskGroup& tasks_;
  std::unique_ptr<http::Client> client_;
  Signal wake_;
  std::unordered_set<std::int64_t> in_flight_;  ///< rows
};

}  // namespace ddd::sandbox
