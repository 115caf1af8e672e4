#include "gateway.hpp"

namespace ddd::payment::stripe::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// The gateway and the real sandbox, over a socket.
class StripeGatewayAtSandbox : public GatewayFixture {
 protected:
  StripeGatewayAtSandbox() { connect(sandbox.port()); }
  ~StripeGatewayAtSandbox() override {
    gateway.reset();
    client.reset();
  }

  std::string open() { return facts(create(money(1999), ids.next().to_text())).id; }
  std::string held() {
    auto id = open();
    EXPECT_EQ(facts(confirm(id, "pm_card_visa", ids.next().to_text())).status, IntentStatus::requires_capture);
    return id;
  }
  std::string status_of(const std::string& id) { return sandbox.get("/v1/payment_intents/" + id).at("/status"); }
  std::size_t intents() { return sandbox.get("/v1/payment_intents").json().at("data").as_array().size(); }

  sandbox::test::Instance sandbox{context, folder.path(), clock, {.faults_enabled = true}};
};

TEST_F(StripeGatewayAtSandbox, makes_an_intent_that_moves_no_money_by_itself) {
  const auto answer = create(money(1999));
  const auto& intent = facts(answer);
  EXPECT_EQ(intent.status, IntentStatus::requires_payment_method);
  EXPECT_EQ(intent.amount, money(1999));
  EXPECT_EQ(intent.received, money(0));
  EXPECT_EQ(intent.payment_id, payment_id.to_text());
  EXPECT_TRUE(intent.client_secret.starts_with(intent.id + "_secret_"));
  EXPECT_TRUE(intent.evidence.starts_with("req_"));
  const auto stored = sandbox.get("/v1/payment_intents/" + intent.id);
  EXPECT_EQ(stored.at("/capture_method"), "manual");
  EXPECT_EQ(stored.at("/metadata/order_id"), "order 1/ü");
}

TEST_F(StripeGatewayAtSandbox, holds_then_takes_the_whole_amount) {
  const auto id = open();
  const auto confirmed = confirm(id);
  EXPECT_EQ(facts(confirmed).status, IntentStatus::requires_capture);
  EXPECT_EQ(facts(confirmed).received, money(0));
  const auto captured = capture(id);
  EXPECT_EQ(facts(captured).status, IntentStatus::succeeded);
  EXPECT_EQ(facts(captured).received, money(1999));
  EXPECT_EQ(facts(look_up(id)).status, IntentStatus::succeeded);
}

TEST_F(StripeGatewayAtSandbox, finds_the_intent_of_a_payment_whose_answer_was_lost) {
  const auto find = [&](const PaymentId& id, Timestamp since) { return run(gateway->find(call, id, since)); };
  const auto before = clock.now() - 1min;
  EXPECT_FALSE(find(payment_id, before).value());
  const auto id = open();
  const auto mine = payment_id;
  payment_id = ids.make<PaymentId>();
  for (int i = 0; i < 105; ++i) open();  // more than a page holds
  const auto found = find(mine, before);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->id, id);
  EXPECT_EQ((*found)->amount, money(1999));
  EXPECT_EQ((*found)->payment_id, mine.to_text());
  EXPECT_TRUE((*found)->evidence.starts_with("req_"));
  EXPECT_FALSE(find(ids.make<PaymentId>(), before).value());
  EXPECT_FALSE(find(mine, clock.now() + 1min).value()) << "none that young";
}

TEST_F(StripeGatewayAtSandbox, does_not_take_silence_for_the_absence_of_an_intent) {
  open();
  connect(1);  // nobody listens there
  const auto found = run(gateway->find(call, payment_id, clock.now() - 1min));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "payment.provider_unavailable");
}

TEST_F(StripeGatewayAtSandbox, keeps_amounts_in_currencies_of_every_number_of_digits) {
  for (const auto& amount : {money(1999, "USD"), money(500, "JPY"), money(12'340, "KWD"), money(1500, "ISK")}) {
    const auto made = create(amount, ids.next().to_text());
    EXPECT_EQ(facts(made).amount, amount);
    const auto id = facts(made).id;
    EXPECT_EQ(facts(confirm(id, "pm_card_visa", ids.next().to_text())).amount, amount);
    EXPECT_EQ(facts(capture(id, ids.next().to_text())).received, amount);
  }
}

TEST_F(StripeGatewayAtSandbox, has_one_effect_for_repeats_with_one_key) {
  const auto id = facts(create(money(1999))).id;
  EXPECT_EQ(facts(create(money(1999))).id, id);
  EXPECT_EQ(intents(), 1U);
  EXPECT_EQ(facts(confirm(id)).status, IntentStatus::requires_capture);
  EXPECT_EQ(facts(confirm(id)).status, IntentStatus::requires_capture);
  EXPECT_EQ(facts(capture(id)).received, money(1999));
  EXPECT_EQ(facts(capture(id)).received, money(1999));
}

TEST_F(StripeGatewayAtSandbox, calls_one_key_for_two_requests_a_mistake) {
  ASSERT_TRUE(std::holds_alternative<IntentFacts>(create(money(1999))));
  EXPECT_TRUE(std::holds_alternative<RequestRefused>(create(money(2999))));
  EXPECT_EQ(intents(), 1U);
}

TEST_F(StripeGatewayAtSandbox, tells_why_a_card_was_declined_and_takes_another) {
  const auto id = open();
  const auto decline = [&](std::string method) {
    return std::get<CardDeclined>(confirm(id, std::move(method), ids.next().to_text())).decline_code;
  };
  EXPECT_EQ(decline("pm_card_visa_chargeDeclined"), "generic_decline");
  EXPECT_EQ(decline("pm_card_chargeDeclinedInsufficientFunds"), "insufficient_funds");
  EXPECT_EQ(decline("pm_card_chargeDeclinedExpiredCard"), "expired_card");
  EXPECT_EQ(facts(look_up(id)).decline_code, "expired_card");
  EXPECT_EQ(facts(confirm(id, "pm_card_visa", "last")).status, IntentStatus::requires_capture);
}

TEST_F(StripeGatewayAtSandbox, repeats_a_decline_for_its_key) {
  const auto id = open();
  ASSERT_TRUE(std::holds_alternative<CardDeclined>(confirm(id, "pm_card_chargeDeclined")));
  EXPECT_TRUE(std::holds_alternative<CardDeclined>(confirm(id, "pm_card_chargeDeclined")));
}

TEST_F(StripeGatewayAtSandbox, takes_a_payment_method_nobody_knows_for_declined) {
  const auto answer = confirm(open(), "pm_nobody_knows");
  EXPECT_EQ(std::get<CardDeclined>(answer).decline_code, "invalid_payment_method");
}

TEST_F(StripeGatewayAtSandbox, says_where_the_buyer_must_go) {
  const auto answer = confirm(open(), "pm_card_threeDSecure2Required");
  EXPECT_EQ(facts(answer).status, IntentStatus::requires_action);
  EXPECT_TRUE(facts(answer).action_url.starts_with("http://127.0.0.1:"));
}

TEST_F(StripeGatewayAtSandbox, answers_with_the_facts_when_the_intent_has_moved_on) {
  const auto id = held();
  EXPECT_EQ(facts(confirm(id, "pm_card_visa", "another")).status, IntentStatus::requires_capture);
  ASSERT_EQ(facts(capture(id)).status, IntentStatus::succeeded);
  EXPECT_EQ(facts(capture(id, "another-capture")).status, IntentStatus::succeeded);
  EXPECT_EQ(facts(cancel(id)).status, IntentStatus::succeeded) << "the provider is the arbiter";
}

TEST_F(StripeGatewayAtSandbox, lets_a_held_amount_go) {
  const auto id = held();
  EXPECT_EQ(facts(cancel(id)).status, IntentStatus::canceled);
  EXPECT_EQ(facts(cancel(id, "again")).status, IntentStatus::canceled);
  EXPECT_EQ(facts(capture(id)).status, IntentStatus::canceled);
}

TEST_F(StripeGatewayAtSandbox, calls_an_intent_nobody_knows_a_mistake) {
  for (const std::string id : {"pi_nobody", "pi_0198a000000070008000000000000000", "../charges"}) {
    EXPECT_TRUE(std::holds_alternative<RequestRefused>(look_up(id))) << id;
    EXPECT_TRUE(std::holds_alternative<RequestRefused>(capture(id, ids.next().to_text()))) << id;
  }
}

TEST_F(StripeGatewayAtSandbox, finds_the_card_behind_a_payment_method) {
  const auto card = run(gateway->card_of(call, "pm_card_mastercard"));
  ASSERT_TRUE(card);
  EXPECT_EQ(card->brand, "mastercard");
  EXPECT_EQ(card->last_four_digits, "4444");
}

TEST_F(StripeGatewayAtSandbox, says_so_when_nobody_knows_the_payment_method) {
  const auto card = run(gateway->card_of(call, "pm_nobody_knows"));
  ASSERT_FALSE(card);
  EXPECT_EQ(card.error().code, "payment_method.unknown");
}

TEST_F(StripeGatewayAtSandbox, learns_by_the_repeat_what_a_cut_connection_has_swallowed) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"execute_then_drop_response","delay_ms":0})");
  EXPECT_EQ(facts(capture(id)).received, money(1999));
  sandbox.order_fault(R"({"op":"create","fault":"execute_then_drop_response","delay_ms":0})");
  ASSERT_TRUE(std::holds_alternative<IntentFacts>(create(money(5), "cut")));
  EXPECT_EQ(intents(), 2U) << "one of them of the cut request";
}

TEST_F(StripeGatewayAtSandbox, sends_a_request_that_never_arrived_once_more) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"drop_request","delay_ms":0})");
  EXPECT_EQ(facts(capture(id)).received, money(1999));
}

TEST_F(StripeGatewayAtSandbox, repeats_only_once_and_then_calls_it_uncertain) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"drop_request","delay_ms":0,"times":2})");
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture(id)));
  EXPECT_EQ(status_of(id), "requires_capture");
  EXPECT_EQ(facts(capture(id)).status, IntentStatus::succeeded) << "both faults are used up";
}

TEST_F(StripeGatewayAtSandbox, learns_by_the_repeat_what_came_too_late) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"execute_then_drop_response","delay_ms":8000})");
  const auto started = steady_clock::now();
  EXPECT_EQ(facts(capture(id)).received, money(1999));
  EXPECT_LT(steady_clock::now() - started, PaymentGateway::kLongest);
}

TEST_F(StripeGatewayAtSandbox, never_takes_longer_than_it_promises) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"drop_request","delay_ms":8000,"times":2})");
  const auto started = steady_clock::now();
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture(id)));
  EXPECT_LT(steady_clock::now() - started, PaymentGateway::kLongest);
}

TEST_F(StripeGatewayAtSandbox, calls_a_first_try_that_still_runs_uncertain_though_its_repeat_is_not_let_in) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"delay","delay_ms":4500})");
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture(id))) << "the repeat gets 409: the key is in use";
  EXPECT_TRUE(sandbox.eventually([&] { return status_of(id) == "succeeded"; })) << "and the first try goes through";
}

TEST_F(StripeGatewayAtSandbox, calls_a_recorded_500_uncertain_whether_something_was_done_or_not) {
  const auto paid = held();
  sandbox.order_fault(R"({"op":"capture","fault":"500_with_effect"})");
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture(paid, "capture-paid")));
  EXPECT_EQ(facts(look_up(paid)).status, IntentStatus::succeeded);
  const auto open = held();
  sandbox.order_fault(R"({"op":"capture","fault":"500_without_effect"})");
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture(open, "capture-open")));
  EXPECT_EQ(facts(look_up(open)).status, IntentStatus::requires_capture);
}

TEST_F(StripeGatewayAtSandbox, knows_that_nothing_was_done_past_the_rate_limit) {
  const auto id = held();
  sandbox.order_fault(R"({"op":"capture","fault":"429"})");
  EXPECT_TRUE(std::holds_alternative<NotExecuted>(capture(id)));
  EXPECT_EQ(status_of(id), "requires_capture");
  EXPECT_EQ(facts(capture(id)).status, IntentStatus::succeeded);
}

TEST_F(StripeGatewayAtSandbox, has_not_asked_when_a_question_gets_no_answer) {
  const auto id = open();
  sandbox.order_fault(R"({"op":"retrieve","fault":"drop_request","delay_ms":0})");
  EXPECT_TRUE(std::holds_alternative<NotExecuted>(look_up(id)));
}

TEST_F(StripeGatewayAtSandbox, stays_uncertain_when_the_intent_cannot_be_looked_at) {
  const auto id = held();
  ASSERT_EQ(facts(capture(id)).status, IntentStatus::succeeded);
  sandbox.order_fault(R"({"op":"retrieve","fault":"429"})");
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(capture(id, "another-capture")));
}

TEST_F(StripeGatewayAtSandbox, logs_what_went_wrong_without_secrets_or_bodies) {
  const auto id = open();
  const auto secret = facts(look_up(id)).client_secret;
  ASSERT_TRUE(std::holds_alternative<RequestRefused>(create(Money(std::int64_t{1} << 60, money(1).currency()))));
  call.request_id = "request-77";
  ASSERT_TRUE(std::holds_alternative<OutcomeUnknown>([&] {
    sandbox.order_fault(R"({"op":"capture","fault":"500_without_effect"})");
    return capture(id);
  }()));
  const auto text = logged();
  EXPECT_NE(text.find("create refused with 400: invalid_request_error, amount_too_large, amount"), std::string::npos)
      << text;
  EXPECT_EQ(text.find(kApiKey), std::string::npos);
  EXPECT_EQ(text.find(secret), std::string::npos);
  EXPECT_EQ(text.find("maximum amount"), std::string::npos) << "the message of the body";
}

}  // namespace
}  // namespace ddd::payment::stripe::test
