#include "harness.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddd::api {
namespace {

using http::Method;
using test::code_of;
using test::Harness;
using test::json_of;
using test::violations_of;
using testing::ElementsAre;

TEST(PipelineIdentity, takes_a_well_formed_request_id_over_and_replaces_others) {
  Harness api;
  api.add(Method::get, "/things");
  const auto id_for = [&](std::string sent) {
    return std::string(api.get("/api/v1/things", {{"X-Request-Id", std::move(sent)}}).get("X-Request-Id"));
  };
  EXPECT_EQ(id_for("client-request_1"), "client-request_1");
  EXPECT_EQ(id_for(std::string(64, 'x')), std::string(64, 'x'));
  for (const auto& bad :
       {std::string("short"), std::string(65, 'x'), std::string("with space in it"), std::string("a\r\nSet-Cookie: x"),
        std::string("4242424242424242"), std::string("4242-4242-4242-4242")}) {
    const auto id = id_for(bad);
    EXPECT_NE(id, bad);
    EXPECT_EQ(id.size(), 15U);
  }
  EXPECT_EQ(api.seen.front().call.request_id, "client-request_1");
  EXPECT_EQ(api.seen.front().call.correlation_id, "client-request_1");
}

TEST(PipelineIdentity, makes_request_ids_that_differ) {
  Harness api;
  api.add(Method::get, "/things");
  std::set<std::string, std::less<>> ids;
  for (int i = 0; i < 100; ++i) ids.emplace(api.get("/api/v1/things").get("X-Request-Id"));
  EXPECT_EQ(ids.size(), 100U);
  EXPECT_FALSE(api.get("/unknown").get("X-Request-Id").empty());
}

TEST(PipelineIdentity, continues_a_trace_or_begins_one) {
  Harness api;
  api.add(Method::get, "/things");
  const std::string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  api.get("/api/v1/things", {{"traceparent", parent}});
  api.get("/api/v1/things", {{"traceparent", "00-zz"}});
  api.get("/api/v1/things");
  EXPECT_EQ(api.seen[0].call.trace.trace_id_text(), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_NE(api.seen[0].call.trace.to_traceparent(), parent);
  EXPECT_NE(api.seen[1].call.trace.trace_id_text(), api.seen[2].call.trace.trace_id_text());
  const auto problem = api.get("/unknown", {{"traceparent", parent}});
  EXPECT_EQ(json_of(problem).at("trace_id"), "0af7651916cd43dd8448eb211c80319c");
}

TEST(PipelineIdentity, tells_handlers_who_is_at_the_other_end_and_until_when) {
  Harness api;
  api.options.time_limit = std::chrono::seconds(3);
  api.add(Method::get, "/things");
  const auto before = std::chrono::steady_clock::now();
  api.get("/api/v1/things", {{"User-Agent", "curl/8.0 \xff" + std::string(1000, 'x')}});
  api.get("/api/v1/things", {{"User-Agent", "card 4242424242424242"}});
  const auto& call = api.seen.front().call;
  EXPECT_EQ(call.client.address, "192.0.2.1");
  EXPECT_TRUE(call.client.user_agent.starts_with("curl/8.0 ?xxx"));
  EXPECT_EQ(call.client.user_agent.size(), 256U);
  EXPECT_EQ(api.seen[1].call.client.user_agent, "");
  EXPECT_GE(call.deadline, before + std::chrono::seconds(3));
  EXPECT_LT(call.deadline, before + std::chrono::seconds(4));
}

TEST(PipelineRouting, answers_below_the_prefix_and_bare_where_asked) {
  Harness service;
  service.add(Method::get, "/things/{id}");
  EXPECT_EQ(service.get("/api/v1/things/7").status, 204);
  EXPECT_EQ(service.seen.front().path, std::vector<std::string>{"7"});
  EXPECT_EQ(code_of(service.get("/things/7")), "http.not_found");

  Harness gateway;
  gateway.options.bare_paths = true;
  gateway.add(Method::get, "/things/{id}");
  EXPECT_EQ(gateway.get("/api/v1/things/7").status, 204);
  EXPECT_EQ(gateway.get("/things/7?").status, 204);
  EXPECT_EQ(gateway.get("/API/v1/things/7").status, 404);

  Harness root;
  root.mount = Mount::root;
  root.add(Method::get, "/.well-known/jwks.json");
  EXPECT_EQ(root.get("/.well-known/jwks.json").status, 204);
  EXPECT_EQ(root.get("/api/v1/.well-known/jwks.json").status, 404);
}

TEST(PipelineRouting, answers_405_with_allow_and_options_with_204) {
  Harness api;
  api.add(Method::get, "/things");
  api.add(Method::post, "/things");
  const auto wrong = api.send(Method::del, "/api/v1/things");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(code_of(wrong), "http.method_not_allowed");
  EXPECT_EQ(wrong.get("Allow"), "GET, HEAD, POST, OPTIONS");
  const auto options = api.send(Method::options, "/api/v1/things");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.get("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_FALSE(options.get("X-Request-Id").empty());
  EXPECT_EQ(api.send(Method::options, "*").status, 404);
  EXPECT_EQ(api.send(Method::head, "/api/v1/things").status, 204);
  EXPECT_EQ(api.seen.size(), 1U);
}

TEST(PipelineRouting, refuses_tables_that_can_not_be_served) {
  Harness twice;
  twice.add(Method::get, "/things/{id}");
  twice.add(Method::get, "/things/{name}");
  EXPECT_THROW(twice.start(), std::logic_error);
  Harness nobody;
  nobody.add(Method::post, "/things").idempotency = IdempotencyRule::required;
  EXPECT_THROW(nobody.start(), std::logic_error);
  Harness schema;
  schema.add(Method::post, "/things").docs.request_schema = "not json";
  EXPECT_THROW(schema.start(), std::logic_error);
  Harness store;
  store.add(Method::post, "/things", Access::user).idempotency = IdempotencyRule::optional;
  std::vector<RouteTable> tables{{.service = "s", .routes = store.routes}};
  EXPECT_THROW(Pipeline(tables, {store.authenticator, store.metrics, *store.log, store.ids, store.sleeper}, {}),
               std::logic_error);
}

TEST(PipelineBody, must_be_plain_json) {
  Harness api;
  api.add(Method::post, "/things");
  const auto status = [&](test::Fields fields) {
    return api.send(Method::post, "/api/v1/things", std::move(fields), "{}").status;
  };
  for (const auto* good : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                           "application/json;charset=\"UTF-8\"", "application/json ; "}) {
    EXPECT_EQ(status({{"Content-Type", good}}), 204) << good;
  }
  for (const auto* bad :
       {"", "text/plain", "application/json; charset=latin1", "application/jsonx", "application/problem+json",
        "application/json; a=b", "application/json, application/json", "application/x-www-form-urlencoded"}) {
    EXPECT_EQ(status({{"Content-Type", bad}}), 415) << bad;
  }
  EXPECT_EQ(status({}), 415);
  EXPECT_EQ(status({{"Content-Type", "application/json"}, {"Content-Type", "application/json"}}), 415);
  EXPECT_EQ(status({{"Content-Type", "application/json"}, {"Content-Encoding", "identity"}}), 204);
  EXPECT_EQ(status({{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}), 415);
  EXPECT_EQ(
      status({{"Content-Type", "application/json"}, {"Content-Encoding", "identity"}, {"Content-Encoding", "gzip"}}),
      415);
  EXPECT_EQ(code_of(api.send(Method::post, "/api/v1/things", {}, "x")), "http.unsupported_media_type");
}

TEST(PipelineBody, needs_no_media_type_when_it_is_absent_and_may_be) {
  Harness api;
  api.add(Method::post, "/plain");
  api.add(Method::post, "/optional").docs.request_schema =
      R"({"type":"object","properties":{"reason":{}},"required":[]})";
  api.add(Method::post, "/required").docs.request_schema = R"({"type":"object","required":["reason"]})";
  api.add(Method::del, "/required").docs.request_schema = R"({"type":"object","required":["password"]})";
  api.add(Method::del, "/plain");
  EXPECT_EQ(api.send(Method::post, "/api/v1/plain").status, 204);
  EXPECT_EQ(api.send(Method::post, "/api/v1/optional").status, 204);
  EXPECT_EQ(api.send(Method::post, "/api/v1/required").status, 415);
  EXPECT_EQ(api.send(Method::del, "/api/v1/required").status, 415);
  EXPECT_EQ(api.post("/api/v1/required", "").status, 204) << "the handler says what is missing";
  EXPECT_EQ(api.send(Method::del, "/api/v1/plain", {}, "ignored").status, 204);
}

TEST(PipelineBody, is_bounded_by_the_route) {
  Harness api;
  api.add(Method::post, "/things").max_body_bytes = 10;
  EXPECT_EQ(api.post("/api/v1/things", "1234567890").status, 204);
  const auto refused = api.post("/api/v1/things", "12345678901");
  EXPECT_EQ(refused.status, 413);
  EXPECT_EQ(code_of(refused), "http.body_too_large");
}

TEST(PipelineBody, is_left_alone_on_raw_routes_but_for_its_size) {
  Harness api;
  auto& hook = api.add(Method::post, "/webhooks/stripe", Access::provider);
  hook.raw_body = true;
  hook.max_body_bytes = 100;
  const std::string body = R"(  {"id":"4242424242424242"} )";
  EXPECT_EQ(api.send(Method::post, "/api/v1/webhooks/stripe",
                     {{"Content-Type", "text/plain"}, {"Authorization", "Bearer bad"}}, body)
                .status,
            204);
  EXPECT_EQ(api.seen.front().body, body);
  EXPECT_EQ(api.send(Method::post, "/api/v1/webhooks/stripe", {}, std::string(101, 'x')).status, 413);
}

TEST(PipelineQuery, is_decoded_and_holds_declared_parameters_once) {
  Harness api;
  api.add(Method::get, "/things").docs.query = {{.name = "q"}, {.name = "limit"}};
  EXPECT_EQ(api.get("/api/v1/things?q=caf%C3%A9+x&limit=5").status, 204);
  EXPECT_EQ(api.seen.front().query, (QueryPairs{{"q", "caf\u00e9 x"}, {"limit", "5"}}));
  const auto unknown = api.get("/api/v1/things?user_id=7&limit=1&limit=2");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(code_of(unknown), "request.invalid");
  EXPECT_THAT(violations_of(unknown), ElementsAre("/query/user_id unknown", "/query/limit repeated"));
  EXPECT_EQ(api.get("/api/v1/things?q=%ff").status, 400);
  EXPECT_EQ(api.get("/api/v1/things?q=%00").status, 400);
}

TEST(PipelineCardNumbers, are_refused_wherever_they_stand_and_never_told) {
  Harness api;
  api.add(Method::post, "/things/{id}", Access::user).idempotency = IdempotencyRule::optional;
  api.routes.back().docs.query = {{.name = "q"}};
  const std::string number = "4242424242424242";
  const std::string grouped = "4242-4242-4242-4242";
  const test::Fields user{{"Authorization", "Bearer user-7"}};
  auto with_key = user;
  with_key.emplace_back("Idempotency-Key", grouped);
  for (const auto& response :
       {api.post("/api/v1/things/" + number, "{}", user), api.post("/api/v1/things/%34242424242424242", "{}", user),
        api.post("/api/v1/things/1?q=4242+4242+4242+4242", "{}", user),
        api.post("/api/v1/things/1?" + number + "=1", "{}", user),
        api.post("/api/v1/things/1", R"({"note":"4242 4242 4242 4242"})", user),
        api.post("/api/v1/things/1", "{}", with_key)}) {
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(code_of(response), "request.card_number");
    EXPECT_EQ(response.body.view().find("4242"), std::string_view::npos);
  }
  EXPECT_TRUE(api.seen.empty());
  EXPECT_EQ(api.store.finds, 0);
  EXPECT_EQ(api.authenticator.calls, 0);
  EXPECT_EQ(api.end_and_read_log().find("4242"), std::string::npos);
}

TEST(PipelineCardNumbers, are_not_seen_in_amounts_and_ids) {
  Harness api;
  api.add(Method::post, "/things/{id}");
  EXPECT_EQ(
      api.post("/api/v1/things/pay_42424242-4242-4242-8242-424242424242", R"({"amount":4242424242424242})").status,
      204);
}

TEST(PipelineAuthentication, follows_the_access_of_the_route) {
  Harness api;
  api.add(Method::get, "/anyone", Access::anyone);
  api.add(Method::get, "/user", Access::user);
  api.add(Method::get, "/admin", Access::admin);
  const auto status = [&](std::string path, std::string authorization) {
    return api
        .get("/api/v1/" + path, authorization.empty() ? test::Fields{} : test::Fields{{"Authorization", authorization}})
        .status;
  };
  EXPECT_EQ(status("anyone", ""), 204);
  EXPECT_EQ(status("anyone", "Bearer user-7"), 204);
  EXPECT_EQ(status("anyone", "Bearer bad"), 401);
  EXPECT_EQ(status("user", ""), 401);
  EXPECT_EQ(status("user", "Bearer bad"), 401);
  EXPECT_EQ(status("user", "bearer  user-7"), 204);
  EXPECT_EQ(status("admin", ""), 401);
  EXPECT_EQ(status("admin", "Bearer user-7"), 403);
  EXPECT_EQ(status("admin", "Bearer admin-1"), 204);
  for (const auto* bad :
       {"user-7", "Basic user-7", "Bearer", "Bearer ", "Beareruser-7", "Bearer user-7, Bearer user-7"}) {
    EXPECT_EQ(status("user", bad), 401) << bad;
  }
  EXPECT_FALSE(api.seen[0].call.principal);
  EXPECT_EQ(api.seen[1].call.principal->user_id, UserId(7));
  EXPECT_TRUE(api.seen[3].call.is_admin());
}

TEST(PipelineAuthentication, tells_what_is_missing) {
  Harness api;
  api.add(Method::get, "/admin", Access::admin);
  const auto none = api.get("/api/v1/admin");
  EXPECT_EQ(code_of(none), "auth.required");
  EXPECT_TRUE(none.get("WWW-Authenticate").starts_with("Bearer"));
  EXPECT_EQ(code_of(api.get("/api/v1/admin", {{"Authorization", "Bearer bad"}})), "auth.invalid_token");
  EXPECT_EQ(code_of(api.get("/api/v1/admin", {{"Authorization", "Bearer user-7"}})), "auth.forbidden");
}

TEST(PipelineAuthentication, refuses_two_credentials) {
  Harness api;
  api.add(Method::get, "/anyone");
  const auto response =
      api.get("/api/v1/anyone", {{"Authorization", "Bearer user-7"}, {"Authorization", "Bearer admin-1"}});
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(api.authenticator.calls, 0);
}

class TenCalls final : public RateLimit {
 public:
  [[nodiscard]] Verdict admit(const Route&, std::string_view address) override {
    last_address = address;
    Verdict verdict{.refusal = std::nullopt,
                    .allowance = {.policy = "tens",
                                  .quota = 10,
                                  .window = std::chrono::seconds(60),
                                  .remaining = std::max(9 - calls, 0),
                                  .full_in = std::chrono::seconds(7)}};
    if (++calls > 10) {
      verdict.refusal = Error{.kind = ErrorKind::too_many, .code = "http.too_many_requests", .retry_after_seconds = 7};
    }
    return verdict;
  }
  int calls = 0;
  std::string last_address;
};

TEST(PipelineRateLimit, is_asked_by_address_before_the_token_is_checked) {
  Harness api;
  TenCalls limit;
  api.limit = &limit;
  api.add(Method::get, "/things", Access::user);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(api.get("/api/v1/things", {{"Authorization", "Bearer bad"}}).status, 401);
  const auto refused = api.get("/api/v1/things", {{"Authorization", "Bearer bad"}});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.get("Retry-After"), "7");
  EXPECT_EQ(limit.last_address, "192.0.2.1");
  EXPECT_EQ(api.authenticator.calls, 10);
}

TEST(PipelineRateLimit, tells_every_client_what_it_may_still_do) {
  Harness api;
  TenCalls limit;
  api.limit = &limit;
  api.add(Method::get, "/things");
  EXPECT_EQ(api.get("/api/v1/things").get("RateLimit"), R"("tens";r=9;t=7)");
  EXPECT_EQ(api.get("/api/v1/things?unknown=1").get("RateLimit"), "");  // refused before it counted
  const auto third = api.get("/api/v1/things", {{"Authorization", "Bearer bad"}});
  EXPECT_EQ(third.get("RateLimit"), R"("tens";r=8;t=7)");
  EXPECT_EQ(third.get("RateLimit-Policy"), R"("tens";q=10;w=60)");
}

TEST(PipelineRateLimit, does_not_count_probes_and_scrapes) {
  Harness api;
  TenCalls limit;
  api.limit = &limit;
  api.mount = Mount::root;
  api.add(Method::get, "/things");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(api.get("/things").status, 204);
  EXPECT_EQ(api.get("/things").get("RateLimit"), "");
  EXPECT_EQ(limit.calls, 0);
}

/// A queue in which everything has waited too long for a while.
class LongQueue {
 public:
  LongQueue() {
    const auto now = QueueWatch::Time(std::chrono::hours(1));
    watch.observe(now, std::chrono::seconds(1));
    watch.observe(now + std::chrono::seconds(1), std::chrono::seconds(1));
  }
  QueueWatch watch{{.target = std::chrono::milliseconds(100)}};
};

TEST(PipelineLoad, is_refused_while_the_queue_is_too_long_and_no_longer) {
  Harness api;
  LongQueue queue;
  api.queue = &queue.watch;
  api.add(Method::get, "/things");
  const auto refused = api.get("/api/v1/things");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code_of(refused), "server.overloaded");
  EXPECT_EQ(refused.get("Retry-After"), "1");
  EXPECT_TRUE(api.seen.empty());
  queue.watch.observe(QueueWatch::Time(std::chrono::hours(2)), std::chrono::milliseconds(1));
  EXPECT_EQ(api.get("/api/v1/things").status, 204);
}

TEST(PipelineLoad, is_never_shed_where_operators_or_the_provider_call) {
  Harness operators;
  LongQueue queue;
  operators.queue = &queue.watch;
  operators.mount = Mount::root;
  operators.add(Method::get, "/readyz");
  EXPECT_EQ(operators.get("/readyz").status, 204);
  Harness provider;
  provider.queue = &queue.watch;
  provider.add(Method::post, "/webhooks", Access::provider);
  EXPECT_EQ(provider.post("/api/v1/webhooks", "{}").status, 204);
}

}  // namespace
}  // namespace ddd::api
