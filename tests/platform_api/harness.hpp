#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <support/await.hpp>
#include <unistd.h>

#include <ddd/platform/api/pipeline.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/platform/time/system_clock.hpp>

namespace ddd::api::test {

class HeaderList final : public http::Headers {
 public:
  HeaderList(std::vector<std::pair<std::string, std::string>> fields) : fields_(std::move(fields)) {}

  [[nodiscard]] std::string_view get(std::string_view name) const override {
    for (const auto& [field, value] : fields_) {
      if (field == name) return value;
    }
    return {};
  }
  [[nodiscard]] bool has(std::string_view name) const override { return count(name) > 0; }
  [[nodiscard]] std::size_t count(std::string_view name) const override {
    return static_cast<std::size_t>(std::ranges::count(fields_, name, &std::pair<std::string, std::string>::first));
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// Knows the tokens "user-<id>" and "admin-<id>".
class FakeAuthenticator final : public Authenticator {
 public:
  [[nodiscard]] Result<Principal> authenticate(std::string_view token) override {
    ++calls;
    const auto dash = token.find('-');
    const auto id = UserId::parse(token.substr(std::min(dash + 1, token.size())));
    const auto role = token.substr(0, dash);
    if (dash == std::string_view::npos || !id || (role != "user" && role != "admin")) {
      return Refused(Error{.kind = ErrorKind::unauthenticated, .code = "auth.invalid_token", .message = "Bad token."});
    }
    return Principal{.user_id = *id, .role = role == "admin" ? Role::admin : Role::user};
  }
  int calls = 0;
};

class FakeStore final : public IdempotencyStore {
 public:
  [[nodiscard]] Task<Result<std::optional<IdempotencyRecord>>> find(UserId user_id, std::string key) override {
    ++finds;
    if (broken) co_return Refused(store_errors::unavailable());
    for (const auto& record : records) {
      if (record.key.user_id == user_id && record.key.key == key) co_return record;
    }
    co_return std::nullopt;
  }
  std::vector<IdempotencyRecord> records;
  int finds = 0;
  bool broken = false;
};

/// Takes no time; `on_sleep` sees each call.
class FakeSleeper final : public Sleeper {
 public:
  [[nodiscard]] Task<> sleep_for(std::chrono::milliseconds duration) override {
    slept += duration;
    if (on_sleep) on_sleep();
    co_return;
  }
  std::chrono::milliseconds slept{0};
  std::function<void()> on_sleep;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// What a handler got to see, copied out of the request.
struct Seen {
  CallContext call;
  std::vector<std::string> path;
  QueryPairs query;
  std::string body;
};

/// A pipeline over one table, called without sockets.
class Harness {
 public:
  Harness() {
    static int number = 0;
    log_file_ = std::filesystem::temp_directory_path() /
                ("ddd_api_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number) + ".log");
    log = std::move(Log::to_file(log_file_, {.service = "test", .level = LogLevel::debug}, clock).value());
  }
  ~Harness() {
    pipeline.reset();
    log.reset();
    std::error_code ignored;
    std::filesystem::remove(log_file_, ignored);
  }
  Harness(const Harness&) = delete;
  Harness& operator=(const Harness&) = delete;

  /// A route whose handler notes what it saw and gives what `respond` says.
  Route& add(http::Method method, std::string path, Access access = Access::anyone) {
    Route route{
        .method = method, .path = std::move(path), .name = "route_" + std::to_string(routes.size()), .access = access};
    route.handle = [this](const CallContext& call, const RouteRequest& request) {
      return handle(*this, call, request);
    };
    routes.push_back(std::move(route));
    return routes.back();
  }

  /// Starts serving what was added.
  void start() {
    std::vector<RouteTable> tables;
    tables.push_back({.service = "test-service", .routes = routes, .idempotency = &store, .mount = mount});
    pipeline = std::make_unique<Pipeline>(
        std::move(tables), Pipeline::Dependencies{authenticator, metrics, *log, ids, sleeper, limit, queue, tracer},
        options);
    handler = pipeline->handler();
  }

  http::Response send(http::Method method, std::string_view target, Fields fields = {}, std::string_view body = {}) {
    if (!pipeline) start();
    const HeaderList headers(std::move(fields));
    const http::Request request{
        .method = method, .target = target, .headers = &headers, .body = body, .peer_address = "192.0.2.1"};
    return ddd::test::await(context, handler(request));
  }
  http::Response get(std::string_view target, Fields fields = {}) {
    return send(http::Method::get, target, std::move(fields));
  }
  http::Response post(std::string_view target, std::string_view body, Fields fields = {}) {
    fields.emplace_back("Content-Type", "application/json");
    return send(http::Method::post, target, std::move(fields), body);
  }

  /// Ends the pipeline and gives the lines of its log.
  std::string end_and_read_log() {
    pipeline.reset();
    log.reset();
    std::ifstream in(log_file_);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  boost::asio::io_context context;
  SystemClock clock;
  SystemIds ids{clock};
  FakeAuthenticator authenticator;
  FakeStore store;
  FakeSleeper sleeper;
  RateLimit* limit = nullptr;
  const QueueWatch* queue = nullptr;
  tracing::Tracer* tracer = nullptr;
  metrics::Registry metrics;
  std::unique_ptr<Log> log;
  Pipeline::Options options{.service = "test"};
  Mount mount = Mount::api;
  std::vector<Route> routes;
  std::function<Result<http::Response>()> respond = [] { return http::Response{.status = 204}; };
  std::vector<Seen> seen;
  std::unique_ptr<Pipeline> pipeline;
  http::Handler handler;

 private:
  static Task<Result<http::Response>> handle(Harness& self, const CallContext& call, const RouteRequest& request) {
    self.seen.push_back({call, request.path_values(), request.query_values(), std::string(request.body())});
    co_return self.respond();
  }

  std::filesystem::path log_file_;
};

inline boost::json::object json_of(const http::Response& response) {
  return boost::json::parse(response.body.view()).as_object();
}
/// The `code` of a problem; what else the body is, if it is none.
inline std::string code_of(const http::Response& response) {
  if (response.content_type != "application/problem+json") return "no problem: " + std::string(response.body.view());
  return std::string(json_of(response).at("code").as_string());
}
/// Pointers and codes of the violations, "/query/limit max" and the like.
inline std::vector<std::string> violations_of(const http::Response& response) {
  std::vector<std::string> violations;
  for (const auto& each : json_of(response).at("errors").as_array()) {
    violations.push_back(std::string(each.at("pointer").as_string()) + " " + std::string(each.at("code").as_string()));
  }
  return violations;
}
inline std::vector<std::string> violations_of(const Error& error) {
  std::vector<std::string> violations;
  for (const auto& each : error.violations) violations.push_back(each.pointer + " " + each.code);
  return violations;
}

}  // namespace ddd::api::test
