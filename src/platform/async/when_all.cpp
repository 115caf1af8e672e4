#include <exception>
#include <functional>
#include <memory>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <ddd/platform/async/resume_later.hpp>
#include <ddd/platform/async/when_all.hpp>

namespace ddd {
namespace {

/// A value of its own: Asio takes a bare exception_ptr for the failure of the coroutine itself.
struct Outcome {
  std::exception_ptr first_failure;
};

/// Owned by the tasks alone, and owns the caller's way on: where tasks are destroyed unfinished, the caller goes too.
struct Join {
  std::size_t left;
  std::move_only_function<void(Outcome)> resume;
  Outcome outcome;
};

}  // namespace

Task<> when_all(std::vector<Task<>> tasks) {
  if (tasks.empty()) co_return;
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto outcome = co_await resume_later<Outcome>([&](auto resume) {
    const auto join = std::make_shared<Join>(tasks.size(), std::move(resume), Outcome{});
    for (auto& task : tasks) {
      boost::asio::co_spawn(executor, std::move(task), [join](std::exception_ptr failure) {
        if (failure && !join->outcome.first_failure) join->outcome.first_failure = failure;
        if (--join->left == 0) join->resume(join->outcome);
      });
    }
  });
  if (outcome.first_failure) std::rethrow_exception(outcome.first_failure);
}

}  // namespace ddd
