#include <gtest/gtest.h>
#include <sandbox/instance.hpp>

#include <ddd/sandbox/http/action_page.hpp>

namespace ddd::sandbox {
namespace {

using test::Reply;

/// The page of the customer's bank.
class ActionPage : public ::testing::Test {
 protected:
  /// An intent that waits for the customer; gives the path of its page.
  std::string wait(const std::string& id, const std::string& return_url = "https://shop.test/back?x=1#end") {
    const auto reply = sandbox.post("/v1/payment_intents/" + id + "/confirm",
                                    {{"payment_method", "pm_card_threeDSecure2Required"}, {"return_url", return_url}});
    const auto url = reply.at("/next_action/redirect_to_url/url");
    return url.substr(url.find("/3ds/"));
  }
  /// As a browser does it: no key, a form.
  Reply look(const std::string& path) {
    return sandbox.raw({.method = http::Method::get, .target = path, .headers = {}, .body = {}});
  }
  Reply choose(const std::string& path, const std::string& outcome) {
    return sandbox.raw({.method = http::Method::post,
                        .target = path,
                        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                        .body = "outcome=" + outcome});
  }
  Reply intent() { return sandbox.get("/v1/payment_intents/" + id); }

  boost::asio::io_context context{1};
  test::TempFolder folder;
  test::ShiftedClock clock;
  test::Instance sandbox{context, folder.path(), clock};
  std::string id = sandbox.create();
};

TEST_F(ActionPage, asks_with_a_form_and_fetches_nothing) {
  const auto page = look(wait(id));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("19.99 USD"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("<form method=\"post\">"), std::string::npos);
  EXPECT_NE(page.body.find("name=\"outcome\" value=\"succeed\""), std::string::npos);
  EXPECT_NE(page.body.find("name=\"outcome\" value=\"fail\""), std::string::npos);
  for (const auto* word : {"<script", "src=", "href=", "http://", "https://", "@import", "url("}) {
    EXPECT_EQ(page.body.find(word), std::string::npos) << word;
  }
  EXPECT_TRUE(page.header("Content-Security-Policy").starts_with("default-src 'none'"));
  EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
  EXPECT_NE(page.header("Cache-Control").find("no-store"), std::string::npos);
}

TEST_F(ActionPage, holds_the_money_and_sends_the_customer_back_who_confirms) {
  const auto path = wait(id);
  const auto answer = choose(path, "succeed");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "https://shop.test/back?x=1&payment_intent=" + id +
                                           "&payment_intent_client_secret=" + intent().at("/client_secret") +
                                           "&redirect_status=succeeded#end");
  EXPECT_EQ(intent().at("/status"), "requires_capture");
  EXPECT_EQ(intent().at("/amount_capturable"), "1999");
  EXPECT_EQ(sandbox.capture(id).at("/status"), "succeeded");
}

TEST_F(ActionPage, frees_the_intent_for_another_card_when_the_customer_declines) {
  const auto answer = choose(wait(id), "fail");
  EXPECT_EQ(answer.status, 303);
  EXPECT_NE(answer.header("Location").find("redirect_status=failed"), std::string::npos);
  EXPECT_EQ(intent().at("/status"), "requires_payment_method");
  EXPECT_EQ(intent().at("/last_payment_error/code"), "payment_intent_authentication_failure");
  EXPECT_EQ(sandbox.confirm(id).at("/status"), "requires_capture");
}

TEST_F(ActionPage, says_what_became_of_it_where_the_shop_gave_no_address) {
  EXPECT_NE(choose(wait(id, ""), "succeed").body.find("Confirmed"), std::string::npos);
  const auto other = sandbox.create();
  const auto declined = choose(wait(other, ""), "fail");
  EXPECT_EQ(declined.status, 200);
  EXPECT_NE(declined.body.find("Declined"), std::string::npos);
}

TEST_F(ActionPage, counts_the_first_answer_alone) {
  const auto path = wait(id);
  ASSERT_EQ(choose(path, "fail").status, 303);
  const auto again = choose(path, "succeed");
  EXPECT_EQ(again.status, 303);
  EXPECT_NE(again.header("Location").find("redirect_status=failed"), std::string::npos);
  EXPECT_EQ(intent().at("/status"), "requires_payment_method");
  EXPECT_EQ(look(path).status, 410);
}

TEST_F(ActionPage, has_a_new_address_for_every_try) {
  const auto first = wait(id);
  ASSERT_EQ(choose(first, "fail").status, 303);
  const auto second = wait(id);
  EXPECT_NE(second, first);
  EXPECT_EQ(look(first).status, 404);
  EXPECT_EQ(choose(first, "succeed").status, 404);
  EXPECT_EQ(intent().at("/status"), "requires_action");
  EXPECT_EQ(choose(second, "succeed").status, 303);
}

TEST_F(ActionPage, is_nobodys_with_a_guessed_address) {
  wait(id);
  for (const auto& path : {std::string("/3ds/"), "/3ds/" + id, std::string("/3ds/0"), std::string("/3ds/a/b")}) {
    EXPECT_EQ(look(path).status, 404) << path;
    EXPECT_EQ(choose(path, "succeed").status, 404) << path;
  }
  EXPECT_EQ(intent().at("/status"), "requires_action");
}

TEST_F(ActionPage, takes_its_own_form_alone) {
  const auto path = wait(id);
  for (const std::string outcome : {"", "yes", "succeed%20"}) EXPECT_EQ(choose(path, outcome).status, 400) << outcome;
  EXPECT_EQ(intent().at("/status"), "requires_action");
}

TEST_F(ActionPage, outlives_the_process_and_ends_with_the_intent) {
  const auto path = wait(id);
  ASSERT_EQ(sandbox.cancel(id).status, 200);
  EXPECT_EQ(look(path).status, 410);
  EXPECT_NE(choose(path, "succeed").header("Location").find("redirect_status=failed"), std::string::npos);
  EXPECT_EQ(intent().at("/status"), "canceled");
}

TEST(WayBack, is_safe_in_a_header_whatever_the_shop_gave) {
  auto intent =
      PaymentIntent::create(IntentId::restore("pi_1"), "pi_1_secret_2", {.amount = Money(1, Currency())}, {}).state();
  intent.return_url = "https://shop.test/\r\nSet-Cookie: a=b<\xc3\xa4>\"";
  EXPECT_EQ(action_page::way_back(intent),
            "https://shop.test/%0D%0ASet-Cookie:%20a=b%3C%C3%A4%3E%22?payment_intent=pi_1"
            "&payment_intent_client_secret=pi_1_secret_2&redirect_status=failed");
}

}  // namespace
}  // namespace ddd::sandbox
