#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace ddd {

/// The executor of a shard: one thread running one io_context. Everything a shard owns is touched on it alone.
using ShardExecutor = boost::asio::io_context::executor_type;

/// A coroutine that runs on a shard. Lazy: nothing happens until it is awaited or spawned into a TaskGroup.
/// Parameters go by value, or by reference to something that outlives the task (a module, the request's frame).
template <class T = void>
using Task = boost::asio::awaitable<T, ShardExecutor>;

/// Completion token for Asio operations inside a Task.
inline constexpr boost::asio::use_awaitable_t<ShardExecutor> use_task{};

}  // namespace ddd
