#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/api/authenticator.hpp>
#include <ddd/platform/api/exchange.hpp>
#include <ddd/platform/api/queue_watch.hpp>
#include <ddd/platform/api/rate_limit.hpp>
#include <ddd/platform/api/request_ids.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/api/router.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd::api {

/// What stands between the HTTP server and the contexts' handlers: one fixed order of steps for every route
/// (pipeline.cpp lists them with their reasons). One per shard and port; outlives the server that calls it.
class Pipeline {
 public:
  /// All outlive the pipeline.
  struct Dependencies {
    Authenticator& authenticator;
    metrics::Registry& metrics;
    Log& log;
    IdSource& ids;
    Sleeper& sleeper;
    RateLimit* rate_limit = nullptr;    ///< null: no limit
    const QueueWatch* queue = nullptr;  ///< of the shard; null: no load is shed
    tracing::Tracer* tracer = nullptr;  ///< null: no spans
  };
  struct Options {
    std::string service;                           ///< names the process where no table is concerned
    bool bare_paths = false;                       ///< answers API routes without /api/v1 too, as the gateway does
    std::chrono::milliseconds time_limit{10'000};  ///< from the first step to the call's deadline
  };

  /// Throws std::logic_error for tables that can't be served: two routes for one method and path, a malformed path, an
  /// idempotency rule without a store or for callers who are nobody, a request schema that is no JSON.
  Pipeline(std::vector<RouteTable> tables, Dependencies dependencies, Options options);
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// For the server; refers to this.
  [[nodiscard]] http::Handler handler();

 private:
  [[nodiscard]] Task<http::Response> serve(const http::Request& raw);
  [[nodiscard]] Result<> admit(Exchange& exchange);
  [[nodiscard]] Task<Result<http::Response>> answer(Exchange& exchange);
  [[nodiscard]] http::Response finish(Exchange& exchange, Result<http::Response> result);

  void identify(Exchange& exchange);
  [[nodiscard]] Result<> match(Exchange& exchange);
  void sample(Exchange& exchange);
  [[nodiscard]] Result<> check_load(const Exchange& exchange) const;
  [[nodiscard]] Result<> check_rate(Exchange& exchange);
  [[nodiscard]] http::Response refusal(const Exchange& exchange, const Error& error) const;
  void observe(Exchange& exchange, int status, std::chrono::nanoseconds elapsed);
  void log_access(const Exchange& exchange, int status, std::string_view code, std::chrono::nanoseconds elapsed);

  void record_span(const Exchange& exchange, int status, std::string_view code, std::chrono::nanoseconds elapsed);

  void add_table(const RouteTable& table);

  const std::vector<RouteTable> tables_;
  Dependencies dependencies_;
  Options options_;
  Router router_;
  std::vector<ServedRoute> served_;
  ServedRoute unmatched_;
  RequestIds request_ids_;
};

}  // namespace ddd::api
