#include <set>

#include "instance.hpp"
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

namespace ddd::sandbox::test {
namespace {

using namespace std::chrono_literals;

const Form kIntent = {{"amount", "1999"}, {"currency", "usd"}, {"capture_method", "manual"}};

class IdempotencyKeys : public ::testing::Test {
 protected:
  std::string intents() {
    return std::to_string(sandbox.get("/v1/payment_intents?limit=100").json().at("data").as_array().size());
  }

  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
  Instance sandbox{context, folder.path(), clock, {.faults_enabled = true}};
};

TEST_F(IdempotencyKeys, replay_the_first_answer) {
  const auto first = sandbox.post("/v1/payment_intents", kIntent, "create-1");
  EXPECT_EQ(first.header("Idempotency-Key"), "create-1");
  EXPECT_EQ(first.header("Idempotent-Replayed"), "");
  EXPECT_EQ(first.header("Original-Request"), first.header("Request-Id"));
  const auto second = sandbox.post("/v1/payment_intents", kIntent, "create-1");
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(second.header("Original-Request"), first.header("Request-Id"));
  EXPECT_NE(second.header("Request-Id"), first.header("Request-Id"));
  EXPECT_EQ(intents(), "1");
}

TEST_F(IdempotencyKeys, replay_what_was_true_then_not_what_is_true_now) {
  const auto id = sandbox.create();
  const auto held = sandbox.confirm(id, "pm_card_visa", "confirm-1");
  ASSERT_EQ(sandbox.capture(id).status, 200);
  const auto again = sandbox.confirm(id, "pm_card_visa", "confirm-1");
  EXPECT_EQ(again.body, held.body);
  EXPECT_EQ(again.at("/status"), "requires_capture");
}

TEST_F(IdempotencyKeys, replay_declines_and_refusals_of_executed_requests) {
  const auto id = sandbox.create();
  const auto declined = sandbox.confirm(id, "pm_card_chargeDeclined", "confirm-1");
  EXPECT_EQ(declined.header("Stripe-Should-Retry"), "false");
  const auto declined_again = sandbox.confirm(id, "pm_card_chargeDeclined", "confirm-1");
  EXPECT_EQ(declined_again.status, 402);
  EXPECT_EQ(declined_again.body, declined.body);
  EXPECT_EQ(declined_again.header("Idempotent-Replayed"), "true");

  const auto refused = sandbox.capture(id, "capture-1");
  ASSERT_EQ(refused.status, 400);
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  EXPECT_EQ(sandbox.capture(id, "capture-1").body, refused.body) << "although a capture would succeed now";
  EXPECT_EQ(sandbox.capture(id, "capture-2").status, 200);
}

TEST_F(IdempotencyKeys, are_free_after_a_request_that_was_never_executed) {
  const auto invalid = sandbox.post("/v1/payment_intents", {{"amount", "1999"}}, "create-1");
  EXPECT_EQ(invalid.status, 400);
  EXPECT_EQ(invalid.header("Original-Request"), "");
  EXPECT_EQ(sandbox.post("/v1/payment_intents", kIntent, "create-1").status, 200);
}

TEST_F(IdempotencyKeys, stand_for_one_route_and_one_set_of_parameters) {
  const auto id = sandbox.post("/v1/payment_intents", kIntent, "key-1").at("/id");
  auto other = kIntent;
  other[0].second = "2000";
  for (const auto& reply : {sandbox.post("/v1/payment_intents", other, "key-1"), sandbox.cancel(id, "key-1")}) {
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.at("/error/type"), "idempotency_error");
    EXPECT_EQ(reply.header("Idempotent-Replayed"), "");
  }
  const Form reordered(kIntent.rbegin(), kIntent.rend());
  EXPECT_EQ(sandbox.post("/v1/payment_intents", reordered, "key-1").header("Idempotent-Replayed"), "true");
  EXPECT_EQ(intents(), "1");
}

TEST_F(IdempotencyKeys, are_locked_while_their_request_runs) {
  sandbox.order_fault(R"({"op":"create","fault":"delay","delay_ms":200})");
  std::vector<Reply> replies;
  for (int i = 0; i < 3; ++i) {
    boost::asio::co_spawn(context, sandbox.send(http::Method::post, "/v1/payment_intents", encode(kIntent), "key-1"),
                          [&](const std::exception_ptr&, Reply reply) { replies.push_back(std::move(reply)); });
  }
  ASSERT_TRUE(sandbox.eventually([&] { return replies.size() == 3; }));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(replies[i].status, 409);
    EXPECT_EQ(replies[i].at("/error/code"), "idempotency_key_in_use");
    EXPECT_EQ(replies[i].header("Stripe-Should-Retry"), "true");
  }
  EXPECT_EQ(replies[2].status, 200);
  const auto again = sandbox.post("/v1/payment_intents", kIntent, "key-1");
  EXPECT_EQ(again.body, replies[2].body) << "the 409 was not recorded";
  EXPECT_EQ(intents(), "1");
}

TEST_F(IdempotencyKeys, make_one_intent_however_many_ask_at_the_same_time) {
  constexpr int kMany = 32;
  int answered = 0;
  std::set<std::string> ids;
  for (int i = 0; i < kMany; ++i) {
    boost::asio::co_spawn(context, sandbox.send(http::Method::post, "/v1/payment_intents", encode(kIntent), "key-1"),
                          [&](const std::exception_ptr& failure, const Reply& reply) {
                            ++answered;
                            if (!failure && reply.status == 200) ids.insert(reply.at("/id"));
                            EXPECT_TRUE(reply.status == 200 || reply.status == 409);
                          });
  }
  ASSERT_TRUE(sandbox.eventually([&] { return answered == kMany; }));
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(intents(), "1");
}

TEST_F(IdempotencyKeys, are_forgotten_after_a_day_and_then_execute_again) {
  const auto first = sandbox.post("/v1/payment_intents", kIntent, "key-1");
  clock.advance(24h - 1min);
  EXPECT_EQ(sandbox.post("/v1/payment_intents", kIntent, "key-1").at("/id"), first.at("/id"));
  clock.advance(2min);
  const auto second = sandbox.post("/v1/payment_intents", kIntent, "key-1");
  EXPECT_EQ(second.status, 200);
  EXPECT_NE(second.at("/id"), first.at("/id"));
  EXPECT_EQ(second.header("Idempotent-Replayed"), "");
  EXPECT_EQ(sandbox.post("/v1/payment_intents", kIntent, "key-1").at("/id"), second.at("/id"));
}

TEST_F(IdempotencyKeys, have_at_most_255_characters) {
  EXPECT_EQ(sandbox.post("/v1/payment_intents", kIntent, std::string(255, 'k')).status, 200);
  EXPECT_EQ(sandbox.post("/v1/payment_intents", kIntent, std::string(256, 'k')).status, 400);
}

TEST_F(IdempotencyKeys, mean_nothing_to_a_reading_request) {
  const auto id = sandbox.create();
  const auto target = "/v1/payment_intents/" + id;
  const auto get = [&] { return ddd::test::await(context, sandbox.send(http::Method::get, target, {}, "key-1")); };
  EXPECT_EQ(get().at("/status"), "requires_payment_method");
  ASSERT_EQ(sandbox.cancel(id).status, 200);
  EXPECT_EQ(get().at("/status"), "canceled");
}

}  // namespace
}  // namespace ddd::sandbox::test
