#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/cancellation_signal.hpp>

#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/http/request_reader.hpp>
#include <ddd/platform/http/response_head.hpp>
#include <ddd/platform/http/server.hpp>
#include <ddd/platform/http/socket.hpp>
#include <ddd/platform/http/timer_wheel.hpp>

namespace ddd::http {

class Connection;

/// What the connections of one server share. Outlives each of them: they hold it.
struct ConnectionScope {
  /// A running connection; `connection` is set while its coroutine lives.
  struct Running {
    Connection* connection = nullptr;
    boost::asio::cancellation_signal cancel;
  };

  ConnectionScope(ShardExecutor executor, ServerOptions options, Handler handler, RefusalHandler refuse)
      : options(std::move(options)), handler(std::move(handler)), refuse(std::move(refuse)), ended(executor) {}

  const ServerOptions options;
  const Handler handler;
  const RefusalHandler refuse;
  TimerWheel wheel;
  HttpDate date;
  bool draining = false;
  std::list<Running> running;
  Signal ended;  ///< notified when a connection ends while draining
};

/// One accepted connection: reads a request, answers it, reads the next. Lives in its coroutine.
class Connection final : private TimerWheel::Entry {
 public:
  Connection(ConnectionScope& scope, ConnectionScope::Running& entry, Socket socket);
  ~Connection();

  /// Ends when the connection does.
  [[nodiscard]] Task<> serve();
  /// Answers with 503 without reading and ends.
  [[nodiscard]] Task<> turn_away();

  /// Ends the connection if nothing is under way on it.
  void close_if_idle();
  /// Ends it now, whatever is under way.
  void close();

 private:
  enum class ReadEnd { request, refused, too_slow, gone };

  void on_timeout() override;
  void limit(std::chrono::seconds duration);
  void limit_reading();
  [[nodiscard]] Task<ReadEnd> read_request();
  [[nodiscard]] Task<bool> let_others_run();
  [[nodiscard]] Task<bool> answer();
  [[nodiscard]] Task<> refuse(Refusal refusal);
  [[nodiscard]] Response refusal_response(const Refusal& refusal) const;
  [[nodiscard]] Task<bool> send(const Response& response, bool close, bool with_body);
  [[nodiscard]] Task<bool> send_rest(std::string_view head, std::string_view body);
  [[nodiscard]] Task<> linger();

  ConnectionScope& scope_;
  ConnectionScope::Running& entry_;
  Socket socket_;
  std::string peer_;
  RequestReader reader_;
  std::string head_;
  RequestReader::State limited_ = RequestReader::State::complete;  ///< the phase whose time is running
  bool waits_for_bytes_ = false;
  bool timed_out_ = false;
};

}  // namespace ddd::http
