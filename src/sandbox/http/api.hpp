#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ddd/platform/api/request_ids.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/http/message.hpp>
#include <ddd/sandbox/application/operations.hpp>
#include <ddd/sandbox/application/ports/event_store.hpp>
#include <ddd/sandbox/http/faults.hpp>
#include <ddd/sandbox/http/parameters.hpp>

namespace ddd::sandbox {

/// Stripe's API over HTTP: docs.stripe.com/api, version 1. Routes: payment intents, refunds, payment methods, events;
/// besides them the bank's page (action_page.hpp), /livez and /readyz, and with `faults_enabled` POST and DELETE
/// /_test/faults. Used on one shard.
class Api {
 public:
  /// All outlive this.
  struct Dependencies {
    Operations& operations;
    IntentStore& intents;
    EventStore& events;
    const Wire& wire;
    IdSource& ids;
    Sleeper& sleeper;
    bool faults_enabled = false;
  };
  explicit Api(const Dependencies& dependencies) : d_(dependencies), request_ids_(dependencies.ids) {}

  /// The http::Handler.
  [[nodiscard]] Task<http::Response> handle(const http::Request& request);
  /// The http::RefusalHandler: what the server refuses by itself, in Stripe's form.
  [[nodiscard]] http::Response refuse(int status, std::string_view detail);

 private:
  struct CommandRoute;
  struct QueryRoute;
  static const CommandRoute kCommands[];
  static const QueryRoute kQueries[];

  [[nodiscard]] Task<Result<http::Response>> answer(const http::Request& request, const std::string& request_id);
  [[nodiscard]] Task<Result<http::Response>> change(const CommandRoute& route, std::string_view id,
                                                    const http::Request& request, Parameters parameters,
                                                    const std::string& request_id);
  [[nodiscard]] Task<Result<http::Response>> query(const QueryRoute& route, std::string_view id, Parameters parameters);
  [[nodiscard]] Task<Result<http::Response>> show_page(const http::Request& request, std::string_view token);
  [[nodiscard]] Task<Result<http::Response>> stay_silent(std::chrono::milliseconds duration);
  [[nodiscard]] Result<http::Response> order_fault(const http::Request& request);

  // Each takes the id in the path and gives the JSON of its answer.
  [[nodiscard]] Task<Result<std::string>> retrieve_intent(std::string_view id, Parameters& parameters);
  [[nodiscard]] Task<Result<std::string>> list_intents(std::string_view id, Parameters& parameters);
  [[nodiscard]] Task<Result<std::string>> retrieve_refund(std::string_view id, Parameters& parameters);
  [[nodiscard]] Task<Result<std::string>> list_refunds(std::string_view id, Parameters& parameters);
  [[nodiscard]] Task<Result<std::string>> retrieve_method(std::string_view id, Parameters& parameters);
  [[nodiscard]] Task<Result<std::string>> retrieve_event(std::string_view id, Parameters& parameters);
  [[nodiscard]] Task<Result<std::string>> list_events(std::string_view id, Parameters& parameters);

  Dependencies d_;
  api::RequestIds request_ids_;
  Faults faults_;
};

}  // namespace ddd::sandbox
