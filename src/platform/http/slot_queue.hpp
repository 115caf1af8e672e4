#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <utility>

#include <ddd/platform/http/socket.hpp>

namespace ddd::http {

/// A number of slots that tasks of one shard take in order of asking, each waiting at most until its deadline.
class SlotQueue {
 public:
  /// A taken slot; given back when destroyed. Empty when none was to be had. Must not outlive its queue.
  class Slot {
   public:
    Slot() = default;
    explicit Slot(SlotQueue& queue) : queue_(&queue) {}
    Slot(Slot&& other) noexcept : queue_(std::exchange(other.queue_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (queue_) queue_->give_back();
    }
    explicit operator bool() const { return queue_ != nullptr; }

   private:
    SlotQueue* queue_ = nullptr;
  };

  SlotQueue(ShardExecutor executor, std::size_t slots, std::size_t max_waiting)
      : executor_(executor), free_(slots), max_waiting_(max_waiting) {}

  /// Empty when the deadline passed, or at once when `max_waiting` tasks wait already.
  [[nodiscard]] Task<Slot> take(std::chrono::steady_clock::time_point deadline);

 private:
  struct Waiter {
    Waiter(SlotQueue& queue, std::chrono::steady_clock::time_point deadline);
    ~Waiter();

    SlotQueue& queue;
    Timer timer;
    std::list<Waiter*>::iterator place;
    bool granted = false;
  };

  void give_back();

  ShardExecutor executor_;
  std::size_t free_;
  std::size_t max_waiting_;
  std::list<Waiter*> waiting_;
};

}  // namespace ddd::http
