#include "answers.hpp"
#include "gateway.hpp"
#include <rapidcheck/gtest.h>

#include <ddd/payment/adapters/gateway/stripe/refund_reply.hpp>

namespace ddd::payment::stripe::test {
namespace {

using namespace std::chrono_literals;
using Then = Verdict::Then;
using Reach = http::ExchangeFailure::Reach;

/// A refund as the provider writes it.
std::string refund_json(std::string_view status, std::string_view id = "re_1", std::int64_t amount = 500) {
  std::string text = R"({"id":")";
  return text.append(id)
      .append(R"(","object":"refund","amount":)")
      .append(std::to_string(amount))
      .append(R"(,"currency":"usd","payment_intent":"pi_1","metadata":{"refund_id":"rfd_1","payment_id":"pay_1"},)")
      .append(R"("reason":null,"status":")")
      .append(status)
      .append("\"}");
}

RefundVerdict judged(int status, std::string body, Operation operation = Operation::refund) {
  return classify_refund(operation, response(status, std::move(body)));
}
template <class Answer>
bool is(const RefundVerdict& verdict) {
  return std::holds_alternative<Answer>(verdict.answer);
}

TEST(RefundClassification, follows_what_the_refund_says) {
  const std::pair<std::string_view, RefundStatus> statuses[] = {{"pending", RefundStatus::pending},
                                                                {"requires_action", RefundStatus::pending},
                                                                {"succeeded", RefundStatus::succeeded},
                                                                {"failed", RefundStatus::failed},
                                                                {"canceled", RefundStatus::failed}};
  for (const auto& [word, status] : statuses) {
    const auto verdict = judged(200, refund_json(word));
    ASSERT_TRUE(is<RefundFacts>(verdict)) << word;
    const auto& facts = std::get<RefundFacts>(verdict.answer);
    EXPECT_EQ(facts.status, status);
    EXPECT_EQ(facts.id, "re_1");
    EXPECT_EQ(facts.amount, Money(500, Currency()));
    EXPECT_EQ(facts.refund_id, "rfd_1");
    EXPECT_EQ(facts.intent_id, "pi_1");
    EXPECT_EQ(facts.evidence, "req_5");
  }
}

TEST(RefundClassification, holds_a_success_that_it_cannot_read_for_uncertain) {
  for (const auto& body : {std::string(), std::string("<html>"), refund_json("done"), intent_json("succeeded"),
                           refund_json("succeeded").substr(0, 60)}) {
    const auto verdict = judged(200, body);
    EXPECT_TRUE(is<OutcomeUnknown>(verdict)) << body;
  }
}

TEST(RefundClassification, is_uncertain_without_an_answer_and_after_a_failure_of_the_provider) {
  for (const auto& verdict :
       {classify_refund(Operation::refund, std::unexpected(http::ExchangeFailure{Reach::unknown, "timed out"})),
        judged(500, error_json("api_error")), judged(503, "")}) {
    EXPECT_TRUE(is<OutcomeUnknown>(verdict));
    EXPECT_EQ(verdict.then, Then::repeat);
  }
}

TEST(RefundClassification, knows_what_was_not_done) {
  EXPECT_TRUE(is<NotExecuted>(
      classify_refund(Operation::refund, std::unexpected(http::ExchangeFailure{Reach::not_sent, "refused"}))));
  for (const int status : {401, 403, 409, 429}) EXPECT_TRUE(is<NotExecuted>(judged(status, "")));
  // Who only asks changes nothing.
  EXPECT_TRUE(is<NotExecuted>(judged(500, "", Operation::look_up_refund)));
}

TEST(RefundClassification, takes_a_refusal_that_hints_at_an_earlier_refund_for_a_reason_to_look) {
  const auto verdict = judged(400, error_json("invalid_request_error", "charge_already_refunded"));
  EXPECT_TRUE(is<OutcomeUnknown>(verdict));
  EXPECT_EQ(verdict.then, Then::look);
  EXPECT_TRUE(is<RequestRefused>(judged(400, error_json("invalid_request_error"))));
}

RC_GTEST_PROP(RefundClassification, is_total_and_certain_of_a_refusal_in_the_providers_form_alone, ()) {
  const auto status = *rc::gen::inRange(100, 600);
  const auto body = *rc::gen::weightedOneOf<std::string>(
      {{1, rc::gen::just(refund_json("succeeded"))},
       {2, rc::gen::map(
               rc::gen::element<std::string>("invalid_request_error", "api_error", "card_error", "idempotency_error"),
               [](const std::string& type) { return error_json(type); })},
       {1, rc::gen::arbitrary<std::string>()}});
  const auto verdict = judged(status, body);
  if (is<RequestRefused>(verdict)) RC_ASSERT(status >= 400 && status < 500);
  if (is<RefundFacts>(verdict)) RC_ASSERT(status >= 200 && status < 300);
  if (status >= 500 || status == 408) RC_ASSERT(is<OutcomeUnknown>(verdict));
}

TEST(RefundPages, are_read_whole_or_not_at_all) {
  const auto page = read_refund_page(R"({"object":"list","data":[)" + refund_json("succeeded") + "," +
                                     refund_json("pending", "re_2", 7) + R"(],"has_more":true})");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->refunds.size(), 2u);
  EXPECT_EQ(page->refunds[1].amount.minor_units(), 7);
  EXPECT_EQ(page->next, "re_2");
  EXPECT_TRUE(read_refund_page(R"({"object":"list","data":[],"has_more":false})")->refunds.empty());
  for (const auto& text : {std::string(), std::string(R"({"object":"list","data":[],"has_more":true})"),
                           R"({"object":"list","data":[)" + refund_json("lost") + R"(],"has_more":false})"}) {
    EXPECT_FALSE(read_refund_page(text)) << text;
  }
}

/// The gateway and the real sandbox, over a socket.
class StripeRefundsAtSandbox : public GatewayFixture {
 protected:
  StripeRefundsAtSandbox() { connect(sandbox.port()); }
  ~StripeRefundsAtSandbox() override {
    gateway.reset();
    client.reset();
  }
  std::string taken(const Money& amount = money(1999), std::string method = "pm_card_visa") {
    const auto made = create(amount, ids.next().to_text());
    const auto id = facts(made).id;
    EXPECT_EQ(facts(confirm(id, std::move(method), ids.next().to_text())).status, IntentStatus::requires_capture);
    EXPECT_EQ(facts(capture(id, ids.next().to_text())).status, IntentStatus::succeeded);
    return id;
  }
  RefundAnswer refund(const std::string& intent, const Money& amount, std::string key = "refund-1") {
    return run(gateway->refund(call, {.key = std::move(key),
                                      .refund_id = refund_id,
                                      .payment_id = payment_id,
                                      .intent_id = intent,
                                      .amount = amount}));
  }
  static const RefundFacts& known(const RefundAnswer& answer) {
    if (const auto* found = std::get_if<RefundFacts>(&answer)) return *found;
    throw std::runtime_error("no facts, but alternative " + std::to_string(answer.index()));
  }
  std::vector<RefundFacts> list(const std::string& intent) {
    return std::get<std::vector<RefundFacts>>(run(gateway->list_refunds(call, intent)));
  }

  RefundId refund_id = ids.make<RefundId>();
  sandbox::test::Instance sandbox{context, folder.path(), clock, {.faults_enabled = true}};
};

TEST_F(StripeRefundsAtSandbox, are_made_looked_up_and_listed) {
  const auto intent = taken();
  const auto made = refund(intent, money(500));
  EXPECT_EQ(known(made).status, RefundStatus::succeeded);
  EXPECT_EQ(known(made).amount, money(500));
  EXPECT_EQ(known(made).refund_id, refund_id.to_text());
  EXPECT_EQ(known(made).intent_id, intent);
  EXPECT_TRUE(known(made).evidence.starts_with("req_"));
  EXPECT_EQ(known(run(gateway->look_up_refund(call, known(made).id))).status, RefundStatus::succeeded);
  const auto listed = list(intent);
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].id, known(made).id);
  EXPECT_TRUE(list(taken()).empty());
}

TEST_F(StripeRefundsAtSandbox, keep_amounts_in_currencies_of_every_number_of_digits) {
  for (const auto& amount : {money(1999, "USD"), money(500, "JPY"), money(12'340, "KWD"), money(1500, "ISK")}) {
    const auto made = refund(taken(amount), amount, ids.next().to_text());
    EXPECT_EQ(known(made).amount, amount);
  }
}

TEST_F(StripeRefundsAtSandbox, are_one_under_one_key) {
  const auto intent = taken();
  const auto first = refund(intent, money(500));
  EXPECT_EQ(known(refund(intent, money(500))).id, known(first).id);
  EXPECT_EQ(list(intent).size(), 1u);
}

TEST_F(StripeRefundsAtSandbox, are_listed_over_several_pages) {
  const auto intent = taken();
  for (int i = 0; i < 101; ++i) ASSERT_EQ(known(refund(intent, money(1), ids.next().to_text())).amount, money(1));
  EXPECT_EQ(list(intent).size(), 101u);
}

TEST_F(StripeRefundsAtSandbox, that_were_made_under_a_forgotten_key_are_found_when_nothing_is_left) {
  const auto intent = taken();
  const auto first = refund(intent, money(1999));
  // Another key, as if the first were forgotten: refused, and then looked for by our own id.
  const auto again = refund(intent, money(1999), "refund-2");
  EXPECT_EQ(known(again).id, known(first).id);
}

TEST_F(StripeRefundsAtSandbox, that_are_refused_have_had_no_effect) {
  const auto intent = taken();
  EXPECT_TRUE(std::holds_alternative<RequestRefused>(refund(intent, money(2000))));
  EXPECT_TRUE(std::holds_alternative<RequestRefused>(
      refund(facts(create(money(1999), ids.next().to_text())).id, money(1), "refund-2")));
  // All of it went back by somebody else's refund: ours did nothing.
  ASSERT_EQ(sandbox.post("/v1/refunds", {{"payment_intent", intent}}).status, 200);
  EXPECT_TRUE(std::holds_alternative<RequestRefused>(refund(intent, money(1999), "refund-3")));
}

TEST_F(StripeRefundsAtSandbox, survive_an_answer_that_is_lost_once) {
  const auto intent = taken();
  sandbox.order_fault(R"({"op":"refund","fault":"execute_then_drop_response","delay_ms":10})");
  EXPECT_EQ(known(refund(intent, money(500))).status, RefundStatus::succeeded);
  EXPECT_EQ(list(intent).size(), 1u);
}

TEST_F(StripeRefundsAtSandbox, are_uncertain_when_the_provider_repeats_its_failure) {
  const auto intent = taken();
  sandbox.order_fault(R"({"op":"refund","fault":"500_with_effect"})");
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(refund(intent, money(500))));
  EXPECT_EQ(list(intent).size(), 1u);
  sandbox.order_fault(R"({"op":"list_refunds","fault":"429"})");
  EXPECT_TRUE(std::holds_alternative<NotExecuted>(run(gateway->list_refunds(call, intent))));
}

TEST_F(StripeRefundsAtSandbox, of_one_card_are_pending) {
  const auto made = refund(taken(money(1999), "pm_card_pendingRefund"), money(1999));
  EXPECT_EQ(known(made).status, RefundStatus::pending);
}

}  // namespace
}  // namespace ddd::payment::stripe::test
