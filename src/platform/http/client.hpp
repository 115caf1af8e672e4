#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/http/message.hpp>

namespace ddd::http {

struct Origin {
  bool tls = false;
  std::string host;
  std::uint16_t port = 80;

  /// "http://127.0.0.1:8090", "http://[::1]:8090" or "https://api.example.com"; nothing for anything else (user info,
  /// path, query).
  [[nodiscard]] static std::optional<Origin> parse(std::string_view url);
};

/// Host, Content-Length, Transfer-Encoding and Connection are the client's business and ignored among `headers`.
struct OutgoingRequest {
  Method method = Method::get;
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct IncomingResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The value of the first field of that name, compared without case; empty when absent.
  [[nodiscard]] std::string_view get(std::string_view name) const;
};

/// Why no whole response was read, and whether the other side can have acted on the request.
struct ExchangeFailure {
  enum class Reach {
    not_sent,  ///< not one byte of the request left: a repeat is safe
    unknown,   ///< bytes left: the other side may have done what was asked
  };
  Reach reach = Reach::unknown;
  std::string reason;  ///< for logs: "connect refused", "timed out", ...
};

struct ClientOptions {
  std::size_t max_connections = 32;            ///< per origin; more requests wait in order, bounded by their time limit
  std::size_t max_waiting = 1024;              ///< more than that fail at once, not sent
  std::size_t max_response_bytes = 1UL << 20;  ///< of a body, after chunked decoding
  std::chrono::milliseconds connect_timeout{
      2000};                              ///< name, TCP and TLS together; also bounded by the exchange's limit
  std::chrono::seconds idle_timeout{30};  ///< an unused connection is closed after this
  std::string ca_file;                    ///< PEM; empty: the system's
};

/// HTTP/1.1 client for one origin on one shard: keep-alive pool, deadlines, TLS >= 1.2 with certificate and host name
/// verification. Never repeats a request by itself except when a kept-alive connection turns out closed before a byte
/// was sent, never follows redirects. Outlives its exchanges. RFC 9110, RFC 9112.
class Client {
 public:
  /// An unreadable `ca_file` makes every exchange fail, not sent.
  [[nodiscard]] static std::unique_ptr<Client> create(ShardExecutor executor, Origin origin, ClientOptions options);
  virtual ~Client() = default;

  /// One exchange within `limit`, which includes waiting for a connection. A cancelled or timed-out exchange closes its
  /// connection. Interim (1xx) responses are skipped. A response over the limit, cut short or with unclear framing is a
  /// failure with reach `unknown`.
  [[nodiscard]] virtual Task<std::expected<IncomingResponse, ExchangeFailure>> exchange(
      OutgoingRequest request, std::chrono::milliseconds limit) = 0;
};

}  // namespace ddd::http
