#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>
#include <platform_ops/temp_folder.hpp>
#include <support/await.hpp>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/messaging/event.hpp>

namespace ddd::test {

inline constexpr Timestamp kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return at; }
  Timestamp at = kStart;
};

/// Ids one after another, the same in every run.
class CountingIds final : public IdSource {
 public:
  [[nodiscard]] Uuid next() override { return Uuid::v7(Timestamp(std::chrono::milliseconds(++count_)), {}); }

 private:
  std::atomic<std::int64_t> count_ = 0;
};

/// Takes no time but a turn of the event loop; `on_sleep` sees each call.
class TurnSleeper final : public Sleeper {
 public:
  [[nodiscard]] Task<> sleep_for(std::chrono::milliseconds duration) override {
    ++sleeps;
    slept += duration;
    if (on_sleep) on_sleep();
    co_await boost::asio::post(use_task);
  }
  int sleeps = 0;
  std::chrono::milliseconds slept{0};
  std::function<void()> on_sleep;
};

/// Holds a thread at a place until it is let go on.
class Gate {
 public:
  ~Gate() { open(); }
  void pass() {
    entered_.release();
    open_.acquire();
    open_.release();
  }
  /// Returns when a thread stands at the gate.
  void wait_until_entered() { entered_.acquire(); }
  void open() {
    if (!opened_.exchange(true)) open_.release();
  }

 private:
  std::counting_semaphore<> entered_{0};
  std::counting_semaphore<> open_{0};
  std::atomic<bool> opened_ = false;
};

/// The thread of a test as a shard.
class TestShard {
 public:
  template <class T>
  T run(Task<T> task) {
    return await(context, std::move(task));
  }
  void run(Task<> task) { await(context, std::move(task)); }

  /// Starts `task`; its answer is there when enough turns were taken.
  template <class T>
  std::shared_ptr<std::optional<T>> start(Task<T> task) {
    auto answer = std::make_shared<std::optional<T>>();
    boost::asio::co_spawn(context, store(std::move(task), answer), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
    turn();
    return answer;
  }
  /// Does all that can be done now.
  void turn() {
    context.restart();
    context.poll();
  }

  /// Turns the event loop until `done()`; a test that waits for what never comes fails after half a minute.
  template <class Condition>
  void turn_until(Condition done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "what was waited for did not come";
      context.restart();
      context.run_one_for(std::chrono::milliseconds(5));
    }
  }
  template <class T>
  T wait_for(const std::shared_ptr<std::optional<T>>& answer) {
    turn_until([&] { return answer->has_value(); });
    return answer->value();
  }

  boost::asio::io_context context{1};

 private:
  template <class T>
  static Task<> store(Task<T> task, std::shared_ptr<std::optional<T>> answer) {
    answer->emplace(co_await std::move(task));
  }
};

/// The n-th event of `key` on `topic`, every field set.
inline Event event_of(IdSource& ids, std::string key, std::int64_t sequence, std::string topic = "topic",
                      Timestamp time = kStart) {
  return {.id = ids.make<EventId>(),
          .topic = std::move(topic),
          .key = key,
          .type = "ddd.test.happened.v1",
          .source = "/services/test",
          .subject = "thing/" + key,
          .sequence = sequence,
          .aggregate_version = sequence + 100,
          .time = time,
          .correlation_id = "correlation",
          .causation_id = "causation",
          .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          .data = R"({"text":"it's \"quoted\" \u00eb"})"};
}

}  // namespace ddd::test
