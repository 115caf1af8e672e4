#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <platform_api/harness.hpp>

#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/pipeline.hpp>
#include <ddd/probe/v1/probe.pb.h>

/// A service whose methods note what they saw and answer what the test says, behind a real pipeline.
namespace ddd::rpc::test {

using probe::v1::Text;

/// What a method got to see.
struct Seen {
  CallContext call;
  Text request;
};

struct Probe {
  std::vector<Seen> seen;
  std::function<Task<Result<Text>>(const Text&)> respond = &echo;

  static Task<Result<Text>> echo(Text request) { co_return request; }
  static Task<Result<Text>> refuse(Error error) { co_return Refused(std::move(error)); }
};

inline Task<Result<Text>> answer(Probe& probe, const CallContext& call, const Text& request) {
  probe.seen.push_back({call, request});
  return probe.respond(request);
}

inline Service service_of(Probe& probe, IdempotencyStore& store) {
  using api::IdempotencyRule;
  Service service{
      .name = "ddd.probe.v1.ProbeService", .process = "probe-service", .methods = {}, .idempotency = &store};
  auto& methods = service.methods;
  methods.push_back({.name = "Read", .handler = bind(probe, &answer), .multiline = {"story"}});
  methods.push_back({.name = "Keep",
                     .access = Access::user,
                     .handler = bind(probe, &answer),
                     .idempotency = IdempotencyRule::optional});
  methods.push_back({.name = "Pay",
                     .access = Access::user,
                     .handler = bind(probe, &answer),
                     .idempotency = IdempotencyRule::required});
  methods.push_back({.name = "Manage", .access = Access::admin, .handler = bind(probe, &answer)});
  methods.push_back(
      {.name = "Exchange", .access = Access::service, .handler = bind(probe, &answer), .callers = {"payment-service"}});
  return service;
}

// The places of the methods in the table.
enum Place : std::size_t { kRead, kKeep, kPay, kManage, kExchange };

using Metadata = std::vector<std::pair<std::string, std::string>>;

inline Text text(std::string what) {
  Text message;
  message.set_text(std::move(what));
  return message;
}

inline Incoming incoming(Place method, const Text& message, Metadata metadata = {}) {
  return {.method = method,
          .message = message.SerializeAsString(),
          .metadata = std::move(metadata),
          .peer_address = "192.0.2.1",
          .caller = std::nullopt};
}

inline Metadata as(std::string_view token, Metadata more = {}) {
  more.emplace_back("authorization", "Bearer " + std::string(token));
  return more;
}

inline google::rpc::Status details_of(const Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.details));
  EXPECT_EQ(details.code(), static_cast<int>(status.code));
  EXPECT_EQ(details.message(), status.message);
  return details;
}

/// The detail of that type; an empty one if there is none.
template <class Detail>
Detail detail_of(const google::rpc::Status& status) {
  Detail found;
  for (const auto& any : status.details()) {
    if (any.Is<Detail>()) any.UnpackTo(&found);
  }
  return found;
}

/// "NOT_FOUND probe.gone": what a status comes down to.
inline std::string short_of(const Status& status) {
  if (status.code == Code::ok) return "OK";
  const auto info = detail_of<google::rpc::ErrorInfo>(details_of(status));
  EXPECT_EQ(info.domain(), "ddd-micro");
  return std::string(to_text(status.code)) + " " + info.reason();
}

/// Fields and reasons of the violations, "page.limit max" and the like.
inline std::vector<std::string> violations_of(const Status& status) {
  std::vector<std::string> violations;
  for (const auto& each : detail_of<google::rpc::BadRequest>(details_of(status)).field_violations()) {
    violations.push_back(each.field() + " " + each.reason());
  }
  return violations;
}

}  // namespace ddd::rpc::test
