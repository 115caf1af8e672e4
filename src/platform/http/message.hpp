#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/async/task.hpp>

namespace ddd::http {

enum class Method { get, head, post, put, patch, del, options, other };

[[nodiscard]] std::string_view to_text(Method method);

/// The header fields of a message, read-only. Names compare without case.
class Headers {
 public:
  virtual ~Headers() = default;
  /// The value of the first field of that name; empty when absent.
  [[nodiscard]] virtual std::string_view get(std::string_view name) const = 0;
  [[nodiscard]] virtual bool has(std::string_view name) const = 0;
  /// How many fields of that name the message has.
  [[nodiscard]] virtual std::size_t count(std::string_view name) const = 0;
};

/// A request as the server read it: the head is well-formed and within limits, the body whole. Lives until it is
/// answered.
struct Request {
  Method method = Method::get;
  std::string_view target;  ///< as sent: path and query, still percent-encoded
  const Headers* headers = nullptr;
  std::string_view body;
  std::string_view peer_address;  ///< of the socket, "127.0.0.1"

  [[nodiscard]] std::string_view header(std::string_view name) const { return headers->get(name); }
};

/// A response body: bytes of its own, or bytes shared with a cache.
class Body {
 public:
  Body() = default;
  Body(std::string bytes) : own_(std::move(bytes)) {}
  Body(std::shared_ptr<const std::string> shared) : shared_(std::move(shared)) {}

  [[nodiscard]] std::string_view view() const { return shared_ ? std::string_view(*shared_) : std::string_view(own_); }

 private:
  std::string own_;
  std::shared_ptr<const std::string> shared_;
};

/// What the server sends. Content-Length, Date and Connection are the server's business.
struct Response {
  int status = 200;
  std::string content_type;  ///< empty: no body
  Body body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// Ends the connection after this answer.
  bool close = false;
  /// Ends the connection instead of answering: not a byte of this is sent.
  bool hang_up = false;

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
  [[nodiscard]] std::string_view get(std::string_view name) const;
};

/// Answers one request on the server's shard. Runs to its end even if the client goes away.
using Handler = std::function<Task<Response>(const Request&)>;

}  // namespace ddd::http
