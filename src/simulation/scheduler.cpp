#include <algorithm>

#include <boost/asio/co_spawn.hpp>

#include <ddd/simulation/scheduler.hpp>

namespace ddd::simulation {

// What the tasks refer to is gone by now, so they must be too.
Scheduler::~Scheduler() {
  kill(Node::world);
  for (const auto node : kServices) kill(node);
}

void Scheduler::spawn(Node node, Task<> task) {
  call(node, Micros(0), [this, task = std::move(task)]() mutable { start(std::move(task)); });
}

void Scheduler::start(Task<> task) {
  boost::asio::co_spawn(context_, std::move(task), [this](std::exception_ptr failure) {
    if (failure && !failure_) failure_ = failure;
  });
}

void Scheduler::call(Node node, Micros after, Wake what) {
  wake(keep(node, std::move(what)), after);
}

void Scheduler::wake(Ticket ticket, Micros after) {
  if (ticket.use == 0) return;
  due_.push_back({now_ + after, random_.next(), ticket});
  std::ranges::push_heap(due_, &Due::comes_later);
}

Scheduler::Ticket Scheduler::keep(Node node, Wake wake) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(places_.size()));
    places_.emplace_back();
  }
  const auto index = free_.back();
  free_.pop_back();
  auto& place = places_[index];
  place.wake = std::move(wake);
  place.node = node;
  return {index, ++place.use};
}

Scheduler::Wake Scheduler::take(Ticket ticket) {
  auto& place = places_[ticket.place];
  if (place.use != ticket.use) return nullptr;
  ++place.use;
  free_.push_back(ticket.place);
  return std::exchange(place.wake, nullptr);
}

bool Scheduler::step() {
  while (!due_.empty()) {
    std::ranges::pop_heap(due_, &Due::comes_later);
    const auto due = due_.back();
    due_.pop_back();
    auto wake = take(due.ticket);
    if (!wake) continue;
    now_ = due.at;
    ++steps_;
    note(static_cast<std::uint64_t>(now_.count()) ^ (static_cast<std::uint64_t>(due.ticket.place) << 40));
    wake();
    settle();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return true;
  }
  return false;
}

// Whatever was posted goes on until it waits in here again.
void Scheduler::settle() {
  context_.restart();
  context_.poll();
}

void Scheduler::kill(Node node) {
  for (std::uint32_t index = 0; index < places_.size(); ++index) {
    const auto& place = places_[index];
    if (place.use % 2 == 1 && place.node == node) take({index, place.use}) = nullptr;
  }
  settle();
}

}  // namespace ddd::simulation
