#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <ddd/platform/async/signal.hpp>

namespace ddd {

Signal::Signal(ShardExecutor executor) : executor_(executor), state_(std::make_shared<State>(executor)) {}

void Signal::notify() {
  boost::asio::post(executor_, [state = state_] {
    state->notified = true;
    state->timer.cancel();
  });
}

Task<> Signal::wait_for(std::chrono::milliseconds limit) {
  auto state = state_;
  if (!state->notified) {
    state->timer.expires_after(limit);
    // A cancelled wait means "notified" or "this task is being stopped"; the latter throws at the next await.
    co_await state->timer.async_wait(boost::asio::as_tuple(use_task));
  }
  state->notified = false;
  if ((co_await boost::asio::this_coro::cancellation_state).cancelled() != boost::asio::cancellation_type::none) {
    throw boost::system::system_error(boost::asio::error::operation_aborted);
  }
}

}  // namespace ddd
