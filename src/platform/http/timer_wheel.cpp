#include <algorithm>

#include <ddd/platform/http/timer_wheel.hpp>

namespace ddd::http {

void TimerWheel::Link::insert_before(Link& other) {
  previous = other.previous;
  next = &other;
  previous->next = this;
  other.previous = this;
}

void TimerWheel::Link::remove() {
  previous->next = next;
  next->previous = previous;
  previous = next = this;
}

void TimerWheel::arm(Entry& entry, std::chrono::seconds limit) {
  entry.due_ = now_ + static_cast<std::uint64_t>(limit.count()) + 1;
  if (entry.next == &entry || entry.due_ < entry.visited_at_) place(entry);
}

void TimerWheel::place(Entry& entry) {
  entry.remove();
  entry.visited_at_ = std::min(entry.due_, now_ + kLists - 1);
  entry.insert_before(lists_[entry.visited_at_ % kLists]);
}

void TimerWheel::tick() {
  ++now_;
  Link& list = lists_[now_ % kLists];
  while (list.next != &list) {
    auto& entry = static_cast<Entry&>(*list.next);
    entry.remove();
    if (entry.due_ == kNever) continue;
    if (entry.due_ > now_) {
      place(entry);
      continue;
    }
    entry.due_ = kNever;
    entry.on_timeout();
  }
}

}  // namespace ddd::http
