#include <algorithm>
#include <array>
#include <deque>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <fmt/core.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <ddd/platform/http/request_head.hpp>
#include <ddd/platform/http/response_reader.hpp>
#include <ddd/platform/http/slot_queue.hpp>
#include <ddd/platform/http/syntax.hpp>
#include <ddd/platform/http/watchdog.hpp>

namespace ddd::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
using TimePoint = std::chrono::steady_clock::time_point;
using Reach = ExchangeFailure::Reach;
using Outcome = std::expected<IncomingResponse, ExchangeFailure>;

std::unexpected<ExchangeFailure> failure(Reach reach, std::string reason) {
  return std::unexpected(ExchangeFailure{.reach = reach, .reason = std::move(reason)});
}

/// How to make streams of one kind; PlainStreams and TlsStreams are interchangeable.
class PlainStreams {
 public:
  using Stream = Socket;
  /// A failed write tells exactly how many bytes went out.
  static constexpr bool kWritesAreCounted = true;

  PlainStreams(const Origin&, const ClientOptions&) {}
  [[nodiscard]] Stream make(const ShardExecutor& executor) const { return Stream(executor); }
  [[nodiscard]] static Socket& socket_of(Stream& stream) { return stream; }
  [[nodiscard]] Task<error_code> secure(Stream&) const { co_return error_code(); }
};

class TlsStreams {
 public:
  using Stream = boost::asio::ssl::stream<Socket>;
  /// A failed write reports no bytes although part of a record may have gone out.
  static constexpr bool kWritesAreCounted = false;

  TlsStreams(const Origin& origin, const ClientOptions& options)
      : context_(boost::asio::ssl::context::tls_client), host_(origin.host) {
    SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
    context_.set_verify_mode(boost::asio::ssl::verify_peer, setup_error_);
    if (setup_error_) return;
    if (options.ca_file.empty()) {
      context_.set_default_verify_paths(setup_error_);
    } else {
      context_.load_verify_file(options.ca_file, setup_error_);
    }
  }

  [[nodiscard]] Stream make(const ShardExecutor& executor) { return {executor, context_}; }
  [[nodiscard]] static Socket& socket_of(Stream& stream) { return stream.next_layer(); }

  [[nodiscard]] Task<error_code> secure(Stream& stream) const {
    if (setup_error_) co_return setup_error_;
    error_code error;
    stream.set_verify_callback(boost::asio::ssl::host_name_verification(host_), error);
    if (error) co_return error;
    error_code is_name;
    boost::asio::ip::make_address(host_, is_name);
    // RFC 6066 3 allows no addresses here.
    if (is_name) SSL_set_tlsext_host_name(stream.native_handle(), host_.c_str());
    const auto [failed] = co_await stream.async_handshake(boost::asio::ssl::stream_base::client, use_outcome);
    co_return failed;
  }

 private:
  boost::asio::ssl::context context_;
  std::string host_;
  error_code setup_error_;
};

/// The connections of one client. Shared with the exchanges under way, which may outlive the client.
template <class Streams>
class Pool final : public std::enable_shared_from_this<Pool<Streams>> {
 public:
  Pool(const ShardExecutor& executor, Origin origin, ClientOptions options)
      : executor_(executor),
        origin_(std::move(origin)),
        options_(std::move(options)),
        streams_(origin_, options_),
        slots_(executor, options_.max_connections, options_.max_waiting),
        sweep_(executor) {}

  [[nodiscard]] static Task<Outcome> exchange(std::shared_ptr<Pool> self, OutgoingRequest request, TimePoint deadline) {
    const auto head = request_head(self->origin_, request);
    if (!head) co_return failure(Reach::not_sent, "the request can't be written as HTTP");
    const auto slot = co_await self->slots_.take(deadline);
    if (!slot) co_return failure(Reach::not_sent, "no connection became free in time");
    while (auto kept = self->take_idle()) {
      auto outcome = co_await self->run(*kept, *head, request, deadline);
      // Closed by the other side between two requests, and nothing has left: the next connection is as good.
      if (!outcome && outcome.error().reach == Reach::not_sent && std::chrono::steady_clock::now() < deadline) continue;
      if (outcome) self->keep(std::move(kept));
      co_return outcome;
    }
    auto opened = co_await self->open(deadline);
    if (!opened) co_return std::unexpected(std::move(opened).error());
    auto outcome = co_await self->run(**opened, *head, request, deadline);
    if (outcome) self->keep(*std::move(opened));
    co_return outcome;
  }

  void close() {
    closed_ = true;
    idle_.clear();
    sweep_.cancel();
  }

 private:
  struct Connection {
    Connection(typename Streams::Stream stream, std::size_t max_response_bytes)
        : stream(std::move(stream)), reader(max_response_bytes) {}

    [[nodiscard]] Socket& socket() { return Streams::socket_of(stream); }
    void close() {
      error_code ignored;
      socket().close(ignored);
    }
    /// Nothing has arrived since the last response: neither the end nor anything else, which no request asked for.
    [[nodiscard]] bool is_quiet() {
      char byte = 0;
      return ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
             (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    typename Streams::Stream stream;
    ResponseReader reader;
    TimePoint unused_since;
  };
  using ConnectionPtr = std::unique_ptr<Connection>;

  /// The connection used last: the one the other side is least likely to have closed.
  [[nodiscard]] ConnectionPtr take_idle() {
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->is_quiet()) return connection;
    }
    return nullptr;
  }

  void keep(ConnectionPtr connection) {
    if (closed_ || !connection->reader.keep_alive() || !connection->socket().is_open()) return;
    connection->unused_since = std::chrono::steady_clock::now();
    idle_.push_back(std::move(connection));
    if (idle_.size() == 1) schedule_sweep();
  }

  void schedule_sweep() {
    sweep_.expires_at(idle_.front()->unused_since + options_.idle_timeout);
    sweep_.async_wait([weak = this->weak_from_this()](const error_code& stopped) {
      const auto self = weak.lock();
      if (stopped || !self) return;
      const auto limit = std::chrono::steady_clock::now() - self->options_.idle_timeout;
      while (!self->idle_.empty() && self->idle_.front()->unused_since <= limit) self->idle_.pop_front();
      if (!self->idle_.empty()) self->schedule_sweep();
    });
  }

  [[nodiscard]] Task<std::expected<ConnectionPtr, ExchangeFailure>> open(TimePoint deadline) {
    auto connection = std::make_unique<Connection>(streams_.make(executor_), options_.max_response_bytes);
    boost::asio::ip::basic_resolver<tcp, ShardExecutor> resolver(executor_);
    const auto limit = std::min(deadline, std::chrono::steady_clock::now() + options_.connect_timeout);
    const Watchdog watchdog(executor_, limit, [&] {
      resolver.cancel();
      connection->close();
    });
    const auto [unresolved, endpoints] = co_await resolver.async_resolve(
        origin_.host, std::to_string(origin_.port), boost::asio::ip::resolver_base::numeric_service, use_outcome);
    if (unresolved) co_return cannot_open("name not resolved", unresolved, watchdog);
    const auto [refused, endpoint] = co_await boost::asio::async_connect(connection->socket(), endpoints, use_outcome);
    if (refused) co_return cannot_open("connect refused", refused, watchdog);
    error_code ignored;
    connection->socket().set_option(tcp::no_delay(true), ignored);
    const auto insecure = co_await streams_.secure(connection->stream);
    if (insecure) co_return cannot_open("TLS handshake failed", insecure, watchdog);
    co_return connection;
  }

  [[nodiscard]] static std::unexpected<ExchangeFailure> cannot_open(std::string_view step, const error_code& error,
                                                                    const Watchdog& watchdog) {
    return failure(Reach::not_sent,
                   watchdog.expired() ? "connect timed out" : fmt::format("{}: {}", step, error.message()));
  }

  [[nodiscard]] Task<Outcome> run(Connection& connection, const std::string& head, const OutgoingRequest& request,
                                  TimePoint deadline) {
    if (std::chrono::steady_clock::now() >= deadline) co_return failure(Reach::not_sent, "timed out");
    const Watchdog watchdog(executor_, deadline, [&] { connection.close(); });
    const std::array<boost::asio::const_buffer, 2> bytes{boost::asio::buffer(head), boost::asio::buffer(request.body)};
    const auto [unsent, sent] = co_await boost::asio::async_write(connection.stream, bytes, use_outcome);
    if (unsent) {
      const bool nothing_left = Streams::kWritesAreCounted && sent == 0;
      co_return failure(nothing_left ? Reach::not_sent : Reach::unknown, reason_of("write", unsent, watchdog));
    }
    auto& reader = connection.reader;
    reader.begin(request.method);
    while (reader.state() == ResponseReader::State::reading) {
      const auto [error, count] = co_await connection.stream.async_read_some(reader.space(), use_outcome);
      if (!error) {
        reader.received(count);
      } else if (error == boost::asio::error::eof) {
        reader.ended();
      } else {
        co_return failure(Reach::unknown, reason_of("read", error, watchdog));
      }
    }
    if (reader.state() == ResponseReader::State::failed)
      co_return failure(Reach::unknown, std::string(reader.reason()));
    co_return reader.take();
  }

  [[nodiscard]] static std::string reason_of(std::string_view step, const error_code& error, const Watchdog& watchdog) {
    return watchdog.expired() ? "timed out" : fmt::format("{} failed: {}", step, error.message());
  }

  ShardExecutor executor_;
  Origin origin_;
  ClientOptions options_;
  Streams streams_;
  SlotQueue slots_;
  std::deque<ConnectionPtr> idle_;
  Timer sweep_;
  bool closed_ = false;
};

template <class Streams>
class PooledClient final : public Client {
 public:
  PooledClient(const ShardExecutor& executor, Origin origin, ClientOptions options)
      : pool_(std::make_shared<Pool<Streams>>(executor, std::move(origin), std::move(options))) {}
  ~PooledClient() override { pool_->close(); }

  [[nodiscard]] Task<Outcome> exchange(OutgoingRequest request, std::chrono::milliseconds limit) override {
    return Pool<Streams>::exchange(pool_, std::move(request), std::chrono::steady_clock::now() + limit);
  }

 private:
  std::shared_ptr<Pool<Streams>> pool_;
};

}  // namespace

std::string_view IncomingResponse::get(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (equal_ignoring_case(field, name)) return value;
  }
  return {};
}

std::unique_ptr<Client> Client::create(ShardExecutor executor, Origin origin, ClientOptions options) {
  using Tls = PooledClient<TlsStreams>;
  using Plain = PooledClient<PlainStreams>;
  if (origin.tls) return std::make_unique<Tls>(std::move(executor), std::move(origin), std::move(options));
  return std::make_unique<Plain>(std::move(executor), std::move(origin), std::move(options));
}

}  // namespace ddd::http
