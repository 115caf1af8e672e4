#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ddd/platform/context/save_context.hpp>
#include <ddd/platform/messaging/bus.hpp>

namespace ddd::test {

/// A real bus whose next calls of each kind fail as often as it is told.
class FlakyBus final : public EventBus {
 public:
  explicit FlakyBus(EventBus& inner) : inner_(inner) {}

  [[nodiscard]] Task<Result<>> append(std::vector<Event> events) override {
    ++appends;
    if (fails(failing_appends)) co_return Refused(store_errors::unavailable());
    co_return co_await inner_.append(std::move(events));
  }
  [[nodiscard]] Task<Result<>> bury(DeadLetter letter) override {
    if (fails(failing_burials)) co_return Refused(store_errors::unavailable());
    buried.push_back(letter);
    co_return co_await inner_.bury(std::move(letter));
  }
  [[nodiscard]] std::unique_ptr<BusReader> open(std::string group, std::string topic) override {
    return std::make_unique<Reader>(*this, inner_.open(std::move(group), std::move(topic)));
  }
  [[nodiscard]] std::unique_ptr<BusReader> replay(std::string topic, Timestamp since) override {
    return std::make_unique<Reader>(*this, inner_.replay(std::move(topic), since));
  }

  int failing_appends = 0;
  int failing_burials = 0;
  int failing_polls = 0;
  int failing_commits = 0;
  int appends = 0;
  int polls = 0;
  std::vector<DeadLetter> buried;

 private:
  class Reader final : public BusReader {
   public:
    Reader(FlakyBus& bus, std::unique_ptr<BusReader> inner) : bus_(bus), inner_(std::move(inner)) {}
    [[nodiscard]] Task<Result<std::vector<Delivered>>> poll(std::size_t limit,
                                                            std::chrono::milliseconds wait) override {
      ++bus_.polls;
      // At once and without a suspension, as a file that can't be read.
      if (fails(bus_.failing_polls)) co_return Refused(store_errors::unavailable());
      co_return co_await inner_->poll(limit, wait);
    }
    [[nodiscard]] Task<Result<>> commit(std::int64_t offset) override {
      if (fails(bus_.failing_commits)) co_return Refused(store_errors::unavailable());
      co_return co_await inner_->commit(offset);
    }
    void rewind() override { inner_->rewind(); }

   private:
    FlakyBus& bus_;
    std::unique_ptr<BusReader> inner_;
  };

  static bool fails(int& times) {
    if (times == 0) return false;
    --times;
    return true;
  }

  EventBus& inner_;
};

}  // namespace ddd::test
