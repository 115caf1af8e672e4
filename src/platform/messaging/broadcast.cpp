#include <utility>

#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/messaging/broadcast.hpp>

namespace ddd {
namespace {

constexpr std::chrono::milliseconds kPauseAfterFailure{500};

}  // namespace

BroadcastRunner::BroadcastRunner(std::string topic, std::vector<BroadcastSubscription> subscriptions, EventBus& bus,
                                 const Clock& clock)
    : subscriptions_(std::move(subscriptions)), reader_(bus.replay(std::move(topic), clock.now() - kReplay)) {}

Task<Result<>> BroadcastRunner::catch_up() {
  for (;;) {
    DDD_CO_TRY(const auto delivered, co_await deliver(std::chrono::milliseconds(0)));
    if (delivered == 0) co_return Result<>{};
  }
}

Task<> BroadcastRunner::run() {
  TimerSleeper sleeper;
  for (;;) {
    // A bus that fails may do so without a suspension: a pause keeps the shard free for its other work.
    if (!co_await deliver(std::chrono::milliseconds(1000))) co_await sleeper.sleep_for(kPauseAfterFailure);
  }
}

Task<Result<std::size_t>> BroadcastRunner::deliver(std::chrono::milliseconds wait) {
  DDD_CO_TRY(const auto events, co_await reader_->poll(256, wait));
  for (const auto& delivered : events) {
    for (const auto& subscription : subscriptions_) subscription.handle(delivered.event);
  }
  co_return events.size();
}

}  // namespace ddd
