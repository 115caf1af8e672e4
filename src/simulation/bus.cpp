#include <set>
#include <utility>

#include <ddd/simulation/bus.hpp>

namespace ddd::simulation {
namespace {

constexpr Micros kFast{100};
constexpr Micros kSlow{3'000};

Task<bool> is_away(const ProcessBus::Surroundings& at) {
  auto& random = at.scheduler.random();
  co_await at.scheduler.pause(at.node, random.between(kFast, kSlow));
  const bool away = random.chance(at.faults.store_away);
  if (away) ++at.statistics.stores_away;
  co_return away;
}

class ProcessReader final : public BusReader {
 public:
  ProcessReader(ProcessBus::Surroundings at, std::string topic, std::unique_ptr<BusReader> inner, bool of_group)
      : at_(at), topic_(std::move(topic)), inner_(std::move(inner)), of_group_(of_group) {}

  [[nodiscard]] Task<Result<std::vector<Delivered>>> poll(std::size_t limit, std::chrono::milliseconds wait) override {
    if (of_group_ && co_await is_away(at_)) co_return Refused(store_errors::unavailable());
    auto& random = at_.scheduler.random();
    // As after a rebalance: what was not committed comes again.
    if (of_group_ && random.chance(at_.faults.duplicate / 4)) {
      ++at_.statistics.events_repeated;
      inner_->rewind();
    }
    if (of_group_ && limit > 1 && random.chance(0.25)) limit = 1 + random.below(limit - 1);
    DDD_CO_TRY(auto events, co_await inner_->poll(limit, kNoWait));
    if (!events.empty() || wait == kNoWait) co_return events;
    // Longer than asked for: only an append can make a difference, and most of a run is waiting.
    co_await at_.scheduler.park(at_.node, [&](Scheduler::Ticket ticket) {
      at_.shared.await(topic_, ticket);
      at_.scheduler.wake(ticket, std::chrono::minutes(1));
    });
    co_return co_await inner_->poll(limit, kNoWait);
  }

  [[nodiscard]] Task<Result<>> commit(std::int64_t offset) override {
    if (co_await is_away(at_)) co_return Refused(store_errors::unavailable());
    co_return co_await inner_->commit(offset);
  }

  void rewind() override { inner_->rewind(); }

 private:
  static constexpr std::chrono::milliseconds kNoWait{0};

  ProcessBus::Surroundings at_;
  std::string topic_;
  std::unique_ptr<BusReader> inner_;
  bool of_group_;
};

}  // namespace

void SharedBus::appended(const std::string& topic) {
  for (const auto ticket : std::exchange(waiting_[topic], {})) scheduler_.wake(ticket, kFast);
}

Task<Result<>> ProcessBus::append(std::vector<Event> events) {
  if (co_await is_away(at_)) co_return Refused(store_errors::unavailable());
  auto copy = events;
  std::set<std::string> topics;
  for (const auto& event : events) topics.insert(event.topic);
  DDD_CO_CHECK(co_await at_.shared.log().append(std::move(events)));
  // As by a relay that died before it could note what it had published.
  if (at_.scheduler.random().chance(at_.faults.duplicate / 4)) {
    ++at_.statistics.events_repeated;
    DDD_CO_CHECK(co_await at_.shared.log().append(std::move(copy)));
  }
  for (const auto& topic : topics) at_.shared.appended(topic);
  // It is on the log now, whether or not whoever appended hears of it.
  if (co_await is_away(at_)) co_return Refused(store_errors::unavailable());
  co_return Result<>{};
}

Task<Result<>> ProcessBus::bury(DeadLetter letter) {
  if (co_await is_away(at_)) co_return Refused(store_errors::unavailable());
  co_return co_await at_.shared.log().bury(std::move(letter));
}

std::unique_ptr<BusReader> ProcessBus::open(std::string group, std::string topic) {
  return std::make_unique<ProcessReader>(at_, topic, at_.shared.log().open(std::move(group), topic), true);
}

std::unique_ptr<BusReader> ProcessBus::replay(std::string topic, Timestamp since) {
  return std::make_unique<ProcessReader>(at_, topic, at_.shared.log().replay(topic, since), false);
}

}  // namespace ddd::simulation
