#include "answers.hpp"
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <ddd/payment/adapters/gateway/stripe/amounts.hpp>

namespace ddd::payment::stripe::test {
namespace {

Money money(std::int64_t minor_units, std::string_view currency) {
  return {minor_units, Currency::from_code(currency).value()};
}

std::string in_currency(std::string_view amount, std::string_view currency) {
  std::string text = R"({"id":"pi_1","object":"payment_intent","status":"succeeded","amount":)";
  text.append(amount).append(R"(,"amount_received":)").append(amount);
  return text.append(R"(,"currency":")").append(currency).append("\"}");
}

std::string with_action(std::string_view status, std::string_view url) {
  std::string text =
      R"({"id":"pi_1","object":"payment_intent","amount":1,"amount_received":0,"currency":"usd","status":")";
  text.append(status).append(
      R"(","next_action":{"type":"redirect_to_url","redirect_to_url":{"return_url":null,"url":")");
  return text.append(url).append(R"("}}})");
}

TEST(StripeIntent, is_read_with_what_settles_a_payment) {
  const auto intent = read_intent(intent_json("requires_capture", R"(,"livemode":false,"charges":[{"id":null}])"));
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->id, "pi_1");
  EXPECT_EQ(intent->status, IntentStatus::requires_capture);
  EXPECT_EQ(intent->amount, money(1999, "USD"));
  EXPECT_EQ(intent->received, money(0, "USD"));
  EXPECT_EQ(intent->payment_id, "pay_7");
  EXPECT_EQ(intent->client_secret, "pi_1_secret_2");
  EXPECT_EQ(intent->action_url, "");
  EXPECT_EQ(intent->decline_code, "");
}

TEST(StripeIntent, tells_where_the_buyer_must_go_while_that_is_asked_for) {
  EXPECT_EQ(read_intent(with_action("requires_action", "https://bank.example/3ds"))->action_url,
            "https://bank.example/3ds");
  EXPECT_EQ(read_intent(with_action("requires_capture", "https://bank.example/3ds"))->action_url, "");
  EXPECT_EQ(read_intent(with_action("requires_action", "javascript:alert(1)"))->action_url, "");
}

TEST(StripeIntent, tells_why_the_last_attempt_was_declined) {
  const auto declined = [](std::string_view error) {
    const auto more = std::string(R"(,"last_payment_error":)").append(error);
    return read_intent(intent_json("requires_payment_method", more))->decline_code;
  };
  EXPECT_EQ(declined("null"), "");
  EXPECT_EQ(declined(R"({"code":"card_declined","decline_code":"lost_card"})"), "lost_card");
  EXPECT_EQ(declined(R"({"code":"expired_card","decline_code":null})"), "expired_card");
  EXPECT_EQ(declined("{}"), "generic_decline");
}

TEST(StripeIntent, is_nothing_unless_every_part_can_be_trusted) {
  for (
      const std::string& body : {
          in_currency("19.99", "usd"),
          in_currency("\"1999\"", "usd"),
          in_currency("1999", "USD"),
          in_currency("1999", "xxx"),
          in_currency("99999999999999999999", "usd"),
          in_currency("1050", "isk"),
          std::string(
              R"({"id":"pi 1","object":"payment_intent","status":"succeeded","amount":1,"amount_received":1,"currency":"usd"})"),
          std::string(
              R"({"id":"pi_1","object":"charge","status":"succeeded","amount":1,"amount_received":1,"currency":"usd"})"),
          std::string(R"({"id":"pi_1","object":"payment_intent","status":"succeeded","amount":1,"currency":"usd"})"),
          std::string("[]"),
          std::string(),
      }) {
    EXPECT_FALSE(read_intent(body)) << body;
  }
  EXPECT_TRUE(read_intent(in_currency("1999", "usd")));
}

TEST(StripeAmounts, are_counted_in_the_smallest_unit_of_each_currency) {
  struct Case {
    Money amount;
    std::int64_t on_wire;
    std::string currency;
  };
  for (const auto& [amount, on_wire, currency] : {
           Case{money(1999, "USD"), 1999, "usd"},
           Case{money(500, "JPY"), 500, "jpy"},
           Case{money(1990, "KWD"), 1990, "kwd"},
           Case{money(500, "ISK"), 50000, "isk"},
       }) {
    const auto written = to_wire(amount);
    ASSERT_TRUE(written);
    EXPECT_EQ(written->amount, on_wire);
    EXPECT_EQ(written->currency, currency);
    EXPECT_EQ(from_wire(on_wire, currency), amount);
  }
}

TEST(StripeAmounts, that_are_too_large_are_not_written) {
  EXPECT_FALSE(to_wire(money(std::numeric_limits<std::int64_t>::max(), "ISK")));
}

TEST(StripeErrors, are_read_as_words_and_never_as_texts) {
  const auto error =
      read_error(error_json("card_error", "card_declined", R"(,"decline_code":"<script>","param":null)"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->type, "card_error");
  EXPECT_EQ(error->code, "card_declined");
  EXPECT_EQ(error->decline_code, "");
  EXPECT_EQ(error->param, "");
  EXPECT_FALSE(read_error("{}"));
  EXPECT_FALSE(read_error(error_json("a type")));
}

TEST(StripeCards, are_read_as_brand_last_digits_and_expiry) {
  const auto card = read_card(
      R"({"object":"payment_method","card":{"brand":"visa","last4":"4242","exp_month":12,"exp_year":2034},"type":"card"})");
  ASSERT_TRUE(card);
  const CardFacts expected{.brand = "visa", .last_four_digits = "4242", .expiry_month = 12, .expiry_year = 2034};
  EXPECT_EQ(std::get<CardFacts>(*card), expected);
}

TEST(StripeCards, are_not_read_from_anything_else) {
  const auto other = read_card(R"({"object":"payment_method","card":null,"type":"sepa_debit"})");
  ASSERT_TRUE(other);
  EXPECT_TRUE(std::holds_alternative<NoCard>(*other));
  for (const std::string& body : {
           R"({"object":"customer"})",
           R"({"object":"payment_method","card":{"brand":"visa","last4":"42424242","exp_month":12,"exp_year":2034}})",
           R"({"object":"payment_method","card":{"brand":"visa","last4":"4242","exp_month":13,"exp_year":2034}})",
           R"({"object":"payment_method","card":{"brand":"","last4":"4242","exp_month":12,"exp_year":2034}})",
           "",
       }) {
    EXPECT_FALSE(read_card(body)) << body;
  }
}

TEST(StripeReply, carries_the_providers_request_id_as_evidence) {
  const auto reply = read_reply(response(200, intent_json("succeeded")));
  EXPECT_EQ(std::get<IntentFacts>(reply.body).evidence, "req_5");
  const auto odd = read_reply({.status = 200, .headers = {{"request-id", "a\nb"}}, .body = intent_json("succeeded")});
  EXPECT_EQ(std::get<IntentFacts>(odd.body).evidence, "");
}

TEST(StripeReply, is_an_error_only_where_the_status_is_one) {
  EXPECT_TRUE(std::holds_alternative<Unreadable>(read_reply(response(400, intent_json("succeeded"))).body));
  EXPECT_TRUE(std::holds_alternative<Unreadable>(read_reply(response(200, error_json("card_error"))).body));
  EXPECT_TRUE(std::holds_alternative<ProviderError>(read_reply(response(402, error_json("card_error"))).body));
}

TEST(StripeAmountLaws, hold) {
  const bool holds = rc::check("what is written is read as the same amount", [] {
    const auto code = *rc::gen::element<std::string>("USD", "JPY", "KWD", "ISK", "TND", "EUR");
    const auto amount = money(*rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000), code);
    const auto written = to_wire(amount);
    RC_ASSERT(written.has_value());
    RC_ASSERT(from_wire(written->amount, written->currency) == std::optional(amount));
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace ddd::payment::stripe::test
