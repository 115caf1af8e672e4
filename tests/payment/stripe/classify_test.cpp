#include "answers.hpp"
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <ddd/payment/adapters/gateway/stripe/classify.hpp>

namespace ddd::payment::stripe::test {
namespace {

using Then = Verdict::Then;
using Reach = http::ExchangeFailure::Reach;

constexpr Operation kAll[] = {Operation::create, Operation::confirm, Operation::capture,
                              Operation::cancel, Operation::look_up, Operation::find_card};
constexpr Operation kChanging[] = {Operation::create, Operation::confirm, Operation::capture, Operation::cancel};

template <class Answer>
bool is(const Verdict& verdict) {
  return std::holds_alternative<Answer>(verdict.answer);
}

TEST(Classification, follows_what_the_intent_says_and_not_the_code_of_a_success) {
  for (const int status : {200, 201, 202}) {
    const auto verdict = classify(Operation::confirm, observed(status, intent_json("requires_action")));
    ASSERT_TRUE(is<IntentFacts>(verdict));
    EXPECT_EQ(std::get<IntentFacts>(verdict.answer).status, IntentStatus::requires_action);
    EXPECT_EQ(verdict.then, Then::nothing);
  }
}

TEST(Classification, holds_a_success_that_it_cannot_read_for_uncertain) {
  const std::string bodies[] = {"",
                                "<html>",
                                intent_json("requires_capture").substr(0, 90),
                                intent_json("waiting"),
                                R"({"id":"ch_1","object":"charge"})",
                                error_json("card_error", "card_declined")};
  for (const auto operation : kAll) {
    for (const auto& body : bodies) {
      EXPECT_TRUE(is<OutcomeUnknown>(classify(operation, observed(200, body)))) << to_text(operation) << body;
    }
  }
}

TEST(Classification, knows_that_what_was_not_sent_was_not_done) {
  for (const auto operation : kAll) {
    const auto verdict = classify(operation, no_answer(Reach::not_sent));
    EXPECT_TRUE(is<NotExecuted>(verdict));
    EXPECT_EQ(verdict.then, Then::nothing);
  }
}

TEST(Classification, never_calls_a_change_without_an_answer_failed) {
  for (const auto operation : kChanging)
    EXPECT_TRUE(is<OutcomeUnknown>(classify(operation, no_answer(Reach::unknown))));
}

TEST(Classification, repeats_at_once_only_what_a_buyer_waits_for) {
  for (const auto operation : {Operation::create, Operation::confirm, Operation::capture}) {
    EXPECT_EQ(classify(operation, no_answer(Reach::unknown)).then, Then::repeat);
    EXPECT_EQ(classify(operation, observed(502, "")).then, Then::repeat);
  }
  EXPECT_EQ(classify(Operation::cancel, no_answer(Reach::unknown)).then, Then::nothing);
  EXPECT_EQ(classify(Operation::look_up, no_answer(Reach::unknown)).then, Then::nothing);
}

TEST(Classification, repeats_nothing_that_the_provider_says_will_not_change) {
  auto response = test::response(500, error_json("api_error"));
  response.headers.emplace_back("Stripe-Should-Retry", "false");
  const auto verdict = classify(Operation::capture, read_reply(response));
  EXPECT_TRUE(is<OutcomeUnknown>(verdict));
  EXPECT_EQ(verdict.then, Then::nothing);
}

TEST(Classification, holds_a_question_without_an_answer_for_not_asked) {
  EXPECT_TRUE(is<NotExecuted>(classify(Operation::look_up, no_answer(Reach::unknown))));
  EXPECT_TRUE(is<NotExecuted>(classify(Operation::look_up, observed(500, error_json("api_error")))));
}

TEST(Classification, knows_the_refusals_before_anything_was_done) {
  for (const auto operation : kAll) {
    for (const int status : {401, 403, 409, 429}) {
      EXPECT_TRUE(is<NotExecuted>(classify(operation, observed(status, error_json("invalid_request_error")))))
          << status;
      EXPECT_TRUE(is<NotExecuted>(classify(operation, observed(status, "<html>")))) << status;
    }
    for (const std::string code : {"idempotency_key_in_use", "lock_timeout", "rate_limit"}) {
      EXPECT_TRUE(is<NotExecuted>(classify(operation, observed(400, error_json("invalid_request_error", code)))))
          << code;
    }
  }
}

TEST(Classification, holds_every_failure_of_the_provider_for_uncertain) {
  for (const auto operation : kChanging) {
    for (const int status : {100, 302, 408, 424, 500, 502, 503, 504}) {
      EXPECT_TRUE(is<OutcomeUnknown>(classify(operation, observed(status, error_json("api_error"))))) << status;
    }
    EXPECT_TRUE(is<OutcomeUnknown>(classify(operation, observed(400, "Bad Request"))))
        << "not in the provider's form: something between us and it has answered";
    EXPECT_TRUE(is<OutcomeUnknown>(classify(operation, observed(400, error_json("api_error")))));
  }
}

TEST(Classification, reads_a_card_error_as_a_decline_with_its_reason) {
  const auto body = error_json("card_error", "card_declined", R"(,"decline_code":"insufficient_funds")");
  const auto verdict = classify(Operation::confirm, observed(402, body));
  ASSERT_TRUE(is<CardDeclined>(verdict));
  const auto& declined = std::get<CardDeclined>(verdict.answer);
  EXPECT_EQ(declined.decline_code, "insufficient_funds");
  EXPECT_EQ(declined.evidence, "req_5");
}

TEST(Classification, gives_every_decline_a_reason) {
  const auto reason = [](const std::string& body) {
    return std::get<CardDeclined>(classify(Operation::confirm, observed(402, body)).answer).decline_code;
  };
  EXPECT_EQ(reason(error_json("card_error", "expired_card")), "expired_card");
  EXPECT_EQ(reason(error_json("card_error")), "generic_decline");
  EXPECT_EQ(reason(error_json("card_error", "card declined <b>")), "generic_decline");
}

TEST(Classification, looks_at_the_intent_when_a_held_amount_gets_a_card_error) {
  for (const auto operation : {Operation::capture, Operation::cancel}) {
    const auto verdict = classify(operation, observed(402, error_json("card_error", "card_declined")));
    EXPECT_TRUE(is<OutcomeUnknown>(verdict));
    EXPECT_EQ(verdict.then, Then::look);
  }
}

TEST(Classification, looks_at_the_intent_when_its_state_has_moved) {
  for (const std::string code :
       {"payment_intent_unexpected_state", "charge_already_captured", "charge_already_refunded"}) {
    for (const auto operation : {Operation::confirm, Operation::capture, Operation::cancel}) {
      const auto verdict = classify(operation, observed(400, error_json("invalid_request_error", code)));
      EXPECT_TRUE(is<OutcomeUnknown>(verdict));
      EXPECT_EQ(verdict.then, Then::look);
    }
  }
}

TEST(Classification, takes_a_payment_method_that_cannot_be_used_for_a_decline) {
  const auto about_method = [](std::string_view code) {
    return error_json("invalid_request_error", code, R"(,"param":"payment_method")");
  };
  const auto verdict = classify(Operation::confirm, observed(400, about_method("resource_missing")));
  ASSERT_TRUE(is<CardDeclined>(verdict));
  EXPECT_EQ(std::get<CardDeclined>(verdict.answer).decline_code, "invalid_payment_method");
  EXPECT_TRUE(is<RequestRefused>(classify(Operation::confirm, observed(400, about_method("parameter_missing")))))
      << "that would be a mistake of ours";
  EXPECT_TRUE(is<RequestRefused>(classify(Operation::capture, observed(400, about_method("resource_missing")))));
}

TEST(Classification, holds_any_other_refusal_for_a_mistake_of_ours) {
  for (const auto operation : kAll) {
    EXPECT_TRUE(is<RequestRefused>(classify(operation, observed(400, error_json("idempotency_error")))));
    EXPECT_TRUE(is<RequestRefused>(classify(
        operation, observed(404, error_json("invalid_request_error", "resource_missing", R"(,"param":"intent")")))));
  }
}

TEST(Classification, says_nothing_of_the_body_in_a_reason) {
  const auto verdict =
      classify(Operation::create, observed(400, error_json("invalid_request_error", "amount_too_small")));
  const auto& reason = std::get<RequestRefused>(verdict.answer).reason;
  EXPECT_EQ(reason, "create refused with 400: invalid_request_error, amount_too_small");
}

TEST(ClassificationLaws, hold_for_whatever_is_answered) {
  const bool holds = rc::check("a change is only declined, refused or not done by an answer that says so", [] {
    const auto operation = *rc::gen::elementOf(std::vector<Operation>(std::begin(kChanging), std::end(kChanging)));
    const auto status = *rc::gen::inRange(100, 600);
    const auto type =
        *rc::gen::element<std::string>("api_error", "card_error", "idempotency_error", "invalid_request_error");
    const auto code = *rc::gen::element<std::string>("", "lock_timeout", "resource_missing", "card_declined",
                                                     "payment_intent_unexpected_state");
    const auto body =
        *rc::gen::element<std::string>(error_json(type, code), error_json(type, code, R"(,"param":"payment_method")"),
                                       intent_json("succeeded"), intent_json("odd"), "{", "");
    const auto verdict = classify(operation, observed(status, body));
    const bool is_success = status >= 200 && status < 300;
    const bool is_refusal = status >= 400 && status < 500 && status != 408 && status != 424;
    RC_ASSERT(is<IntentFacts>(verdict) == (is_success && body == intent_json("succeeded")));
    if (is<CardDeclined>(verdict) || is<RequestRefused>(verdict) || is<NotExecuted>(verdict)) RC_ASSERT(is_refusal);
    if (is<CardDeclined>(verdict)) RC_ASSERT(operation == Operation::confirm);
    if (is_success || status >= 500) RC_ASSERT(is<IntentFacts>(verdict) || is<OutcomeUnknown>(verdict));
    if (verdict.then != Then::nothing) RC_ASSERT(is<OutcomeUnknown>(verdict));
    if (verdict.then == Then::look) RC_ASSERT(operation != Operation::create);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace ddd::payment::stripe::test
