#include "harness.hpp"
#include <gtest/gtest.h>

#include <ddd/platform/api/answers.hpp>

namespace ddd::api {
namespace {

using http::Method;
using test::code_of;
using test::Harness;

const std::string kKey = "0123456789abcdef";

test::Fields signed_in(std::string key = kKey, std::string user = "user-7") {
  return {{"Authorization", "Bearer " + user}, {"Idempotency-Key", std::move(key)}};
}

/// POST /payments/{id} that needs a key, and a handler that answers 201.
struct Idempotency : testing::Test {
  Idempotency() {
    api.add(Method::post, "/payments/{id}", Access::user).idempotency = IdempotencyRule::required;
    api.respond = [] { return json_answer(201, std::string(R"({"id":1})")); };
  }

  http::Response pay(std::string_view body = "{}", test::Fields fields = signed_in()) {
    return api.post("/api/v1/payments/1", body, std::move(fields));
  }
  /// The key as the handler got it in the last call.
  IdempotencyKey last_key() { return api.seen.back().call.idempotency.value(); }
  void remember(std::optional<StoredAnswer> answer) {
    api.store.records.push_back({.key = last_key(), .resource_id = "pay_1", .answer = std::move(answer)});
  }

  Harness api;
};

TEST_F(Idempotency, hands_the_key_to_the_handler) {
  EXPECT_EQ(pay().status, 201);
  EXPECT_EQ(last_key().user_id, UserId(7));
  EXPECT_EQ(last_key().key, kKey);
  EXPECT_EQ(last_key().fingerprint.size(), 64U);
}

TEST_F(Idempotency, key_is_required_where_the_route_says_so) {
  const auto response = pay("{}", {{"Authorization", "Bearer user-7"}});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(code_of(response), "idempotency.key_required");
}

TEST_F(Idempotency, key_has_16_to_255_plain_characters) {
  for (const auto& good : {std::string(16, 'a'), std::string(255, 'Z'), std::string("a-b_c-0123456789")}) {
    EXPECT_EQ(pay("{}", signed_in(good)).status, 201) << good;
  }
  for (const auto& bad : {std::string(), std::string(15, 'a'), std::string(256, 'a'), std::string("with space 01234"),
                          std::string("\"0123456789abcdef\""), std::string("0123456789abcde\xc3\xa9")}) {
    const auto response = pay("{}", signed_in(bad));
    EXPECT_EQ(response.status, 400) << bad;
    EXPECT_EQ(code_of(response), "idempotency.key_invalid");
  }
  auto twice = signed_in();
  twice.emplace_back("Idempotency-Key", kKey);
  EXPECT_EQ(code_of(pay("{}", twice)), "idempotency.key_invalid");
}

TEST_F(Idempotency, fingerprint_covers_route_path_and_body) {
  api.add(Method::put, "/payments/{id}", Access::user).idempotency = IdempotencyRule::optional;
  std::set<std::string> fingerprints;
  const auto note = [&](const http::Response& response) {
    EXPECT_EQ(response.status, 201);
    fingerprints.insert(last_key().fingerprint);
  };
  note(pay("{}"));
  note(pay("{}"));
  EXPECT_EQ(fingerprints.size(), 1U);
  note(pay("{ }"));
  note(api.post("/api/v1/payments/2", "{}", signed_in()));
  auto put = signed_in();
  put.emplace_back("Content-Type", "application/json");
  note(api.send(Method::put, "/api/v1/payments/1", put, "{}"));
  EXPECT_EQ(fingerprints.size(), 4U);
}

TEST_F(Idempotency, repeat_gets_the_stored_answer) {
  pay();
  remember(StoredAnswer{.status = 402,
                        .body = R"({"code":"payment.declined"})",
                        .content_type = "application/problem+json",
                        .location = "/api/v1/payments/pay_1",
                        .etag = "\"3\""});
  const auto calls = api.seen.size();
  const auto repeat = pay();
  EXPECT_EQ(api.seen.size(), calls);
  EXPECT_EQ(repeat.status, 402);
  EXPECT_EQ(repeat.body.view(), R"({"code":"payment.declined"})");
  EXPECT_EQ(repeat.content_type, "application/problem+json");
  EXPECT_EQ(repeat.get("Location"), "/api/v1/payments/pay_1");
  EXPECT_EQ(repeat.get("ETag"), "\"3\"");
  EXPECT_EQ(repeat.get("Idempotent-Replayed"), "true");
  EXPECT_FALSE(repeat.get("X-Request-Id").empty());
}

TEST_F(Idempotency, key_of_another_user_is_another_key) {
  pay();
  remember(StoredAnswer{});
  const auto calls = api.seen.size();
  EXPECT_EQ(pay("{}", signed_in(kKey, "user-8")).get("Idempotent-Replayed"), "");
  EXPECT_EQ(api.seen.size(), calls + 1);
}

TEST_F(Idempotency, key_with_another_request_is_refused) {
  pay();
  remember(StoredAnswer{});
  const auto calls = api.seen.size();
  const auto response = pay(R"({"other":1})");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(code_of(response), "idempotency.key_reused");
  EXPECT_EQ(api.seen.size(), calls);
}

TEST_F(Idempotency, effect_without_an_answer_goes_on_in_the_handler) {
  pay();
  remember(std::nullopt);
  const auto calls = api.seen.size();
  EXPECT_EQ(pay().status, 201);
  EXPECT_EQ(api.seen.size(), calls + 1);
}

TEST_F(Idempotency, store_that_is_away_stops_the_request) {
  api.store.broken = true;
  EXPECT_EQ(pay().status, 503);
  EXPECT_TRUE(api.seen.empty());
}

TEST_F(Idempotency, loser_of_a_race_waits_for_the_winners_answer) {
  api.respond = [&]() -> Result<http::Response> {
    remember(std::nullopt);
    return Refused(store_errors::duplicate_key());
  };
  int sleeps = 0;
  api.sleeper.on_sleep = [&] {
    if (++sleeps == 3) api.store.records.back().answer = StoredAnswer{.status = 201, .body = "{}"};
  };
  const auto response = pay();
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.get("Idempotent-Replayed"), "true");
  EXPECT_EQ(api.seen.size(), 1U);
  EXPECT_EQ(api.sleeper.slept, std::chrono::milliseconds(60));
}

TEST_F(Idempotency, loser_of_a_race_does_not_wait_for_ever) {
  api.respond = [&]() -> Result<http::Response> {
    remember(std::nullopt);
    return Refused(store_errors::duplicate_key());
  };
  const auto response = pay();
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(code_of(response), "idempotency.in_flight");
  EXPECT_EQ(api.sleeper.slept, std::chrono::seconds(5));
}

TEST_F(Idempotency, loser_of_a_race_goes_on_itself_when_the_winner_left_no_answer) {
  bool winner_is_gone = false;
  api.respond = [&]() -> Result<http::Response> {
    remember(std::nullopt);
    if (winner_is_gone) return json_answer(201, std::string(R"({"id":1})"));
    return Refused(store_errors::duplicate_key());
  };
  int sleeps = 0;
  api.sleeper.on_sleep = [&] { winner_is_gone = ++sleeps >= 15; };
  const auto response = pay();
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.get("Idempotent-Replayed"), "");
  EXPECT_LT(api.sleeper.slept, std::chrono::seconds(1));
}

TEST_F(Idempotency, loser_of_a_race_with_another_request_is_refused) {
  api.respond = [&]() -> Result<http::Response> {
    remember(StoredAnswer{});
    api.store.records.back().key.fingerprint = "other";
    return Refused(store_errors::duplicate_key());
  };
  EXPECT_EQ(code_of(pay()), "idempotency.key_reused");
}

TEST_F(Idempotency, race_is_waited_for_no_longer_than_the_deadline) {
  api.options.time_limit = std::chrono::milliseconds(0);
  api.respond = [] { return Refused(store_errors::duplicate_key()); };
  EXPECT_EQ(code_of(pay()), "idempotency.in_flight");
  EXPECT_EQ(api.sleeper.slept, std::chrono::seconds(0));
}

TEST(IdempotencyRules, ignored_and_anonymous_keys_have_no_effect) {
  Harness api;
  api.add(Method::post, "/login", Access::anyone);
  api.add(Method::post, "/view", Access::anyone).idempotency = IdempotencyRule::optional;
  EXPECT_EQ(api.post("/api/v1/login", "{}", signed_in("bad key")).status, 204);
  EXPECT_EQ(api.post("/api/v1/view", "{}", {{"Idempotency-Key", kKey}}).status, 204);
  EXPECT_EQ(api.post("/api/v1/view", "{}").status, 204);
  for (const auto& seen : api.seen) EXPECT_FALSE(seen.call.idempotency);
  EXPECT_EQ(code_of(api.post("/api/v1/view", "{}", {{"Idempotency-Key", "bad"}})), "idempotency.key_invalid");
  EXPECT_EQ(api.store.finds, 0);
}

}  // namespace
}  // namespace ddd::api
