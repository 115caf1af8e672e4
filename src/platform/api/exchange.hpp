#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/api/rate_limit.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/http/message.hpp>
#include <ddd/platform/metrics/instruments.hpp>

namespace ddd::api {

/// A route as the pipeline serves it: its table's row and what is worked out once.
struct ServedRoute {
  const RouteTable* table = nullptr;
  const Route* route = nullptr;
  /// The request schema names required fields, so there is no reading an absent body.
  bool body_required = false;

  struct Series {
    http::Method method;
    int status;
    metrics::Histogram* durations;
  };
  /// Metrics handles by method and status, looked up on first use.
  std::vector<Series> series;
};

/// One request on its way through the pipeline's steps: what each found out. Lives in the frame that serves the
/// request.
struct Exchange {
  const http::Request& raw;
  std::chrono::steady_clock::time_point started;
  CallContext call;
  /// Null until a route is matched.
  ServedRoute* served = nullptr;
  std::vector<std::string> path_values;
  QueryPairs query;
  /// For the RateLimit headers.
  Allowance allowance;
  /// OPTIONS of a known path: answered without a handler.
  bool answers_options = false;
  /// For the Allow header of 405 and OPTIONS.
  std::string_view allow;
  /// Set with a refusal whose status only HTTP knows (405, 413, 415).
  std::optional<int> refusal_status;

  [[nodiscard]] const Route& route() const { return *served->route; }
  [[nodiscard]] std::string_view target_path() const { return raw.target.substr(0, raw.target.find('?')); }
};

}  // namespace ddd::api
