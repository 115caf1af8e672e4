#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/http/message.hpp>

namespace ddd::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one; see Server::port()
  std::size_t max_connections = 4096;
  std::size_t max_header_bytes = 16UL * 1024;
  std::size_t max_body_bytes = 1UL << 20;
  std::chrono::seconds header_timeout{10};  ///< from the first byte of a head to its end
  std::chrono::seconds body_timeout{20};
  std::chrono::seconds write_timeout{20};
  std::chrono::seconds idle_timeout{60};  ///< keep-alive
  /// Lets several shards listen on the same port.
  bool reuse_port = false;
};

/// What the server answers by itself, before any handler sees the request: made by the API layer, so that every refusal
/// has the same form. `status` is 400, 408, 413, 417, 431 or 503; `code` is a slug such as "http.headers_too_large".
using RefusalHandler = std::function<Response(int status, std::string_view code, std::string_view detail)>;

/// An HTTP/1.1 server on one shard: keep-alive, pipelining in order, strict framing (a request with Content-Length and
/// Transfer-Encoding, two lengths or a broken head gets 400 and the connection is closed). Limits: RFC 9110, RFC 9112.
class Server {
 public:
  /// `port_in_use` errors come from `listen`, not from here.
  [[nodiscard]] static std::unique_ptr<Server> create(ShardExecutor executor, ServerOptions options, Handler handler,
                                                      RefusalHandler refuse);
  virtual ~Server() = default;

  /// Binds and starts accepting. Errors: `http.port_in_use`, `http.cannot_listen` (unavailable), with address and port
  /// in the message.
  [[nodiscard]] virtual Result<> listen() = 0;
  /// The port that is bound after `listen`.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  [[nodiscard]] virtual std::size_t connections() const = 0;

  /// Stops accepting, closes idle connections, answers what is under way with "Connection: close" and returns when no
  /// connection is left or `limit` is over (then the rest are cut). True if nothing was cut.
  [[nodiscard]] virtual Task<bool> drain(std::chrono::milliseconds limit) = 0;
};

}  // namespace ddd::http
