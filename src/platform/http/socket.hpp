#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/wait_traits.hpp>

#include <ddd/platform/async/task.hpp>

namespace ddd::http {

// With the concrete executor: a type-erased one costs a tenth of the server's speed.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, ShardExecutor>;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, ShardExecutor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, ShardExecutor>;

/// Completion token for socket operations: errors are values, because a peer that goes away is no exception.
inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<ShardExecutor>> use_outcome{use_task};

}  // namespace ddd::http
