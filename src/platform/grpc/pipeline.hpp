#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/api/pipeline.hpp>
#include <ddd/platform/api/request_ids.hpp>
#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/grpc/service.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace google::protobuf {
class MethodDescriptor;
}

namespace ddd::rpc {

/// A call as it came over the wire, within the server's limits.
struct Incoming {
  std::size_t method = 0;  ///< its place in the service's table
  std::string message;
  std::vector<std::pair<std::string, std::string>> metadata;  ///< names in lower case
  std::string peer_address;                                   ///< "127.0.0.1"
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();  ///< the client's
  /// The calling service, "payment-service", as the transport has proved it.
  std::optional<std::string> caller;

  /// The value of that name; empty when there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

struct Answer {
  Outcome outcome;
  /// Metadata behind the answer.
  std::vector<std::pair<std::string, std::string>> trailers;
};

/// What stands between the gRPC server and a context's methods: one fixed order of steps for every method (pipeline.cpp
/// lists them), the same ones that REST requests pass. One per shard and service; outlives the server that calls it.
class Pipeline {
 public:
  using Dependencies = api::Pipeline::Dependencies;
  struct Options {
    std::chrono::milliseconds time_limit{10'000};  ///< from the first step to the call's deadline
  };

  /// Throws std::logic_error for a table that can't be served: one whose rows are not the methods of the .proto file's
  /// service with their requests, an idempotency rule without a store or for callers who are nobody, a method for
  /// services that names none.
  Pipeline(ShardExecutor executor, Service service, Dependencies dependencies, Options options);
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  [[nodiscard]] const Service& service() const { return service_; }

  [[nodiscard]] Task<Answer> serve(Incoming incoming);

  using Done = std::move_only_function<void(Answer)>;
  /// The same as a task of this pipeline, on its shard's thread. `done` is destroyed uncalled if the pipeline stops
  /// before.
  void start(Incoming incoming, Done done);
  /// Cuts what is left; awaited before anything that the methods use goes away.
  [[nodiscard]] Task<> stop() { return running_.stop(); }

 private:
  struct Row {
    api::Route as_route;  ///< how the limits by address know it
    bool has_effects = true;
    std::vector<std::pair<Code, metrics::Histogram*>> durations;
  };
  struct Exchange;

  static Task<> run(Pipeline& self, Incoming incoming, Done done);
  [[nodiscard]] Row row_of(const Method& method, const google::protobuf::MethodDescriptor* described) const;

  [[nodiscard]] Result<> admit(Exchange& exchange);
  [[nodiscard]] Task<Result<Outcome>> answer(Exchange& exchange);
  [[nodiscard]] static Task<Result<Outcome>> handle(const Exchange& exchange);
  [[nodiscard]] Answer finish(Exchange& exchange, Result<Outcome> result);

  void identify(Exchange& exchange);
  void sample(Exchange& exchange) const;
  [[nodiscard]] Result<> check_load() const;
  [[nodiscard]] Result<> check_rate(const Exchange& exchange) const;
  [[nodiscard]] Result<> authenticate(Exchange& exchange) const;
  [[nodiscard]] Result<> read_message(Exchange& exchange) const;
  [[nodiscard]] Result<> read_idempotency_key(Exchange& exchange) const;

  [[nodiscard]] Status refusal(const Exchange& exchange, const Error& error) const;
  void observe(const Exchange& exchange, Code code, std::chrono::nanoseconds elapsed);
  void log_access(const Exchange& exchange, Code code, std::string_view reason, std::chrono::nanoseconds elapsed) const;
  void record_span(const Exchange& exchange, Code code, std::string_view reason,
                   std::chrono::nanoseconds elapsed) const;

  Service service_;
  Dependencies dependencies_;
  Options options_;
  std::vector<Row> rows_;
  api::RequestIds request_ids_;
  TaskGroup running_;
};

}  // namespace ddd::rpc
