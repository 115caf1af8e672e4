#include "shop_client.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include <ddd/platform/json/document.hpp>

namespace ddd::bench {
namespace {

constexpr std::chrono::seconds kLimit{20};

std::optional<json::Node> member(json::Node object, std::string_view name) {
  if (object.kind() != json::Kind::object) return std::nullopt;
  for (const auto each : object) {
    if (each.key() == name) return each;
  }
  return std::nullopt;
}

template <class Read>
auto read_member(const std::string& body, std::string_view path, Read read) {
  const auto document = json::parse(body);
  std::optional<json::Node> node;
  if (document) node = document->root();
  for (auto rest = path; node && !rest.empty();) {
    const auto dot = rest.find('.');
    node = member(*node, rest.substr(0, dot));
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  if (!node) throw std::runtime_error(fmt::format("the answer has no {}: {}", path, body));
  return read(*node);
}

}  // namespace

std::string Answer::text(std::string_view path) const {
  return read_member(body, path, [](json::Node node) { return std::string(node.text()); });
}

std::int64_t Answer::integer(std::string_view path) const {
  return read_member(body, path, [](json::Node node) { return node.integer(); });
}

ShopClient::ShopClient(ShardExecutor executor, std::uint16_t port, std::size_t connections)
    : client_(http::Client::create(executor, {.tls = false, .host = "127.0.0.1", .port = port},
                                   {.max_connections = connections})) {}

Task<Answer> ShopClient::send(http::OutgoingRequest request, std::string token) {
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  auto response = co_await client_->exchange(std::move(request), kLimit);
  if (!response) co_return Answer{.status = 0, .body = {}, .reason = std::move(response).error().reason};
  co_return Answer{
      .status = response->status, .body = std::move(response->body), .reason = std::to_string(response->status)};
}

Task<Answer> ShopClient::get(std::string target, std::string token) {
  return send({.method = http::Method::get, .target = std::move(target), .headers = {}, .body = {}}, std::move(token));
}

Task<Answer> ShopClient::post(std::string target, std::string body, std::string token, std::string key) {
  http::OutgoingRequest request{
      .method = http::Method::post, .target = std::move(target), .headers = {}, .body = std::move(body)};
  if (!key.empty()) request.headers.emplace_back("Idempotency-Key", std::move(key));
  return send(std::move(request), std::move(token));
}

Task<Answer> ShopClient::put(std::string target, std::string body, std::string token) {
  return send({.method = http::Method::put, .target = std::move(target), .headers = {}, .body = std::move(body)},
              std::move(token));
}

Task<Answer> ShopClient::log_in(const Account& account) {
  return post("/api/v1/users/login",
              fmt::format(R"({{"email":"{}","password":"{}"}})", account.email, account.password));
}

Task<Account> ShopClient::sign_up(std::string email) {
  Account account{.email = std::move(email), .password = "a password for measurements", .token = {}};
  const auto made =
      co_await post("/api/v1/users/register",
                    fmt::format(R"({{"email":"{}","password":"{}","first_name":"Load","last_name":"Test"}})",
                                account.email, account.password));
  expect(made, 201, "register");
  const auto signed_in = co_await log_in(account);
  expect(signed_in, 200, "log in");
  account.token = signed_in.text("access_token");
  co_return account;
}

void expect(const Answer& answer, int status, std::string_view step) {
  if (answer.status == status) return;
  throw std::runtime_error(fmt::format("{}: {} {}", step, answer.reason, answer.body));
}

}  // namespace ddd::bench
