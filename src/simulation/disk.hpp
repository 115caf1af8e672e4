#pragma once

#include <functional>
#include <utility>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/simulation/faults.hpp>
#include <ddd/simulation/scheduler.hpp>
#include <ddd/simulation/statistics.hpp>

namespace ddd::simulation {

/// A process's way to its store: every call takes time before and after its effect, so that others come in between and
/// the process can die on either side, and now and then the store is away and nothing happens.
class Disk {
 public:
  /// `on_write` is called right after every checked write: it may have left events behind.
  Disk(Scheduler& scheduler, Node node, const Faults& faults, Statistics& statistics, std::function<void()> on_write)
      : scheduler_(scheduler), node_(node), faults_(faults), statistics_(statistics), on_write_(std::move(on_write)) {}

  template <class T>
  [[nodiscard]] Task<Result<T>> read(Task<Result<T>> effect) {
    co_await pass();
    if (is_away()) co_return Refused(store_errors::unavailable());
    co_return co_await std::move(effect);
  }

  /// A write that tells nothing to anybody: a lease, a mark.
  template <class T>
  [[nodiscard]] Task<Result<T>> write(Task<Result<T>> effect) {
    co_await pass();
    if (is_away()) co_return Refused(store_errors::unavailable());
    auto result = co_await std::move(effect);
    co_await pass();
    co_return result;
  }

  /// `check` looks at what was written, before anything else happens.
  template <class T, class Check>
  [[nodiscard]] Task<Result<T>> write(Task<Result<T>> effect, Check check) {
    co_await pass();
    if (is_away()) co_return Refused(store_errors::unavailable());
    auto result = co_await std::move(effect);
    if (result) {
      ++statistics_.writes;
      check(result);
      on_write_();
    }
    co_await pass();
    co_return result;
  }

 private:
  [[nodiscard]] Task<> pass() { return scheduler_.pause(node_, scheduler_.random().between(kFast, kSlow)); }
  [[nodiscard]] bool is_away() {
    const bool away = scheduler_.random().chance(faults_.store_away);
    if (away) ++statistics_.stores_away;
    return away;
  }

  static constexpr Micros kFast{20};
  static constexpr Micros kSlow{1'000};

  Scheduler& scheduler_;
  Node node_;
  const Faults& faults_;
  Statistics& statistics_;
  std::function<void()> on_write_;
};

}  // namespace ddd::simulation
