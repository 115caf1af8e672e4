#include <ddd/platform/http/slot_queue.hpp>

namespace ddd::http {

SlotQueue::Waiter::Waiter(SlotQueue& queue, std::chrono::steady_clock::time_point deadline)
    : queue(queue), timer(queue.executor_, deadline), place(queue.waiting_.insert(queue.waiting_.end(), this)) {}

SlotQueue::Waiter::~Waiter() {
  if (!granted) queue.waiting_.erase(place);
}

Task<SlotQueue::Slot> SlotQueue::take(std::chrono::steady_clock::time_point deadline) {
  if (free_ > 0) {
    --free_;
    co_return Slot(*this);
  }
  if (waiting_.size() >= max_waiting_) co_return Slot();
  Waiter waiter(*this, deadline);
  // A granted slot cancels the timer; one that is granted while the timer ends, or the task is cancelled, is taken too.
  co_await waiter.timer.async_wait(use_outcome);
  if (!waiter.granted) co_return Slot();
  co_return Slot(*this);
}

void SlotQueue::give_back() {
  if (waiting_.empty()) {
    ++free_;
    return;
  }
  Waiter& first = *waiting_.front();
  waiting_.pop_front();
  first.granted = true;
  first.timer.cancel();
}

}  // namespace ddd::http
