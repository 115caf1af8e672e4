#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <ddd/platform/async/task.hpp>

namespace ddd {

/// Suspends the caller until the function handed to `start` is called with the result, from any thread, exactly once.
/// The caller resumes on its own shard. This is the one bridge from callbacks and other threads into a Task; it can't
/// be cancelled, because work handed to another thread is shared or already under way.
///
///   auto rows = co_await resume_later<Rows>([&](auto resume) { reader.queue(query, std::move(resume)); });
template <class R, class Start>
Task<R> resume_later(Start start) {
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<ShardExecutor>, void(R)>(
      [](auto handler, Start start) {
        auto executor = boost::asio::get_associated_executor(handler);
        std::move_only_function<void(R)> resume = [executor, work = boost::asio::make_work_guard(executor),
                                                   handler = std::move(handler)](R result) mutable {
          // The guard goes along: after the post the shard may end, so this thread must not touch it again.
          boost::asio::post(
              executor, [work = std::move(work), handler = std::move(handler), result = std::move(result)]() mutable {
                std::move(handler)(std::move(result));
              });
        };
        start(std::move(resume));
      },
      use_task, std::move(start));
}

}  // namespace ddd
