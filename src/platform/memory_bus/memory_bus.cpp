#include <algorithm>

#include <ddd/platform/memory_bus/memory_bus.hpp>

namespace ddd {

class MemoryReader final : public BusReader {
 public:
  MemoryReader(MemoryBus& bus, std::string group, std::string topic, std::int64_t start)
      : bus_(bus),
        appended_(bus.executor_),
        group_(std::move(group)),
        topic_(std::move(topic)),
        start_(start),
        polled_(start) {
    bus_.watchers_.push_back(&appended_);
  }
  ~MemoryReader() override { std::erase(bus_.watchers_, &appended_); }

  [[nodiscard]] Task<Result<std::vector<Delivered>>> poll(std::size_t limit, std::chrono::milliseconds wait) override {
    if (at_end() && wait.count() > 0) co_await appended_.wait_for(wait);
    std::vector<Delivered> events;
    const auto& log = bus_.topics_[topic_];
    while (!at_end() && events.size() < limit) {
      events.push_back({.event = log[static_cast<std::size_t>(polled_)], .offset = polled_ + 1});
      ++polled_;
    }
    co_return events;
  }

  [[nodiscard]] Task<Result<>> commit(std::int64_t offset) override {
    auto& committed = bus_.committed_[{group_, topic_}];
    committed = std::max(committed, offset);
    start_ = std::max(start_, offset);
    co_return Result<>{};
  }

  void rewind() override { polled_ = start_; }

 private:
  [[nodiscard]] bool at_end() const { return polled_ >= std::ssize(bus_.topics_[topic_]); }

  MemoryBus& bus_;
  Signal appended_;
  std::string group_;
  std::string topic_;
  std::int64_t start_;
  std::int64_t polled_;
};

Task<Result<>> MemoryBus::append(std::vector<Event> events) {
  for (auto& event : events) topics_[event.topic].push_back(std::move(event));
  for (auto* watcher : watchers_) watcher->notify();
  co_return Result<>{};
}

Task<Result<>> MemoryBus::bury(DeadLetter letter) {
  const bool known = std::ranges::any_of(dead_letters_, [&](const DeadLetter& other) {
    return other.group == letter.group && other.topic == letter.topic && other.offset == letter.offset;
  });
  if (!known) dead_letters_.push_back(std::move(letter));
  co_return Result<>{};
}

std::unique_ptr<BusReader> MemoryBus::open(std::string group, std::string topic) {
  const auto start = committed_[{group, topic}];
  return std::make_unique<MemoryReader>(*this, std::move(group), std::move(topic), start);
}

std::unique_ptr<BusReader> MemoryBus::replay(std::string topic, Timestamp since) {
  const auto& log = topics_[topic];
  const auto first = std::ranges::find_if(log, [&](const Event& event) { return event.time >= since; });
  return std::make_unique<MemoryReader>(*this, std::string(), std::move(topic), first - log.begin());
}

}  // namespace ddd
