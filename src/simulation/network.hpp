#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <ddd/simulation/faults.hpp>
#include <ddd/simulation/scheduler.hpp>
#include <ddd/simulation/statistics.hpp>

namespace ddd::simulation {

/// Calls from one node to another: they take time, get lost on the way there or back, come twice or after their caller
/// has given up, and end with the process that answers them. A call under way outlives the process that sent it.
class Network {
 public:
  Network(Scheduler& scheduler, const Faults& faults, Statistics& statistics)
      : scheduler_(scheduler), faults_(faults), statistics_(statistics) {
    up_.fill(true);
  }

  struct Link {
    Micros shortest{200};
    Micros longest{2'000};
    Micros patience{1'000'000};  ///< of the caller
    double loss = 0;
    double duplicate = 0;  ///< only where the callee takes a repeat for what it is
  };
  /// Between services; a repeat is harmless by contract.
  [[nodiscard]] Link service_link() const { return {.loss = faults_.loss, .duplicate = faults_.duplicate / 4}; }

  void set_up(Node node, bool up) { up_[static_cast<std::size_t>(node)] = up; }
  [[nodiscard]] bool is_up(Node node) const { return up_[static_cast<std::size_t>(node)]; }

  /// What `work`, run on the node `to`, came to; nothing when no answer came in time: it may have run all the same.
  template <class Answer>
  [[nodiscard]] Task<std::optional<Answer>> call(Node from, Node to, Link link, std::function<Task<Answer>()> work) {
    auto answer = std::make_shared<std::optional<Answer>>();
    co_await scheduler_.park(from, [&](Scheduler::Ticket caller) {
      scheduler_.wake(caller, link.patience);
      for (int copies = draw_copies(link); copies > 0; --copies) deliver<Answer>(to, link, work, answer, caller);
    });
    co_return std::move(*answer);
  }

 private:
  /// The end of a call that its caller hears of: by the answer, or by the connection that breaks when the process dies.
  class Reply {
   public:
    Reply(Scheduler& scheduler, Scheduler::Ticket caller, Micros way) : to_(&scheduler), caller_(caller), way_(way) {}
    Reply(Reply&& other) noexcept : to_(std::exchange(other.to_, nullptr)), caller_(other.caller_), way_(other.way_) {}
    Reply& operator=(Reply&&) = delete;
    ~Reply() {
      if (to_ != nullptr) to_->wake(caller_, way_);
    }
    void lose() { to_ = nullptr; }

   private:
    Scheduler* to_;
    Scheduler::Ticket caller_;
    Micros way_;
  };

  template <class Answer>
  using Slot = std::shared_ptr<std::optional<Answer>>;

  template <class Answer>
  void deliver(Node to, const Link& link, std::function<Task<Answer>()> work, Slot<Answer> answer,
               Scheduler::Ticket caller) {
    Reply reply(scheduler_, caller, draw_way(link));
    const bool heard = !draw_loss(link);
    scheduler_.call(
        Node::world, draw_way(link),
        [this, to, heard, work = std::move(work), answer = std::move(answer), reply = std::move(reply)]() mutable {
          if (!is_up(to)) return;
          scheduler_.start(serve<Answer>(std::move(work), std::move(answer), std::move(reply), heard));
        });
  }

  template <class Answer>
  static Task<> serve(std::function<Task<Answer>()> work, Slot<Answer> answer, Reply reply, bool heard) {
    auto result = co_await work();
    if (!heard) {
      reply.lose();
    } else if (!*answer) {
      answer->emplace(std::move(result));
    }
  }

  [[nodiscard]] int draw_copies(const Link& link);
  [[nodiscard]] bool draw_loss(const Link& link);
  [[nodiscard]] Micros draw_way(const Link& link);

  Scheduler& scheduler_;
  const Faults& faults_;
  Statistics& statistics_;
  std::array<bool, 5> up_{};
};

}  // namespace ddd::simulation
