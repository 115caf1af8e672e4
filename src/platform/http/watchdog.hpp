#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include <ddd/platform/http/socket.hpp>

namespace ddd::http {

/// Calls `on_expiry` once when the deadline passes while it lives; it closes what the guarded operations wait for.
class Watchdog {
 public:
  Watchdog(ShardExecutor executor, std::chrono::steady_clock::time_point deadline, std::function<void()> on_expiry)
      : timer_(executor, deadline), state_(std::make_shared<State>(std::move(on_expiry))) {
    timer_.async_wait([state = state_](const boost::system::error_code& stopped) {
      if (stopped || !state->on_expiry) return;
      state->expired = true;
      state->on_expiry();
    });
  }
  ~Watchdog() {
    // The wait may have ended already and be queued: it must find nothing to call.
    state_->on_expiry = nullptr;
    timer_.cancel();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  [[nodiscard]] bool expired() const { return state_->expired; }

 private:
  struct State {
    explicit State(std::function<void()> on_expiry) : on_expiry(std::move(on_expiry)) {}
    std::function<void()> on_expiry;
    bool expired = false;
  };
  Timer timer_;
  std::shared_ptr<State> state_;
};

}  // namespace ddd::http
