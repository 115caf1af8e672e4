#include <map>

#include "instance.hpp"
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::sandbox::test {
namespace {

const std::string kUnknownIntent = "pi_019a0000-0000-7000-8000-000000000000";

class SandboxApi : public ::testing::Test {
 protected:
  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
  Instance sandbox{context, folder.path(), clock, {.public_url = "https://pay.test/"}};

  /// The rows of the bank's ledger as "kind intent payment_id amount currency".
  std::vector<std::string> bank_ledger() {
    sqlite::Connection file((folder.path() / "sandbox.db").string(), sqlite::Connection::Mode::read_only);
    std::vector<std::string> rows;
    auto row = file.query("SELECT kind, intent, payment_id, amount, currency FROM bank_ledger ORDER BY row");
    while (row.next()) {
      rows.push_back(row.string(0) + " " + row.string(1) + " " + row.string(2) + " " + std::to_string(row.integer(3)) +
                     " " + row.string(4));
    }
    return rows;
  }
};

// ---- who may ask, and for what ----

TEST_F(SandboxApi, answers_401_without_a_test_key) {
  for (const std::string sent :
       {"", "Bearer", "Bearer pk_test_1", "Bearer sk_test_", "Bearer sk_live_1", "Basic c2tfdGVzdF8xOg=="}) {
    http::OutgoingRequest request{.target = "/v1/payment_intents"};
    if (!sent.empty()) request.headers.emplace_back("Authorization", sent);
    const auto reply = sandbox.raw(std::move(request));
    EXPECT_EQ(reply.status, 401) << sent;
    EXPECT_EQ(reply.at("/error/type"), "invalid_request_error") << sent;
    EXPECT_FALSE(reply.header("WWW-Authenticate").empty());
    EXPECT_TRUE(reply.header("Request-Id").starts_with("req_"));
  }
}

TEST_F(SandboxApi, names_every_request_and_its_version) {
  const auto first = sandbox.get("/v1/payment_intents");
  const auto second = sandbox.get("/v1/nothing");
  EXPECT_TRUE(first.header("Request-Id").starts_with("req_"));
  EXPECT_NE(first.header("Request-Id"), second.header("Request-Id"));
  EXPECT_EQ(first.header("Stripe-Version"), "2024-06-20");
  http::OutgoingRequest pinned{.target = "/v1/payment_intents"};
  pinned.headers = {{"Authorization", "Bearer sk_test_1"}, {"Stripe-Version", "2022-11-15"}};
  const auto reply = sandbox.raw(std::move(pinned));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Stripe-Version"), "2022-11-15");
}

TEST_F(SandboxApi, answers_404_for_unknown_routes) {
  for (const std::string target : {"/", "/v1", "/v1/charges", "/v1/payment_intents/", "/v1/payment_intents/x/y",
                                   "/_test/faults", "/v1/payment_methods"}) {
    EXPECT_EQ(sandbox.get(target).status, 404) << target;
  }
  EXPECT_EQ(sandbox.post("/v1/events").status, 404);
  EXPECT_EQ(sandbox.post("/_test/faults").status, 404) << "faults are not enabled";
}

TEST_F(SandboxApi, answers_probes_without_a_key) {
  EXPECT_EQ(sandbox.raw({.target = "/livez"}).status, 200);
  EXPECT_EQ(sandbox.raw({.target = "/readyz"}).status, 200);
}

TEST_F(SandboxApi, answers_404_for_unknown_ids) {
  for (const auto& id : {kUnknownIntent, std::string("pi_x"), std::string("4242")}) {
    const auto reply = sandbox.get("/v1/payment_intents/" + id);
    EXPECT_EQ(reply.status, 404) << id;
    EXPECT_EQ(reply.at("/error/code"), "resource_missing");
    EXPECT_EQ(reply.at("/error/param"), "intent");
    for (const std::string step : {"/confirm", "/capture", "/cancel"}) {
      EXPECT_EQ(sandbox.post("/v1/payment_intents/" + id + step).status, 404) << id << step;
    }
  }
  EXPECT_EQ(sandbox.get("/v1/events/evt_1").status, 404);
  EXPECT_EQ(sandbox.get("/v1/payment_methods/pm_1").status, 404);
}

TEST_F(SandboxApi, takes_forms_alone) {
  http::OutgoingRequest request{.method = http::Method::post, .target = "/v1/payment_intents"};
  request.headers = {{"Authorization", "Bearer sk_test_1"}, {"Content-Type", "application/json"}};
  request.body = R"({"amount":1999,"currency":"usd"})";
  const auto reply = sandbox.raw(std::move(request));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.at("/error/type"), "invalid_request_error");
}

// ---- creating ----

TEST_F(SandboxApi, creates_an_intent_and_says_all_of_it) {
  const auto reply = sandbox.post("/v1/payment_intents", {{"amount", "1999"},
                                                          {"currency", "usd"},
                                                          {"capture_method", "manual"},
                                                          {"confirm", "false"},
                                                          {"payment_method_types[]", "card"},
                                                          {"metadata[payment_id]", "pay_1"},
                                                          {"metadata[note]", "a b&c=d"},
                                                          {"description", "Order ord_1"}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(reply.at("/id").starts_with("pi_"));
  EXPECT_EQ(reply.at("/object"), "payment_intent");
  EXPECT_EQ(reply.at("/amount"), "1999");
  EXPECT_EQ(reply.at("/amount_received"), "0");
  EXPECT_EQ(reply.at("/amount_capturable"), "0");
  EXPECT_EQ(reply.at("/currency"), "usd");
  EXPECT_EQ(reply.at("/capture_method"), "manual");
  EXPECT_EQ(reply.at("/status"), "requires_payment_method");
  EXPECT_EQ(reply.at("/metadata/payment_id"), "pay_1");
  EXPECT_EQ(reply.at("/metadata/note"), "a b&c=d");
  EXPECT_EQ(reply.at("/description"), "Order ord_1");
  EXPECT_EQ(reply.at("/payment_method_types"), R"(["card"])");
  EXPECT_TRUE(reply.at("/client_secret").starts_with(reply.at("/id") + "_secret_"));
  EXPECT_EQ(reply.at("/livemode"), "false");
  for (const std::string absent : {"latest_charge", "last_payment_error", "next_action", "payment_method",
                                   "canceled_at", "cancellation_reason", "customer"}) {
    EXPECT_EQ(reply.at("/" + absent), "null") << absent;
  }
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + reply.at("/id")).body, reply.body);
}

TEST_F(SandboxApi, captures_automatically_unless_told_otherwise) {
  const auto reply = sandbox.post("/v1/payment_intents", {{"amount", "5"}, {"currency", "jpy"}});
  EXPECT_EQ(reply.at("/capture_method"), "automatic");
  const auto paid = sandbox.confirm(reply.at("/id"));
  EXPECT_EQ(paid.at("/status"), "succeeded");
  EXPECT_EQ(paid.at("/amount_received"), "5");
}

struct BadCreate {
  std::string name;
  Form form;
  std::string code;  ///< null where Stripe has none
  std::string param;
};
void PrintTo(const BadCreate& bad, std::ostream* out) {
  *out << bad.name;
}

class SandboxCreate : public SandboxApi, public ::testing::WithParamInterface<BadCreate> {};

TEST_P(SandboxCreate, refuses) {
  const auto reply = sandbox.post("/v1/payment_intents", GetParam().form);
  EXPECT_EQ(reply.status, 400) << reply.body;
  EXPECT_EQ(reply.at("/error/type"), "invalid_request_error");
  EXPECT_EQ(reply.at("/error/code"), GetParam().code);
  EXPECT_EQ(reply.at("/error/param"), GetParam().param);
  EXPECT_EQ(sandbox.get("/v1/payment_intents").at("/data"), "[]");
}

Form with(Form more) {
  Form form = {{"amount", "1999"}, {"currency", "usd"}};
  form.insert(form.end(), more.begin(), more.end());
  return form;
}

INSTANTIATE_TEST_SUITE_P(
    Parameters, SandboxCreate,
    ::testing::Values(
        BadCreate{"no_amount", {{"currency", "usd"}}, "parameter_missing", "amount"},
        BadCreate{"no_currency", {{"amount", "1"}}, "parameter_missing", "currency"},
        BadCreate{"zero", {{"amount", "0"}, {"currency", "usd"}}, "parameter_invalid_integer", "amount"},
        BadCreate{"negative", {{"amount", "-1"}, {"currency", "usd"}}, "parameter_invalid_integer", "amount"},
        BadCreate{"fraction", {{"amount", "19.99"}, {"currency", "usd"}}, "parameter_invalid_integer", "amount"},
        BadCreate{"overflow",
                  {{"amount", "9223372036854775808"}, {"currency", "usd"}},
                  "parameter_invalid_integer",
                  "amount"},
        BadCreate{"too_large", {{"amount", "100000000"}, {"currency", "usd"}}, "amount_too_large", "amount"},
        BadCreate{"nested_amount", {{"amount[x]", "1"}, {"currency", "usd"}}, "parameter_missing", "amount"},
        BadCreate{"upper_case_currency", {{"amount", "1"}, {"currency", "USD"}}, "", "currency"},
        BadCreate{"unknown_currency", {{"amount", "1"}, {"currency", "xxx"}}, "", "currency"},
        BadCreate{"confirm", with({{"confirm", "true"}}), "", "confirm"},
        BadCreate{"capture_method", with({{"capture_method", "later"}}), "", "capture_method"},
        BadCreate{"type", with({{"payment_method_types[]", "sepa_debit"}}), "", "payment_method_types"},
        BadCreate{"unknown", with({{"amuont", "1"}}), "parameter_unknown", "amuont"},
        BadCreate{"too_deep", with({{"metadata[a][b]", "1"}}), "parameter_unknown", "metadata[a][b]"},
        BadCreate{"lost_bracket", with({{"metadata[a", "1"}}), "parameter_unknown", "metadata[a"},
        BadCreate{"card_data", with({{"payment_method_data[card][number]", "4242424242424242"}}), "parameter_unknown",
                  "payment_method_data[card][number]"},
        BadCreate{"no_such_method", with({{"payment_method", "pm_card_nobody"}}), "resource_missing", "payment_method"},
        BadCreate{"no_method_at_all", with({{"payment_method", "4242424242424242"}}), "resource_missing",
                  "payment_method"},
        BadCreate{"long_key", with({{"metadata[" + std::string(41, 'k') + "]", "1"}}), "", "metadata"},
        BadCreate{"long_value", with({{"metadata[k]", std::string(501, 'v')}}), "", "metadata"}),
    [](const auto& each) { return each.param.name; });

// ---- paying ----

TEST_F(SandboxApi, holds_captures_and_books_the_money) {
  const auto id = sandbox.create({{"metadata[payment_id]", "pay_7"}});
  const auto held = sandbox.confirm(id);
  ASSERT_EQ(held.status, 200) << held.body;
  EXPECT_EQ(held.at("/status"), "requires_capture");
  EXPECT_EQ(held.at("/amount_capturable"), "1999");
  EXPECT_EQ(held.at("/amount_received"), "0");
  EXPECT_EQ(held.at("/payment_method"), "pm_card_visa");
  EXPECT_TRUE(held.at("/latest_charge").starts_with("ch_"));
  EXPECT_TRUE(bank_ledger().empty()) << "a hold is no money";

  const auto paid = sandbox.capture(id);
  ASSERT_EQ(paid.status, 200) << paid.body;
  EXPECT_EQ(paid.at("/status"), "succeeded");
  EXPECT_EQ(paid.at("/amount_capturable"), "0");
  EXPECT_EQ(paid.at("/amount_received"), "1999");
  EXPECT_EQ(paid.at("/latest_charge"), held.at("/latest_charge"));
  EXPECT_EQ(bank_ledger(), std::vector{"capture " + id + " pay_7 1999 USD"});
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).body, paid.body);
}

TEST_F(SandboxApi, confirms_with_the_method_given_at_creation) {
  const auto id = sandbox.create({{"payment_method", "pm_card_mastercard"}});
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).at("/status"), "requires_confirmation");
  const auto held = sandbox.post("/v1/payment_intents/" + id + "/confirm");
  EXPECT_EQ(held.at("/status"), "requires_capture");
  EXPECT_EQ(held.at("/payment_method"), "pm_card_mastercard");
}

struct DecliningCard {
  std::string method;
  std::string code;
  std::string decline_code;
};
void PrintTo(const DecliningCard& card, std::ostream* out) {
  *out << card.method;
}

class SandboxDecline : public SandboxApi, public ::testing::WithParamInterface<DecliningCard> {};

TEST_P(SandboxDecline, is_a_card_error_that_leaves_the_intent_open) {
  const auto id = sandbox.create();
  const auto declined = sandbox.confirm(id, GetParam().method);
  EXPECT_EQ(declined.status, 402);
  EXPECT_EQ(declined.at("/error/type"), "card_error");
  EXPECT_EQ(declined.at("/error/code"), GetParam().code);
  EXPECT_EQ(declined.at("/error/decline_code"), GetParam().decline_code);
  EXPECT_FALSE(declined.at("/error/message").empty());
  EXPECT_TRUE(declined.at("/error/charge").starts_with("ch_"));
  EXPECT_EQ(declined.at("/error/payment_intent/id"), id);
  EXPECT_EQ(declined.at("/error/payment_intent/status"), "requires_payment_method");
  EXPECT_EQ(declined.at("/error/payment_intent/payment_method"), "null");
  EXPECT_EQ(declined.at("/error/payment_intent/last_payment_error/code"), GetParam().code);
  EXPECT_EQ(declined.at("/error/payment_intent/last_payment_error/decline_code"), GetParam().decline_code);
  EXPECT_EQ(declined.at("/error/payment_intent/last_payment_error/payment_method/id"), GetParam().method);

  const auto after = sandbox.get("/v1/payment_intents/" + id);
  EXPECT_EQ(after.at("/status"), "requires_payment_method");
  EXPECT_EQ(after.at("/last_payment_error/code"), GetParam().code);
  EXPECT_EQ(sandbox.confirm(id).at("/status"), "requires_capture") << "with another card";
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).at("/last_payment_error"), "null");
}

INSTANTIATE_TEST_SUITE_P(
    Cards, SandboxDecline,
    ::testing::Values(DecliningCard{"pm_card_visa_chargeDeclined", "card_declined", "generic_decline"},
                      DecliningCard{"pm_card_chargeDeclined", "card_declined", "generic_decline"},
                      DecliningCard{"pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"},
                      DecliningCard{"pm_card_chargeDeclinedExpiredCard", "expired_card", ""}),
    [](const auto& each) { return each.param.method; });

TEST_F(SandboxApi, sends_the_customer_to_the_bank_when_the_card_asks_for_it) {
  const auto id = sandbox.create();
  const auto waiting =
      sandbox.post("/v1/payment_intents/" + id + "/confirm",
                   {{"payment_method", "pm_card_threeDSecure2Required"}, {"return_url", "https://shop.test/back?x=1"}});
  ASSERT_EQ(waiting.status, 200) << waiting.body;
  EXPECT_EQ(waiting.at("/status"), "requires_action");
  EXPECT_EQ(waiting.at("/next_action/type"), "redirect_to_url");
  const auto url = waiting.at("/next_action/redirect_to_url/url");
  EXPECT_TRUE(url.starts_with("https://pay.test/3ds/")) << url;
  EXPECT_EQ(url.find(id), std::string::npos) << "an id is no secret";
  EXPECT_GE(url.size(), std::string("https://pay.test/3ds/").size() + 43) << "32 random bytes";
  EXPECT_EQ(waiting.at("/next_action/redirect_to_url/return_url"), "https://shop.test/back?x=1");
  EXPECT_EQ(sandbox.capture(id).status, 400);
  EXPECT_EQ(sandbox.cancel(id).at("/status"), "canceled");
  EXPECT_EQ(sandbox.get("/v1/payment_intents/" + id).at("/next_action"), "null");
}

TEST_F(SandboxApi, refuses_a_return_url_that_is_none) {
  const auto id = sandbox.create();
  for (const std::string url : {"shop", "ftp://shop.test", "javascript:alert(1)", "https://u:p@shop.test/"}) {
    const auto reply = sandbox.post("/v1/payment_intents/" + id + "/confirm",
                                    {{"payment_method", "pm_card_visa"}, {"return_url", url}});
    EXPECT_EQ(reply.status, 400) << url;
    EXPECT_EQ(reply.at("/error/code"), "url_invalid") << url;
  }
}

TEST_F(SandboxApi, guards_every_step_by_the_intents_state) {
  const auto expect_refused = [&](const Reply& reply, const std::string& status) {
    EXPECT_EQ(reply.status, 400) << reply.body;
    EXPECT_EQ(reply.at("/error/type"), "invalid_request_error");
    EXPECT_EQ(reply.at("/error/code"), "payment_intent_unexpected_state");
    EXPECT_EQ(reply.at("/error/payment_intent/status"), status);
  };
  const auto id = sandbox.create();
  expect_refused(sandbox.capture(id), "requires_payment_method");
  expect_refused(sandbox.post("/v1/payment_intents/" + id + "/confirm"), "requires_payment_method");
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  expect_refused(sandbox.confirm(id), "requires_capture");
  ASSERT_EQ(sandbox.capture(id).status, 200);
  expect_refused(sandbox.confirm(id), "succeeded");
  expect_refused(sandbox.capture(id), "succeeded");
  expect_refused(sandbox.cancel(id), "succeeded");
  const auto other = sandbox.create();
  ASSERT_EQ(sandbox.cancel(other).status, 200);
  expect_refused(sandbox.cancel(other), "canceled");
  expect_refused(sandbox.confirm(other), "canceled");
  EXPECT_EQ(bank_ledger().size(), 1U);
}

TEST_F(SandboxApi, captures_whole_amounts_alone) {
  const auto id = sandbox.create();
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  const auto capture = [&](std::string amount) {
    return sandbox.post("/v1/payment_intents/" + id + "/capture", {{"amount_to_capture", std::move(amount)}});
  };
  EXPECT_EQ(capture("1998").status, 400);
  EXPECT_EQ(capture("2000").at("/error/code"), "amount_too_large");
  EXPECT_EQ(capture("x").at("/error/code"), "parameter_invalid_integer");
  EXPECT_EQ(capture("1999").at("/status"), "succeeded");
}

TEST_F(SandboxApi, cancels_for_a_reason) {
  const auto id = sandbox.create();
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  EXPECT_EQ(sandbox.post("/v1/payment_intents/" + id + "/cancel", {{"cancellation_reason", "mood"}}).at("/error/param"),
            "cancellation_reason");
  const auto canceled =
      sandbox.post("/v1/payment_intents/" + id + "/cancel", {{"cancellation_reason", "requested_by_customer"}});
  EXPECT_EQ(canceled.status, 200);
  EXPECT_EQ(canceled.at("/status"), "canceled");
  EXPECT_EQ(canceled.at("/cancellation_reason"), "requested_by_customer");
  EXPECT_EQ(canceled.at("/amount_capturable"), "0");
  EXPECT_NE(canceled.at("/canceled_at"), "null");
  EXPECT_TRUE(bank_ledger().empty());
}

TEST_F(SandboxApi, lets_a_hold_go_after_seven_days) {
  const auto id = sandbox.create();
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  clock.advance(std::chrono::hours(7 * 24));
  const auto late = sandbox.capture(id);
  EXPECT_EQ(late.status, 400);
  EXPECT_EQ(late.at("/error/payment_intent/status"), "canceled");
  EXPECT_EQ(late.at("/error/payment_intent/cancellation_reason"), "automatic");
  EXPECT_TRUE(bank_ledger().empty());
}

TEST_F(SandboxApi, captures_once_however_many_ask_at_the_same_time) {
  const auto id = sandbox.create();
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  constexpr int kMany = 16;
  int answered = 0;
  std::map<int, int> by_status;
  for (int i = 0; i < kMany; ++i) {
    boost::asio::co_spawn(
        context,
        sandbox.send(http::Method::post, "/v1/payment_intents/" + id + "/capture", {}, "capture-" + std::to_string(i)),
        [&](const std::exception_ptr& failure, const Reply& reply) {
          ++answered;
          if (!failure) ++by_status[reply.status];
        });
  }
  ASSERT_TRUE(sandbox.eventually([&] { return answered == kMany; }));
  EXPECT_EQ(by_status[200], 1);
  EXPECT_EQ(by_status[400], kMany - 1);
  EXPECT_EQ(bank_ledger().size(), 1U);
}

// ---- lists ----

TEST_F(SandboxApi, lists_intents_newest_first_page_by_page) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(sandbox.create());
  const auto first = sandbox.get("/v1/payment_intents?limit=2");
  EXPECT_EQ(first.at("/object"), "list");
  EXPECT_EQ(first.at("/url"), "/v1/payment_intents");
  EXPECT_EQ(first.at("/has_more"), "true");
  EXPECT_EQ(first.at("/data/0/id"), ids[4]);
  EXPECT_EQ(first.at("/data/1/id"), ids[3]);
  const auto last = sandbox.get("/v1/payment_intents?limit=3&starting_after=" + ids[3]);
  EXPECT_EQ(last.at("/data/2/id"), ids[0]);
  EXPECT_EQ(last.at("/has_more"), "false");
  EXPECT_EQ(sandbox.get("/v1/payment_intents?limit=0").status, 400);
  EXPECT_EQ(sandbox.get("/v1/payment_intents?limit=101").status, 400);
  EXPECT_EQ(sandbox.get("/v1/payment_intents?colour=red").at("/error/code"), "parameter_unknown");
  EXPECT_EQ(sandbox.get("/v1/payment_intents?starting_after=" + kUnknownIntent).status, 404);
}

TEST_F(SandboxApi, lists_intents_made_since_a_time) {
  static_cast<void>(sandbox.create());
  clock.advance(std::chrono::hours(2));
  const auto recent = sandbox.create();
  const auto created = sandbox.get("/v1/payment_intents/" + recent).at("/created");
  const auto list = sandbox.get("/v1/payment_intents?created[gte]=" + created);
  EXPECT_EQ(list.at("/data/0/id"), recent);
  EXPECT_EQ(list.at("/data/1"), "");
  EXPECT_EQ(sandbox.get("/v1/payment_intents?created%5Bgte%5D=" + created).at("/data/0/id"), recent);
  EXPECT_EQ(sandbox.get("/v1/payment_intents?created[gte]=x").at("/error/code"), "parameter_invalid_integer");
}

// ---- payment methods ----

TEST_F(SandboxApi, knows_the_face_of_every_test_card) {
  const auto visa = sandbox.get("/v1/payment_methods/pm_card_visa");
  EXPECT_EQ(visa.status, 200);
  EXPECT_EQ(visa.at("/id"), "pm_card_visa");
  EXPECT_EQ(visa.at("/type"), "card");
  EXPECT_EQ(visa.at("/card/brand"), "visa");
  EXPECT_EQ(visa.at("/card/last4"), "4242");
  EXPECT_EQ(visa.at("/card/exp_month"), "12");
  EXPECT_EQ(visa.at("/card/exp_year"), "2034");
  EXPECT_EQ(sandbox.get("/v1/payment_methods/pm_card_mastercard").at("/card/last4"), "4444");
}

TEST_F(SandboxApi, saves_a_method_from_a_test_token) {
  const auto saved =
      sandbox.post("/v1/payment_methods", {{"type", "card"}, {"card[token]", "tok_chargeDeclinedInsufficientFunds"}});
  ASSERT_EQ(saved.status, 200) << saved.body;
  const auto id = saved.at("/id");
  EXPECT_TRUE(id.starts_with("pm_"));
  EXPECT_EQ(saved.at("/card/last4"), "9995");
  EXPECT_EQ(sandbox.get("/v1/payment_methods/" + id).body, saved.body);
  const auto declined = sandbox.confirm(sandbox.create(), id);
  EXPECT_EQ(declined.at("/error/decline_code"), "insufficient_funds");
  EXPECT_EQ(declined.at("/error/payment_intent/last_payment_error/payment_method/id"), id);
}

TEST_F(SandboxApi, takes_no_card_data) {
  const auto reply = sandbox.post(
      "/v1/payment_methods", {{"type", "card"}, {"card[token]", "tok_visa"}, {"card[number]", "4242424242424242"}});
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.at("/error/code"), "parameter_unknown");
  EXPECT_EQ(reply.body.find("4242424242424242"), std::string::npos);
  EXPECT_EQ(sandbox.post("/v1/payment_methods", {{"type", "card"}}).at("/error/param"), "card[token]");
}

}  // namespace
}  // namespace ddd::sandbox::test
