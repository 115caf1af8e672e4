#pragma once

#include <memory>
#include <optional>
#include <string>

#include <ddd/platform/http/client.hpp>
#include <ddd/platform/json/document.hpp>

namespace ddd::ctl {

/// What came back of a request: status 0 where nothing did.
struct Answer {
  int status = 0;
  std::optional<json::Document> body;
  bool replayed = false;

  [[nodiscard]] bool is_done() const { return status >= 200 && status <= 299; }
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
};

/// The public API of one shop, as its clients use it. On one shard.
class Api {
 public:
  Api(ShardExecutor executor, std::uint16_t port)
      : client_(http::Client::create(executor, {.tls = false, .host = "127.0.0.1", .port = port}, {})) {}

  struct Request {
    http::Method method = http::Method::get;
    std::string path;  ///< below /api/v1
    std::string body;  ///< JSON; empty: none
    std::string token;
    std::string key;
  };
  /// One exchange; a broken one is an answer of status 0.
  [[nodiscard]] Task<Answer> send(Request request);

 private:
  std::unique_ptr<http::Client> client_;
};

}  // namespace ddd::ctl
