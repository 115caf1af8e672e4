#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>

#include <ddd/platform/async/task.hpp>
#include <ddd/simulation/random.hpp>

namespace ddd::simulation {

/// What lives and dies by itself. The world never dies: buyers, the provider, messages under way.
enum class Node : std::uint8_t { world, user, product, basket, payment };
inline constexpr std::array kServices{Node::user, Node::product, Node::basket, Node::payment};

/// Virtual time and the order of things: every task of every node waits in here and nowhere else, and what is due at
/// the same moment goes on in an order that the seed decides. One thread; nothing ever waits for real.
class Scheduler {
 public:
  using Wake = std::move_only_function<void()>;
  /// Names a wait; worthless once that was woken or killed.
  struct Ticket {
    std::uint32_t place = 0;
    std::uint32_t use = 0;
  };

  explicit Scheduler(std::uint64_t seed) : random_(seed) {}
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  [[nodiscard]] ShardExecutor executor() { return context_.get_executor(); }
  /// Since the beginning; goes on only by `step`.
  [[nodiscard]] Micros now() const { return now_; }
  [[nodiscard]] Random& random() { return random_; }

  /// Starts a task that dies with its node: in a turn of its own, or (`start`) within the one that is under way.
  void spawn(Node node, Task<> task);
  void start(Task<> task);
  /// Runs `what` on the node after that time, unless it dies before.
  void call(Node node, Micros after, Wake what);
  [[nodiscard]] Task<> pause(Node node, Micros duration) {
    return park(node, [this, duration](Ticket ticket) { wake(ticket, duration); });
  }
  /// Suspends the calling task, which is one of the node's, until its ticket, given to `start`, is woken.
  template <class Start>
  [[nodiscard]] Task<> park(Node node, Start start) {
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<ShardExecutor>, void()>(
        [](auto handler, Scheduler* self, Node node, Start start) {
          start(self->keep(node, [handler = std::move(handler)]() mutable { std::move(handler)(); }));
        },
        use_task, this, node, std::move(start));
  }
  /// Of several wakes the first counts.
  void wake(Ticket ticket, Micros after);

  /// Destroys every task of the node where it stands, and what was to be called on it.
  void kill(Node node);

  /// Lets one thing happen; false when nothing is waited for. Throws what ended a task.
  bool step();
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  /// Mixes a fact into the hash that two runs of a seed must agree on.
  void note(std::uint64_t fact) { trace_ = (trace_ ^ fact) * 0x9e3779b97f4a7c15 + 0x7f4a7c15; }
  [[nodiscard]] std::uint64_t trace() const { return trace_; }

 private:
  struct Place {
    Wake wake;
    Node node = Node::world;
    std::uint32_t use = 0;  ///< odd while somebody waits here
  };
  struct Due {
    Micros at{};
    std::uint64_t order = 0;
    Ticket ticket;
    /// For a heap whose top is what comes first.
    [[nodiscard]] static bool comes_later(const Due& a, const Due& b) {
      return a.at != b.at ? a.at > b.at : a.order > b.order;
    }
  };
  [[nodiscard]] Ticket keep(Node node, Wake wake);
  [[nodiscard]] Wake take(Ticket ticket);
  void settle();

  boost::asio::io_context context_{1};
  Random random_;
  Micros now_{0};
  std::vector<Place> places_;
  std::vector<std::uint32_t> free_;
  std::vector<Due> due_;
  std::uint64_t steps_ = 0;
  std::uint64_t trace_ = 0x51ed270b;
  std::exception_ptr failure_;
};

}  // namespace ddd::simulation
