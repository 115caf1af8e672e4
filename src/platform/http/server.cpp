#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/ip/address.hpp>
#include <fmt/core.h>

#include <ddd/platform/http/connection.hpp>
#include <ddd/platform/http/server.hpp>

namespace ddd::http {
namespace {

using boost::system::error_code;
using Running = ConnectionScope::Running;
using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::milliseconds kAcceptPause{100};
/// How long cut handlers may take to end.
constexpr std::chrono::milliseconds kCutTime{1000};
/// Connections past the limit that may be answered at the same time; more are closed without an answer.
constexpr std::size_t kMaxTurnedAway = 64;

Error cannot_listen(const ServerOptions& options, const error_code& error) {
  const bool in_use = error == boost::asio::error::address_in_use;
  const std::string_view reason = in_use                                       ? "the port is in use"
                                  : error == boost::asio::error::access_denied ? "the port needs more rights"
                                  : error == boost::system::errc::address_not_available
                                      ? "this machine has no such address"
                                  : error == boost::asio::error::invalid_argument ? "the address is not an IP address"
                                                                                  : "the system refuses";
  return {.kind = ErrorKind::unavailable,
          .code = in_use ? "http.port_in_use" : "http.cannot_listen",
          .message = fmt::format("Can't listen on {}:{}: {}.", options.address, options.port, reason)};
}

/// Everything that asynchronous operations of a server refer to, kept alive by them.
struct Core final : ConnectionScope, std::enable_shared_from_this<Core> {
  Core(ShardExecutor executor, ServerOptions options, Handler handler, RefusalHandler refuse)
      : ConnectionScope(executor, std::move(options), std::move(handler), std::move(refuse)),
        executor(executor),
        acceptor(executor),
        ticks(executor),
        accept_pause(executor) {}

  Result<> listen();
  error_code open_acceptor();
  void accept_next();
  void take(Socket socket);
  void schedule_tick();
  void stop_accepting();
  void cut();

  ShardExecutor executor;
  Acceptor acceptor;
  Timer ticks;
  Timer accept_pause;
  std::size_t turned_away = 0;
};

enum class Admission { served, turned_away };

Task<> run_connection(std::shared_ptr<Core> core, std::list<Running>::iterator entry, Socket socket,
                      Admission admission) {
  Connection connection(*core, *entry, std::move(socket));
  if (admission == Admission::served) {
    co_await connection.serve();
  } else {
    co_await connection.turn_away();
  }
}

error_code Core::open_acceptor() {
  error_code error;
  const auto address = boost::asio::ip::make_address(options.address, error);
  if (error) return error;
  const boost::asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(boost::asio::socket_base::reuse_address(true), error);
  if (!error && options.reuse_port) acceptor.set_option(ReusePort(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  return error;
}

Result<> Core::listen() {
  if (const auto error = open_acceptor()) {
    error_code ignored;
    acceptor.close(ignored);
    return Refused(cannot_listen(options, error));
  }
  accept_next();
  schedule_tick();
  return {};
}

void Core::accept_next() {
  acceptor.async_accept([self = shared_from_this()](const error_code& error, Socket socket) {
    if (!self->acceptor.is_open()) return;
    if (!error) {
      self->take(std::move(socket));
      return self->accept_next();
    }
    // Out of file descriptors, or the peer is already gone: without a pause the former would spin.
    self->accept_pause.expires_after(kAcceptPause);
    self->accept_pause.async_wait([self](const error_code& stopped) {
      if (!stopped && self->acceptor.is_open()) self->accept_next();
    });
  });
}

void Core::take(Socket socket) {
  const bool is_full = running.size() - turned_away >= options.max_connections;
  if (is_full && turned_away >= kMaxTurnedAway) return;
  const auto admission = is_full ? Admission::turned_away : Admission::served;
  if (is_full) ++turned_away;
  const auto entry = running.emplace(running.end());
  auto ended_connection = [self = shared_from_this(), entry, is_full](std::exception_ptr) {
    // What a connection throws is a failure of this one connection, which has ended.
    self->running.erase(entry);
    if (is_full) --self->turned_away;
    if (self->draining) self->ended.notify();
  };
  boost::asio::co_spawn(executor, run_connection(shared_from_this(), entry, std::move(socket), admission),
                        boost::asio::bind_cancellation_slot(entry->cancel.slot(), std::move(ended_connection)));
}

void Core::schedule_tick() {
  ticks.expires_after(kTick);
  ticks.async_wait([weak = weak_from_this()](const error_code& stopped) {
    const auto self = weak.lock();
    if (stopped || !self) return;
    self->wheel.tick();
    self->schedule_tick();
  });
}

void Core::stop_accepting() {
  error_code ignored;
  acceptor.close(ignored);
  accept_pause.cancel();
}

void Core::cut() {
  for (auto entry = running.begin(); entry != running.end();) {
    auto& each = *entry++;  // emitting may end the connection at once
    if (each.connection) each.connection->close();
    each.cancel.emit(boost::asio::cancellation_type::terminal);
  }
}

class HttpServer final : public Server {
 public:
  HttpServer(ShardExecutor executor, ServerOptions options, Handler handler, RefusalHandler refuse)
      : core_(std::make_shared<Core>(executor, std::move(options), std::move(handler), std::move(refuse))) {}

  ~HttpServer() override {
    core_->stop_accepting();
    core_->ticks.cancel();
    core_->cut();
  }

  [[nodiscard]] Result<> listen() override { return core_->listen(); }

  [[nodiscard]] std::uint16_t port() const override {
    error_code ignored;
    return core_->acceptor.local_endpoint(ignored).port();
  }

  [[nodiscard]] std::size_t connections() const override { return core_->running.size() - core_->turned_away; }

  [[nodiscard]] Task<bool> drain(std::chrono::milliseconds limit) override {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    core_->draining = true;
    core_->stop_accepting();
    for (auto& each : core_->running) {
      if (each.connection) each.connection->close_if_idle();
    }
    if (co_await all_ended_by(deadline)) co_return true;
    core_->cut();
    co_await all_ended_by(std::chrono::steady_clock::now() + kCutTime);
    co_return false;
  }

 private:
  Task<bool> all_ended_by(std::chrono::steady_clock::time_point deadline) {
    using std::chrono::ceil, std::chrono::milliseconds;
    const auto core = core_;
    while (!core->running.empty()) {
      const auto left = ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left <= milliseconds::zero()) break;
      co_await core->ended.wait_for(left);
    }
    co_return core->running.empty();
  }

  std::shared_ptr<Core> core_;
};

}  // namespace

std::unique_ptr<Server> Server::create(ShardExecutor executor, ServerOptions options, Handler handler,
                                       RefusalHandler refuse) {
  return std::make_unique<HttpServer>(executor, std::move(options), std::move(handler), std::move(refuse));
}

}  // namespace ddd::http
