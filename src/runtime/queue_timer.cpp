#include <boost/asio/steady_timer.hpp>

#include <ddd/runtime/queue_timer.hpp>

namespace ddd {

Task<> QueueTimer::run() {
  using Clock = std::chrono::steady_clock;
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, ShardExecutor> timer(executor_);
  for (;;) {
    timer.expires_after(kPeriod);
    co_await timer.async_wait(use_task);
    const auto now = Clock::now();
    const auto waited = now - timer.expiry();
    watch_.observe(now, waited);
    gauge_.set(std::chrono::duration<double>(waited).count());
  }
}

}  // namespace ddd
