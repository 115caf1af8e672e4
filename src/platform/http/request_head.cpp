#include <algorithm>
#include <array>

#include <fmt/core.h>

#include <ddd/platform/http/request_head.hpp>
#include <ddd/platform/http/syntax.hpp>

namespace ddd::http {
namespace {

bool is_clients_business(std::string_view name) {
  return std::ranges::any_of(
      std::array<std::string_view, 4>{"Host", "Content-Length", "Transfer-Encoding", "Connection"},
      [&](std::string_view own) { return equal_ignoring_case(own, name); });
}

std::string host_field(const Origin& origin) {
  const auto host = origin.host.contains(':') ? fmt::format("[{}]", origin.host) : origin.host;
  return origin.port == (origin.tls ? 443 : 80) ? host : fmt::format("{}:{}", host, origin.port);
}

}  // namespace

std::optional<std::string> request_head(const Origin& origin, const OutgoingRequest& request) {
  if (request.method == Method::other || !is_target(request.target) || request.target.front() != '/')
    return std::nullopt;
  auto head =
      fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", to_text(request.method), request.target, host_field(origin));
  for (const auto& [name, value] : request.headers) {
    if (is_clients_business(name)) continue;
    if (!is_token(name) || !is_field_value(value)) return std::nullopt;
    head.append(name).append(": ").append(value).append("\r\n");
  }
  const bool has_no_meaning_for_body = request.method == Method::get || request.method == Method::head ||
                                       request.method == Method::del || request.method == Method::options;
  if (!request.body.empty() || !has_no_meaning_for_body) {
    head += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  return head + "\r\n";
}

}  // namespace ddd::http
