#include "instance.hpp"

#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>

namespace ddd::sandbox::test {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.') {
      out.push_back(static_cast<char>(c));
    } else {
      out.push_back('%');
      out.push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    }
  }
}

Reply reply_of(http::IncomingResponse response) {
  return {.status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)};
}

}  // namespace

std::string encode(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    if (!body.empty()) body.push_back('&');
    append_escaped(body, name);
    body.push_back('=');
    append_escaped(body, value);
  }
  return body;
}

std::string_view Reply::header(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (std::equal(field.begin(), field.end(), name.begin(), name.end(),
                   [](char a, char b) { return std::tolower(a) == std::tolower(b); })) {
      return value;
    }
  }
  return {};
}

std::string Reply::at(std::string_view pointer) const {
  boost::json::error_code error;
  const auto value = json();
  const auto* found = value.find_pointer(pointer, error);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->as_string()) : boost::json::serialize(*found);
}

Instance::Instance(boost::asio::io_context& context, const std::filesystem::path& folder, const Clock& clock,
                   Sandbox::Options options)
    : context(context), ids_(clock) {
  log_ =
      std::move(Log::to_file(folder / "sandbox.log", {.service = "sandbox", .format = LogFormat::json}, clock).value());
  options.folder = folder;
  options.port = 0;
  auto created = Sandbox::create(context.get_executor(), std::move(options), clock, ids_, *log_);
  if (!created) throw std::runtime_error(created.error().message);
  sandbox_ = *std::move(created);
  if (const auto listening = sandbox_->listen(); !listening) throw std::runtime_error(listening.error().message);
  client_ = http::Client::create(context.get_executor(), {.host = "127.0.0.1", .port = sandbox_->port()}, {});
}

Instance::~Instance() {
  client_.reset();
  ddd::test::await(context, sandbox_->drain(std::chrono::seconds(2)));
  sandbox_.reset();
}

Task<Reply> Instance::send(http::Method method, std::string target, std::string body, std::string key,
                           std::chrono::milliseconds limit) {
  http::OutgoingRequest request{.method = method, .target = std::move(target), .headers = {}, .body = std::move(body)};
  request.headers.emplace_back("Authorization", "Bearer sk_test_123");
  if (method == http::Method::post) request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  if (!key.empty()) request.headers.emplace_back("Idempotency-Key", std::move(key));
  auto response = co_await client_->exchange(std::move(request), limit);
  if (!response) throw std::runtime_error("no answer: " + response.error().reason);
  co_return reply_of(*std::move(response));
}

Reply Instance::post(std::string target, const Form& form, std::string key) {
  return ddd::test::await(context, send(http::Method::post, std::move(target), encode(form), std::move(key)));
}

Reply Instance::get(std::string target) {
  return ddd::test::await(context, send(http::Method::get, std::move(target), {}, {}));
}

Reply Instance::raw(http::OutgoingRequest request) {
  auto response = ddd::test::await(context, client_->exchange(std::move(request), std::chrono::seconds(10)));
  if (!response) throw std::runtime_error("no answer: " + response.error().reason);
  return reply_of(*std::move(response));
}

std::expected<Reply, http::ExchangeFailure> Instance::try_post(std::string target, const Form& form, std::string key,
                                                               std::chrono::milliseconds limit) {
  http::OutgoingRequest request{
      .method = http::Method::post, .target = std::move(target), .headers = {}, .body = encode(form)};
  request.headers.emplace_back("Authorization", "Bearer sk_test_123");
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  if (!key.empty()) request.headers.emplace_back("Idempotency-Key", std::move(key));
  auto response = ddd::test::await(context, client_->exchange(std::move(request), limit));
  if (!response) return std::unexpected(response.error());
  return reply_of(*std::move(response));
}

void Instance::order_fault(std::string json) {
  const auto reply =
      raw({.method = http::Method::post, .target = "/_test/faults", .headers = {}, .body = std::move(json)});
  ASSERT_EQ(reply.status, 200) << reply.body;
}

std::string Instance::create(const Form& more) {
  Form form = {{"amount", "1999"}, {"currency", "usd"}, {"capture_method", "manual"}};
  form.insert(form.end(), more.begin(), more.end());
  const auto reply = post("/v1/payment_intents", form);
  if (reply.status != 200) throw std::runtime_error(reply.body);
  return reply.at("/id");
}

Reply Instance::confirm(const std::string& id, std::string method, std::string key) {
  return post("/v1/payment_intents/" + id + "/confirm", {{"payment_method", std::move(method)}}, std::move(key));
}

Reply Instance::capture(const std::string& id, std::string key) {
  return post("/v1/payment_intents/" + id + "/capture", {}, std::move(key));
}

Reply Instance::cancel(const std::string& id, std::string key) {
  return post("/v1/payment_intents/" + id + "/cancel", {}, std::move(key));
}

}  // namespace ddd::sandbox::test
