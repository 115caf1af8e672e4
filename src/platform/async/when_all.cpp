#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <ddd/platform/async/one_shot.hpp>
#include <ddd/platform/async/when_all.hpp>

namespace ddd {

Task<> when_all(std::vector<Task<>> tasks) {
  if (tasks.empty()) co_return;
  const auto executor = co_await boost::asio::this_coro::executor;
  // Lives in this frame: the frame can't end before the last task has reported.
  std::size_t left = tasks.size();
  std::exception_ptr first_failure;
  OneShot<bool> all_ended;
  for (auto& task : tasks) {
    boost::asio::co_spawn(executor, std::move(task), [&](std::exception_ptr failure) {
      if (failure && !first_failure) first_failure = failure;
      if (--left == 0) all_ended.set(true);
    });
  }
  co_await all_ended.wait();
  if (first_failure) std::rethrow_exception(first_failure);
}

}  // namespace ddd
