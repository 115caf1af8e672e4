#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_grpc/served.hpp>

namespace ddd::rpc::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class AGrpcCall : public testing::Test {
 protected:
  Served served;
};

TEST_F(AGrpcCall, reaches_its_function_and_brings_back_its_reply) {
  served.probe.respond = [](const Text& request) { return Probe::echo(text(request.text() + "!")); };
  const auto answer = served.call(kRead, text("hello"));
  EXPECT_EQ(answer.outcome.status.code, Code::ok);
  Text reply;
  ASSERT_TRUE(reply.ParseFromString(answer.outcome.reply));
  EXPECT_EQ(reply.text(), "hello!");
}

TEST_F(AGrpcCall, is_refused_with_the_code_of_the_error) {
  served.probe.respond = [](const Text&) {
    return Probe::refuse({.kind = ErrorKind::not_found, .code = "probe.gone", .message = "It is gone."});
  };
  EXPECT_EQ(served.short_call(kRead), "NOT_FOUND probe.gone");
}

TEST_F(AGrpcCall, is_let_in_by_who_makes_it) {
  struct Row {
    Place method;
    std::string nobody, user, admin, bad_token;
  };
  const std::string sign_in = "UNAUTHENTICATED auth.required";
  const std::string bad = "UNAUTHENTICATED auth.invalid_token";
  const std::string internal = "PERMISSION_DENIED auth.internal_only";
  for (const auto& row : {Row{kRead, "OK", "OK", "OK", bad}, Row{kKeep, sign_in, "OK", "OK", bad},
                          Row{kManage, sign_in, "PERMISSION_DENIED auth.forbidden", "OK", bad},
                          // Nobody's token opens what is between services, and none is looked at.
                          Row{kExchange, internal, internal, internal, internal}}) {
    EXPECT_EQ(served.short_call(row.method), row.nobody) << row.method;
    EXPECT_EQ(served.short_call(row.method, {}, as("user-7")), row.user) << row.method;
    EXPECT_EQ(served.short_call(row.method, {}, as("admin-1")), row.admin) << row.method;
    EXPECT_EQ(served.short_call(row.method, {}, as("forged")), row.bad_token) << row.method;
  }
}

TEST_F(AGrpcCall, between_services_is_open_to_the_services_named_and_to_no_other) {
  for (const auto& [caller, expected] : {std::pair{"payment-service", "OK"},
                                         {"basket-service", "PERMISSION_DENIED auth.internal_only"},
                                         {"", "PERMISSION_DENIED auth.internal_only"}}) {
    auto call = incoming(kExchange, text("x"));
    call.caller = caller;
    EXPECT_EQ(short_of(served.call(std::move(call)).outcome.status), expected) << caller;
  }
  ASSERT_EQ(served.probe.seen.size(), 1);
  EXPECT_EQ(served.probe.seen.front().call.service, "payment-service");
  EXPECT_EQ(served.authenticator.calls, 0);
}

TEST_F(AGrpcCall, knows_its_user_by_the_token_alone) {
  served.call(kKeep, {}, as("user-7", {{"x-user-id", "8"}}));
  ASSERT_EQ(served.probe.seen.size(), 1);
  EXPECT_EQ(served.probe.seen.front().call.principal->user_id, UserId(7));
  EXPECT_EQ(served.probe.seen.front().call.client.address, "192.0.2.1");
}

TEST_F(AGrpcCall, with_credentials_of_another_form_or_two_of_them_is_refused) {
  const std::string bad = "UNAUTHENTICATED auth.invalid_token";
  EXPECT_EQ(served.short_call(kRead, {}, {{"authorization", "Basic dXNlcg=="}}), bad);
  EXPECT_EQ(served.short_call(kRead, {}, {{"authorization", ""}}), bad);
  EXPECT_EQ(served.short_call(kRead, {}, as("user-7", as("user-7"))), bad);
  EXPECT_EQ(served.short_call(kRead, {}, {{"authorization", "bearer user-7"}}), "OK");
}

TEST_F(AGrpcCall, is_decoded_only_for_those_who_may_make_it) {
  auto garbage = incoming(kKeep, {});
  garbage.message = "\xff\xff\xff";
  EXPECT_EQ(short_of(served.call(garbage).outcome.status), "UNAUTHENTICATED auth.required");
  garbage.metadata = as("user-7");
  EXPECT_EQ(short_of(served.call(garbage).outcome.status), "INVALID_ARGUMENT request.malformed");
  EXPECT_THAT(served.probe.seen, IsEmpty());
}

TEST_F(AGrpcCall, with_text_that_may_not_stand_is_told_where) {
  auto message = text("a\nb");
  message.set_story("a\nb");
  const auto status = served.call(kRead, message).outcome.status;
  EXPECT_EQ(short_of(status), "INVALID_ARGUMENT request.invalid");
  EXPECT_THAT(violations_of(status), ElementsAre("text control_character"));
  EXPECT_EQ(served.short_call(kRead, text("4242 4242 4242 4242")), "INVALID_ARGUMENT request.card_number");
  EXPECT_THAT(served.end_and_read_log(), Not(HasSubstr("4242")));
}

TEST_F(AGrpcCall, is_named_as_the_client_says_or_anew) {
  const auto named = served.call(kRead, {}, {{"x-request-id", "my-request-1"}});
  EXPECT_EQ(trailer_of(named, "x-request-id"), "my-request-1");
  EXPECT_EQ(served.probe.seen.front().call.request_id, "my-request-1");
  EXPECT_EQ(served.probe.seen.front().call.correlation_id, "my-request-1");
  const auto anew = served.call(kKeep, {}, {{"x-request-id", "bad id"}});
  EXPECT_THAT(trailer_of(anew, "x-request-id"), AllOf(Not(IsEmpty()), Not("bad id")));
}

TEST_F(AGrpcCall, goes_on_with_the_trace_it_comes_in) {
  served.call(kRead, {}, {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}});
  served.call(kRead, {}, {{"traceparent", "nonsense"}});
  const auto& [in_trace, of_its_own] = std::pair{served.probe.seen[0].call.trace, served.probe.seen[1].call.trace};
  EXPECT_EQ(in_trace.trace_id_text(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_NE(in_trace.to_traceparent().find("-01"), std::string::npos);
  EXPECT_NE(of_its_own.trace_id_text(), in_trace.trace_id_text());
  const auto refused =
      served.call(kKeep, {}, {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}});
  const auto info = detail_of<google::rpc::ErrorInfo>(details_of(refused.outcome.status));
  EXPECT_EQ(info.metadata().at("trace_id"), "4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST_F(AGrpcCall, has_the_time_of_the_client_but_never_more_than_its_own) {
  using namespace std::chrono_literals;
  served.options.time_limit = 10s;
  const auto now = std::chrono::steady_clock::now();
  auto patient = incoming(kRead, {});
  auto hurried = patient;
  hurried.deadline = now + 2s;
  patient.deadline = now + 1h;
  served.call(hurried);
  served.call(patient);
  EXPECT_EQ(served.probe.seen[0].call.deadline, now + 2s);
  EXPECT_GE(served.probe.seen[1].call.deadline, now + 10s);
  EXPECT_LT(served.probe.seen[1].call.deadline, now + 1min);
}

TEST_F(AGrpcCall, that_breaks_an_invariant_ends_alone_and_tells_the_log) {
  served.probe.respond = [](const Text&) -> Task<Result<Text>> { throw std::runtime_error("the ledger is torn"); };
  const auto answer = served.call(kRead, {}, {{"x-request-id", "torn-request"}});
  EXPECT_EQ(short_of(answer.outcome.status), "INTERNAL internal");
  EXPECT_EQ(answer.outcome.status.details.find("ledger"), std::string::npos);
  served.probe.respond = &Probe::echo;
  EXPECT_EQ(served.short_call(kRead), "OK");
  EXPECT_THAT(served.end_and_read_log(), AllOf(HasSubstr("the ledger is torn"), HasSubstr("torn-request")));
}

TEST_F(AGrpcCall, is_counted_by_method_and_code_and_logged_without_its_text) {
  served.call(kRead, text("private words"));
  served.call(kKeep, text("private words"));
  served.call(kKeep, text("private words"), as("user-7"));
  const auto metrics = served.metrics.expose();
  for (const std::string labels : {R"({code="OK",method="Read",service="probe-service"})",
                                   R"({code="UNAUTHENTICATED",method="Keep",service="probe-service"})",
                                   R"({code="OK",method="Keep",service="probe-service"})"}) {
    EXPECT_THAT(metrics, HasSubstr("grpc_server_request_duration_seconds_count" + labels + " 1"));
  }
  const auto log = served.end_and_read_log();
  EXPECT_THAT(log, AllOf(HasSubstr(R"("route":"Keep")"), HasSubstr(R"("grpc_status":"UNAUTHENTICATED")"),
                         HasSubstr(R"("error":"auth.required")"), HasSubstr(R"("user_id":7)")));
  EXPECT_THAT(log, Not(HasSubstr("private words")));
}

TEST_F(AGrpcCall, is_refused_while_its_address_calls_too_often_or_the_shard_is_behind) {
  struct OneCall final : api::RateLimit {
    Verdict admit(const api::Route& route, std::string_view address) override {
      asked.push_back(route.name + " " + std::string(address));
      if (asked.size() == 1) return {};
      return {.refusal = Error{.kind = ErrorKind::too_many, .code = "http.too_many_requests", .retry_after_seconds = 9},
              .allowance = {}};
    }
    std::vector<std::string> asked;
  } limit;
  served.limit = &limit;
  EXPECT_EQ(served.short_call(kRead), "OK");
  // Before the token is looked at: this is what a flood of bad tokens runs into.
  const auto refused = served.call(kKeep, {}, as("forged"));
  EXPECT_EQ(short_of(refused.outcome.status), "RESOURCE_EXHAUSTED http.too_many_requests");
  EXPECT_EQ(detail_of<google::rpc::RetryInfo>(details_of(refused.outcome.status)).retry_delay().seconds(), 9);
  EXPECT_THAT(limit.asked, ElementsAre("Read 192.0.2.1", "Keep 192.0.2.1"));
  EXPECT_EQ(served.authenticator.calls, 0);
}

TEST_F(AGrpcCall, is_refused_while_the_shard_has_more_to_do_than_it_gets_done) {
  using namespace std::chrono_literals;
  api::QueueWatch queue({.target = 10ms, .interval = 100ms});
  served.queue = &queue;
  const auto now = std::chrono::steady_clock::now();
  queue.observe(now, 20ms);
  queue.observe(now + 200ms, 20ms);
  EXPECT_EQ(served.short_call(kRead), "UNAVAILABLE server.overloaded");
  queue.observe(now + 300ms, 0ms);
  EXPECT_EQ(served.short_call(kRead), "OK");
}

class ATable : public AGrpcCall {
 protected:
  void SetUp() override { table = service_of(served.probe, served.store); }
  /// What is wrong with the table; empty if it can be served.
  std::string fault() {
    try {
      const Pipeline pipeline(served.context.get_executor(), table, served.dependencies(), {});
      return {};
    } catch (const std::logic_error& error) {
      return error.what();
    }
  }
  Service table;
};

TEST_F(ATable, has_exactly_the_methods_of_the_proto_file) {
  EXPECT_EQ(fault(), "");
  const auto whole = table;
  table.methods.pop_back();
  EXPECT_THAT(fault(), HasSubstr("more methods than the table, or less"));
  table = whole;
  table.methods.back().name = "Invented";
  EXPECT_THAT(fault(), HasSubstr("Invented"));
  table = whole;
  table.methods[kKeep].name = "Read";
  EXPECT_THAT(fault(), HasSubstr("twice"));
  table = whole;
  table.name = "ddd.probe.v1.NoService";
  EXPECT_THAT(fault(), HasSubstr("no .proto file"));
  table = whole;
  table.methods[kRead].handler.request = &common::v1::Money::default_instance();
  EXPECT_THAT(fault(), HasSubstr("another request"));
}

TEST_F(ATable, keeps_keys_where_there_is_a_store_and_for_callers_who_are_somebody) {
  table.idempotency = nullptr;
  EXPECT_THAT(fault(), HasSubstr("no store"));
  table = service_of(served.probe, served.store);
  table.methods[kRead].idempotency = api::IdempotencyRule::optional;
  EXPECT_THAT(fault(), HasSubstr("signed-in"));
}

TEST_F(ATable, names_the_callers_of_methods_between_services_and_of_no_others) {
  table.methods[kExchange].callers.clear();
  EXPECT_THAT(fault(), HasSubstr("Exchange"));
  table = service_of(served.probe, served.store);
  table.methods[kRead].callers = {"payment-service"};
  EXPECT_THAT(fault(), HasSubstr("Read"));
}

}  // namespace
}  // namespace ddd::rpc::test
