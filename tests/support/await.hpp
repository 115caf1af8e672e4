#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include <ddd/platform/async/task.hpp>

namespace ddd::test {

/// Runs `task` to its end on `context` and gives its result: how a plain test body calls a coroutine.
template <class T>
T await(boost::asio::io_context& context, Task<T> task) {
  std::optional<T> result;
  std::exception_ptr failure;
  // The completion comes after the result, in a turn of its own when the task never suspended.
  bool ended = false;
  boost::asio::co_spawn(
      context,
      [](Task<T> task, std::optional<T>& result) -> Task<> { result.emplace(co_await std::move(task)); }(
                                                     std::move(task), result),
      [&](std::exception_ptr error) {
        failure = error;
        ended = true;
      });
  context.restart();
  while (!ended && context.run_one() > 0) {
  }
  if (failure) std::rethrow_exception(failure);
  return *std::move(result);
}

inline void await(boost::asio::io_context& context, Task<> task) {
  await(context, [](Task<> task) -> Task<bool> {
    co_await std::move(task);
    co_return true;
  }(std::move(task)));
}

}  // namespace ddd::test
