#include <deque>

#include "answers.hpp"
#include "gateway.hpp"

#include <ddd/platform/http/server.hpp>

namespace ddd::payment::stripe::test {
namespace {

using namespace std::chrono_literals;

/// The gateway and a provider that answers what the test has said, in order.
class StripeGatewayAtOddProvider : public GatewayFixture {
 protected:
  struct Asked {
    http::Method method;
    std::string target;
    std::string body;
    std::string key;
    std::string authorization;
    std::string version;
    std::string content_type;
  };

  StripeGatewayAtOddProvider() {
    server = http::Server::create(
        context.get_executor(), {}, [this](const http::Request& request) { return answer(request); },
        [](int status, std::string_view, std::string_view) { return http::Response{.status = status}; });
    if (!server->listen()) throw std::runtime_error("the provider can't listen");
    connect(server->port());
  }
  ~StripeGatewayAtOddProvider() override {
    gateway.reset();
    client.reset();
    run(server->drain(2s));
  }

  Task<http::Response> answer(const http::Request& request) {
    asked.push_back({.method = request.method,
                     .target = std::string(request.target),
                     .body = std::string(request.body),
                     .key = std::string(request.header("Idempotency-Key")),
                     .authorization = std::string(request.header("Authorization")),
                     .version = std::string(request.header("Stripe-Version")),
                     .content_type = std::string(request.header("Content-Type"))});
    http::Response response;
    if (answers.empty()) {
      response.hang_up = true;
      co_return response;
    }
    const auto [status, body] = answers.front();
    answers.pop_front();
    response.status = status;
    response.content_type = "application/json";
    response.body = http::Body(body);
    co_return response;
  }

  std::deque<std::pair<int, std::string>> answers;
  std::vector<Asked> asked;
  std::unique_ptr<http::Server> server;
};

TEST_F(StripeGatewayAtOddProvider, asks_in_the_form_that_the_provider_documents) {
  answers = {{200, intent_json("requires_payment_method")},
             {200, intent_json("requires_capture")},
             {200, intent_json("succeeded")},
             {200, intent_json("canceled")},
             {200, intent_json("succeeded")}};
  static_cast<void>(create(money(1999)));
  static_cast<void>(confirm("pi_1"));
  static_cast<void>(capture("pi_1"));
  static_cast<void>(cancel("pi_1"));
  static_cast<void>(look_up("pi_1"));
  ASSERT_EQ(asked.size(), 5U);
  EXPECT_EQ(asked[0].target, "/v1/payment_intents");
  EXPECT_EQ(asked[0].body,
            "amount=1999&currency=usd&capture_method=manual&payment_method_types[]=card&metadata[payment_id]=" +
                payment_id.to_text() + "&metadata[order_id]=order%201%2F%C3%BC");
  EXPECT_EQ(asked[1].target, "/v1/payment_intents/pi_1/confirm");
  EXPECT_EQ(asked[1].body, "payment_method=pm_card_visa&return_url=https%3A%2F%2Fshop.example%2Fback%3Fa%3D1%26b%3D2");
  EXPECT_EQ(asked[2].target, "/v1/payment_intents/pi_1/capture");
  EXPECT_EQ(asked[3].target, "/v1/payment_intents/pi_1/cancel");
  EXPECT_EQ(asked[4].target, "/v1/payment_intents/pi_1");
  const std::string keys[] = {"create-1", "confirm-1", "capture-1", "cancel-1", ""};
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const bool asks_only = i == 4;
    EXPECT_EQ(asked[i].method, asks_only ? http::Method::get : http::Method::post);
    EXPECT_EQ(asked[i].key, keys[i]);
    EXPECT_EQ(asked[i].authorization, "Bearer sk_test_of_the_shop");
    EXPECT_EQ(asked[i].version, "2024-06-20");
    EXPECT_EQ(asked[i].content_type, asks_only ? "" : "application/x-www-form-urlencoded");
  }
}

TEST_F(StripeGatewayAtOddProvider, repeats_the_same_bytes_with_the_same_key) {
  answers = {{502, "<html>"}, {200, intent_json("requires_payment_method")}};
  ASSERT_TRUE(std::holds_alternative<IntentFacts>(create(money(1999))));
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].body, asked[1].body);
  EXPECT_EQ(asked[0].key, asked[1].key);
}

TEST_F(StripeGatewayAtOddProvider, calls_an_answer_it_cannot_read_uncertain_after_one_repeat) {
  answers = {{200, "{"}, {200, intent_json("unheard_of")}, {200, intent_json("succeeded")}};
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture("pi_1")));
  EXPECT_EQ(asked.size(), 2U);
}

TEST_F(StripeGatewayAtOddProvider, leaves_a_cancel_without_an_answer_to_the_recovery) {
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(cancel("pi_1")));
  EXPECT_EQ(asked.size(), 1U);
}

TEST_F(StripeGatewayAtOddProvider, has_done_nothing_where_the_key_is_refused_or_another_request_runs) {
  for (const int status : {401, 403, 409, 429}) {
    answers = {{status, error_json("invalid_request_error")}};
    asked.clear();
    EXPECT_TRUE(std::holds_alternative<NotExecuted>(capture("pi_1"))) << status;
    EXPECT_EQ(asked.size(), 1U) << status;
  }
}

TEST_F(StripeGatewayAtOddProvider, stays_uncertain_when_only_the_repeat_is_known_to_have_done_nothing) {
  for (const int status : {401, 409, 429}) {
    answers = {{500, error_json("api_error")}, {status, error_json("invalid_request_error")}};
    EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture("pi_1"))) << status;
  }
}

TEST_F(StripeGatewayAtOddProvider, looks_at_the_intent_when_the_repeat_finds_it_moved) {
  answers = {{500, error_json("api_error")},
             {400, error_json("invalid_request_error", "payment_intent_unexpected_state")},
             {200, intent_json("succeeded")}};
  EXPECT_EQ(facts(capture("pi_1")).status, IntentStatus::succeeded);
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[2].method, http::Method::get);
}

TEST_F(StripeGatewayAtOddProvider, follows_no_redirect) {
  answers = {{302, ""}, {307, ""}};
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(create(money(1999))));
}

TEST_F(StripeGatewayAtOddProvider, cannot_tell_a_card_when_the_provider_is_away) {
  for (const auto& [status, body] :
       {std::pair<int, std::string>{500, ""}, {429, ""}, {200, "{"}, {401, error_json("invalid_request_error")}}) {
    answers = {{status, body}};
    const auto card = run(gateway->card_of(call, "pm_1"));
    ASSERT_FALSE(card) << status;
    EXPECT_EQ(card.error().code, "payment.provider_unavailable") << status;
  }
}

TEST_F(StripeGatewayAtOddProvider, takes_a_method_that_is_no_card_for_unknown) {
  answers = {{200, R"({"object":"payment_method","type":"sepa_debit"})"}};
  EXPECT_EQ(run(gateway->card_of(call, "pm_1")).error().code, "payment_method.unknown");
}

TEST_F(StripeGatewayAtOddProvider, has_not_sent_what_nobody_listens_for) {
  const auto port = server->port();
  client.reset();
  run(server->drain(1s));
  connect(port);
  for (const auto& answer : {create(money(1)), confirm("pi_1"), capture("pi_1"), cancel("pi_1"), look_up("pi_1")}) {
    EXPECT_TRUE(std::holds_alternative<NotExecuted>(answer));
  }
  EXPECT_EQ(run(gateway->card_of(call, "pm_1")).error().code, "payment.provider_unavailable");
}

TEST_F(StripeGatewayAtOddProvider, does_not_send_an_amount_it_cannot_write) {
  EXPECT_TRUE(std::holds_alternative<RequestRefused>(create(money(std::numeric_limits<std::int64_t>::max(), "ISK"))));
  EXPECT_TRUE(asked.empty());
}

}  // namespace
}  // namespace ddd::payment::stripe::test
