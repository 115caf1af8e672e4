#include "harness.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_tracing/notebook.hpp>

namespace ddd::api {
namespace {

using http::Method;
using test::Harness;
using tracing::test::attribute;
using tracing::test::Notebook;

constexpr auto kParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

struct TracedHarness : Harness {
  TracedHarness() {
    tracer = &notebook;
    add(Method::get, "/things/{id}");
    add(Method::post, "/things");
  }
  Notebook notebook;
};

TEST(PipelineSpans, tell_route_status_and_refusal_but_nothing_that_was_sent) {
  TracedHarness api;
  api.respond = [] { return Refused(Error{.kind = ErrorKind::not_found, .code = "test.not_found", .message = "No."}); };
  api.get("/api/v1/things/secret-7");
  const auto span = api.notebook.span("GET /things/{id}");
  EXPECT_EQ(span.context, api.seen.at(0).call.trace);
  EXPECT_EQ(span.kind, tracing::SpanKind::server);
  EXPECT_EQ(span.service, "test-service");
  EXPECT_EQ(span.error, "test.not_found");
  EXPECT_EQ(attribute(span, "http.response.status_code").value, tracing::Attribute({"", std::int64_t{404}}).value);
  for (const auto& [name, value] : span.attributes) {
    const auto* text = std::get_if<std::string>(&value);
    EXPECT_TRUE(text == nullptr || text->find("secret") == std::string::npos) << name;
  }
}

TEST(PipelineSpans, are_made_of_what_is_sampled) {
  TracedHarness api;
  api.notebook.samples_reads = false;
  api.get("/api/v1/things/7");
  EXPECT_FALSE(api.seen.at(0).call.trace.sampled);
  api.post("/api/v1/things", "{}");
  EXPECT_THAT(api.notebook.names(), testing::ElementsAre("POST /things"));
}

TEST(PipelineSpans, are_made_where_the_client_asks_for_it_and_not_where_it_asks_against_it) {
  TracedHarness api;
  api.notebook.samples_reads = false;
  api.get("/api/v1/things/7", {{"traceparent", kParent}});
  const auto span = api.notebook.span("GET /things/{id}");
  EXPECT_EQ(span.context.trace_id_text(), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(span.context.parent_id, TraceContext::parse(kParent)->span_id);
  std::string against(kParent);
  against.back() = '0';
  api.post("/api/v1/things", "{}", {{"traceparent", against}});
  EXPECT_EQ(api.notebook.spans().size(), 1U);
}

TEST(PipelineSpans, are_not_made_of_probes_and_scrapes) {
  TracedHarness api;
  api.mount = Mount::root;
  api.get("/things/7");
  EXPECT_THAT(api.notebook.names(), testing::IsEmpty());
  EXPECT_FALSE(api.seen.at(0).call.trace.sampled);
}

}  // namespace
}  // namespace ddd::api
