#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <ddd/platform/async/sleep.hpp>

namespace ddd {

Task<> TimerSleeper::sleep_for(std::chrono::milliseconds duration) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, duration);
  co_await timer.async_wait(use_task);
}

}  // namespace ddd
