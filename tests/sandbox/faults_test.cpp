#include "instance.hpp"
#include <gtest/gtest.h>

namespace ddd::sandbox::test {
namespace {

using namespace std::chrono_literals;

class TestFaults : public ::testing::Test {
 protected:
  std::string status_of(const std::string& id) { return sandbox.get("/v1/payment_intents/" + id).at("/status"); }
  std::string held() {
    auto id = sandbox.create();
    EXPECT_EQ(sandbox.confirm(id).status, 200);
    return id;
  }

  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
  Instance sandbox{context, folder.path(), clock, {.faults_enabled = true}};
};

TEST_F(TestFaults, can_swallow_the_answer_to_what_was_done) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"execute_then_drop_response","delay_ms":300})");
  const auto lost = sandbox.try_post("/v1/payment_intents/" + id + "/capture", {}, "capture-1", 100ms);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().reach, http::ExchangeFailure::Reach::unknown);
  EXPECT_EQ(status_of(id), "succeeded");
  const auto again = sandbox.capture(id, "capture-1");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
}

TEST_F(TestFaults, can_swallow_a_request) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"drop_request","delay_ms":300})");
  EXPECT_FALSE(sandbox.try_post("/v1/payment_intents/" + id + "/capture", {}, "capture-1", 100ms));
  EXPECT_EQ(status_of(id), "requires_capture");
  EXPECT_EQ(sandbox.capture(id, "capture-1").header("Idempotent-Replayed"), "");
  EXPECT_EQ(status_of(id), "succeeded");
}

TEST_F(TestFaults, can_answer_500_after_it_was_done_and_stand_by_it) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"500_with_effect"})");
  const auto failed = sandbox.capture(id, "capture-1");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.at("/error/type"), "api_error");
  EXPECT_EQ(failed.header("Stripe-Should-Retry"), "");
  EXPECT_EQ(status_of(id), "succeeded");
  const auto again = sandbox.capture(id, "capture-1");
  EXPECT_EQ(again.status, 500) << "a 500 is recorded like any other answer";
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
}

TEST_F(TestFaults, can_answer_500_without_having_done_anything_and_stand_by_it) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"500_without_effect"})");
  EXPECT_EQ(sandbox.capture(id, "capture-1").status, 500);
  EXPECT_EQ(status_of(id), "requires_capture");
  EXPECT_EQ(sandbox.capture(id, "capture-1").status, 500);
  EXPECT_EQ(sandbox.capture(id, "capture-2").status, 200);
}

TEST_F(TestFaults, cut_the_connection_where_an_answer_is_dropped) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"execute_then_drop_response","delay_ms":0})");
  const auto cut = sandbox.try_post("/v1/payment_intents/" + id + "/capture", {}, "capture-1", 5s);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().reach, http::ExchangeFailure::Reach::unknown);
  EXPECT_EQ(status_of(id), "succeeded");
  sandbox.order_fault(R"({"op":"retrieve","fault":"drop_request","delay_ms":0})");
  EXPECT_THROW(status_of(id), std::runtime_error);
}

TEST_F(TestFaults, can_limit_the_rate_without_a_record) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"429"})");
  const auto limited = sandbox.capture(id, "capture-1");
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.at("/error/code"), "rate_limit");
  EXPECT_EQ(status_of(id), "requires_capture");
  EXPECT_EQ(sandbox.capture(id, "capture-1").status, 200);
  sandbox.order_fault(R"({"op":"retrieve","fault":"429"})");
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).status, 429);
}

TEST_F(TestFaults, can_make_an_operation_slow) {
  sandbox.order_fault(R"({"op":"create","fault":"delay","delay_ms":100})");
  const auto started = std::chrono::steady_clock::now();
  static_cast<void>(sandbox.create());
  EXPECT_GE(std::chrono::steady_clock::now() - started, 100ms);
}

TEST_F(TestFaults, can_hit_reading_too) {
  const auto id = sandbox.create();
  sandbox.order_fault(R"({"op":"retrieve","fault":"500_without_effect"})");
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).status, 500);
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).status, 200);
}

TEST_F(TestFaults, happen_as_often_as_ordered_and_to_no_other_operation) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"500_without_effect","times":2})");
  EXPECT_EQ(sandbox.confirm(sandbox.create()).status, 200);
  EXPECT_EQ(sandbox.capture(id).status, 500);
  EXPECT_EQ(sandbox.capture(id).status, 500);
  EXPECT_EQ(sandbox.capture(id).status, 200);
}

TEST_F(TestFaults, are_taken_back_together) {
  sandbox.order_fault(R"({"op":"create","fault":"500_without_effect","times":100})");
  sandbox.order_fault(R"({"op":"capture","fault":"500_without_effect","times":100})");
  EXPECT_EQ(sandbox.raw({.method = http::Method::del, .target = "/_test/faults"}).status, 200);
  EXPECT_EQ(sandbox.capture(held()).status, 200);
}

TEST_F(TestFaults, are_refused_when_they_make_no_sense) {
  for (const std::string body :
       {"", "[]", R"({"op":"capture"})", R"({"op":"pray","fault":"delay"})", R"({"op":"capture","fault":"shrug"})",
        R"({"op":"capture","fault":"delay","delay_ms":60001})", R"({"op":"capture","fault":"delay","times":0})",
        R"({"op":"capture","fault":"delay","colour":"red"})"}) {
    EXPECT_EQ(
        sandbox.raw({.method = http::Method::post, .target = "/_test/faults", .headers = {}, .body = body}).status, 400)
        << body;
  }
}

}  // namespace
}  // namespace ddd::sandbox::test
