#include "harness.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ddd/platform/api/ops_routes.hpp>

namespace ddd::api {
namespace {

using http::Method;
using test::Harness;
using test::json_of;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

const ProcessInfo kInfo{.name = "payment-service",
                        .version = "1.2.3",
                        .commit = "abc",
                        .world = "embedded",
                        .started_at = from_micros(1'769'860'800'000'000)};

/// The ops routes of a process with two dependencies, "database" and "broker".
struct Ops : testing::Test {
  Ops() { restart({.cache_for = 1h, .probe_limit = 20ms}); }
  ~Ops() override { ddd::test::await(api.context, readiness->stop()); }

  void restart(Readiness::Options options) {
    if (readiness) ddd::test::await(api.context, readiness->stop());
    api.pipeline.reset();
    readiness.emplace(api.context.get_executor(), sleeper,
                      std::vector<HealthCheck>{{"database", [this] { return probe(*this); }},
                                               {"broker", [this] { return silent(*this); }}},
                      options);
    api.mount = Mount::root;
    RouteTable payments{.service = "payment-service"};
    payments.routes.push_back({.method = Method::get, .path = "/payments", .name = "list_payments"});
    api.routes = ops_routes(kInfo, *readiness, api.metrics, std::span(&payments, 1)).routes;
    api.start();
  }

  static Task<Result<>> probe(Ops& self) {
    ++self.probes;
    if (self.throws) throw std::runtime_error("secret");
    if (self.database) co_return Result<>{};
    co_return Refused(Error{.kind = ErrorKind::unavailable, .message = "connection refused"});
  }
  static Task<Result<>> silent(Ops& self) {
    while (self.hangs) co_await self.sleeper.sleep_for(1ms);
    co_return Result<>{};
  }

  Harness api;
  TimerSleeper sleeper;
  std::optional<Readiness> readiness;
  int probes = 0;
  bool database = true;
  bool throws = false;
  bool hangs = false;
};

TEST_F(Ops, livez_needs_no_dependency) {
  database = false;
  EXPECT_EQ(api.get("/livez").status, 200);
  EXPECT_EQ(probes, 0);
}

TEST_F(Ops, readyz_names_each_dependency) {
  const auto response = api.get("/readyz");
  EXPECT_EQ(response.status, 200);
  const auto body = json_of(response);
  EXPECT_EQ(body.at("status"), "ready");
  EXPECT_EQ(body.at("dependencies").at(0).at("name"), "database");
  EXPECT_EQ(body.at("dependencies").at(0).at("status"), "up");
  EXPECT_TRUE(body.at("dependencies").at(0).at("latency_ms").is_int64());
  EXPECT_EQ(body.at("dependencies").at(1).at("name"), "broker");
  EXPECT_EQ(api.get("/health").body.view(), response.body.view());
}

TEST_F(Ops, readyz_tells_what_is_down_without_its_inside) {
  database = false;
  const auto down = api.get("/readyz");
  EXPECT_EQ(down.status, 503);
  EXPECT_EQ(json_of(down).at("status"), "not_ready");
  EXPECT_EQ(json_of(down).at("dependencies").at(0).at("status"), "down");
  EXPECT_EQ(json_of(down).at("dependencies").at(0).at("detail"), "connection refused");
}

TEST_F(Ops, readyz_survives_a_check_that_throws) {
  throws = true;
  const auto response = api.get("/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(std::string(response.body.view()), Not(HasSubstr("secret")));
}

TEST_F(Ops, readyz_probes_no_more_often_than_its_cache_allows) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(api.get("/readyz").status, 200);
  EXPECT_EQ(probes, 1);
  restart({.cache_for = 0ms, .probe_limit = 20ms});
  probes = 0;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(api.get("/readyz").status, 200);
  EXPECT_EQ(probes, 5);
}

TEST_F(Ops, readyz_does_not_wait_for_a_silent_dependency_and_sees_it_recover) {
  restart({.cache_for = 0ms, .probe_limit = 20ms});
  hangs = true;
  const auto silent = api.get("/readyz");
  EXPECT_EQ(silent.status, 503);
  EXPECT_EQ(json_of(silent).at("dependencies").at(0).at("status"), "up");
  EXPECT_EQ(json_of(silent).at("dependencies").at(1).at("status"), "no_answer");
  hangs = false;
  ddd::test::await(api.context, sleeper.sleep_for(10ms));
  EXPECT_EQ(api.get("/readyz").status, 200);
}

TEST_F(Ops, readyz_says_no_while_draining) {
  readiness->drain();
  const auto response = api.get("/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(json_of(response).at("dependencies").at(0).at("status"), "up");
  EXPECT_EQ(api.get("/livez").status, 200);
}

TEST_F(Ops, info_tells_what_runs) {
  EXPECT_EQ(
      api.get("/info").body.view(),
      R"({"name":"payment-service","version":"1.2.3","commit":"abc","world":"embedded","started_at":"2026-01-31T12:00:00.000Z"})");
}

TEST_F(Ops, metrics_are_in_the_text_format) {
  api.metrics.counter("events_total", "Events.").increment();
  const auto response = api.get("/metrics");
  EXPECT_EQ(response.content_type, metrics::Registry::kContentType);
  EXPECT_THAT(std::string(response.body.view()), HasSubstr("events_total 1"));
}

TEST_F(Ops, openapi_describes_the_tables_and_itself) {
  const auto response = api.get("/openapi.json");
  EXPECT_EQ(response.content_type, "application/json");
  const auto root = json_of(response);
  EXPECT_TRUE(root.at("paths").as_object().contains("/api/v1/payments"));
  for (const auto* path : {"/livez", "/readyz", "/health", "/metrics", "/info", "/openapi.json", "/docs"}) {
    EXPECT_TRUE(root.at("paths").as_object().contains(path)) << path;
  }
  EXPECT_EQ(api.get("/openapi.json", {{"If-None-Match", std::string(response.get("ETag"))}}).status, 304);
}

TEST_F(Ops, docs_is_one_page_that_loads_nothing_from_elsewhere) {
  const auto response = api.get("/docs");
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
  const std::string html(response.body.view());
  EXPECT_THAT(html, HasSubstr("fetch('openapi.json')"));
  EXPECT_THAT(html, Not(HasSubstr("{{")));
  for (const auto* outside : {"http://", "https://", "src=", "@import", "url("})
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  EXPECT_THAT(std::string(response.get("Content-Security-Policy")), HasSubstr("default-src 'none'"));
  EXPECT_THAT(std::string(response.get("Content-Security-Policy")), HasSubstr("script-src 'sha256-"));
}

TEST_F(Ops, routes_take_no_query) {
  EXPECT_EQ(api.get("/livez?x=1").status, 400);
}

}  // namespace
}  // namespace ddd::api
