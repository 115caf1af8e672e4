#include <set>

#include "instance.hpp"
#include <gtest/gtest.h>

#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::sandbox::test {
namespace {

using namespace std::chrono_literals;

const std::string kUnknownRefund = "re_019a0000-0000-7000-8000-000000000000";

class SandboxRefunds : public ::testing::Test {
 protected:
  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
  Instance sandbox{context, folder.path(), clock, {.faults_enabled = true}};

  /// An intent of 19.99 USD whose money was taken.
  std::string taken(std::string method = "pm_card_visa") {
    auto id = sandbox.create({{"metadata[payment_id]", "pay_1"}});
    EXPECT_EQ(sandbox.confirm(id, std::move(method)).status, 200);
    EXPECT_EQ(sandbox.capture(id).status, 200);
    return id;
  }
  Reply refund(const std::string& intent, Form more = {}, std::string key = {}) {
    more.emplace_back("payment_intent", intent);
    return sandbox.post("/v1/refunds", more, std::move(key));
  }
  Reply look(const std::string& id) { return sandbox.get("/v1/refunds/" + id); }
  /// "kind amount refund_id" of the bank's entries, captures left out.
  std::vector<std::string> bank() {
    sqlite::Connection file((folder.path() / "sandbox.db").string(), sqlite::Connection::Mode::read_only);
    std::vector<std::string> rows;
    auto row = file.query(
        "SELECT kind, amount, coalesce(refund_id, '-') FROM bank_ledger WHERE kind <> 'capture' ORDER BY row");
    while (row.next()) rows.push_back(row.string(0) + " " + std::to_string(row.integer(1)) + " " + row.string(2));
    return rows;
  }
  std::multiset<std::string> told() {
    std::multiset<std::string> types;
    const auto page = sandbox.get("/v1/events?limit=100").json();
    for (const auto& event : page.at("data").as_array()) types.emplace(event.at("type").as_string());
    return types;
  }
};

TEST_F(SandboxRefunds, are_made_of_all_that_was_taken_unless_an_amount_is_named) {
  const auto intent = taken();
  const auto reply = refund(intent, {{"metadata[refund_id]", "rfd_1"}, {"reason", "requested_by_customer"}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.at("/object"), "refund");
  EXPECT_TRUE(reply.at("/id").starts_with("re_"));
  EXPECT_EQ(reply.at("/amount"), "1999");
  EXPECT_EQ(reply.at("/currency"), "usd");
  EXPECT_EQ(reply.at("/status"), "succeeded");
  EXPECT_EQ(reply.at("/payment_intent"), intent);
  EXPECT_EQ(reply.at("/charge"), sandbox.get("/v1/payment_intents/" + intent).at("/latest_charge"));
  EXPECT_EQ(reply.at("/reason"), "requested_by_customer");
  EXPECT_EQ(reply.at("/metadata/refund_id"), "rfd_1");
  EXPECT_EQ(look(reply.at("/id")).body, reply.body);
  EXPECT_EQ(bank(), std::vector<std::string>{"refund 1999 rfd_1"});
  EXPECT_EQ(told().count("refund.created"), 1u);
  EXPECT_EQ(told().count("charge.refunded"), 1u);
}

TEST_F(SandboxRefunds, are_never_more_than_was_taken) {
  const auto intent = taken();
  EXPECT_EQ(refund(intent, {{"amount", "1500"}}).status, 200);
  const auto more = refund(intent, {{"amount", "500"}});
  EXPECT_EQ(more.status, 400);
  EXPECT_EQ(more.at("/error/type"), "invalid_request_error");
  EXPECT_EQ(more.at("/error/param"), "amount");
  EXPECT_EQ(refund(intent).at("/amount"), "499");
  const auto again = refund(intent, {{"amount", "1"}});
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.at("/error/code"), "charge_already_refunded");
  EXPECT_EQ(bank(), (std::vector<std::string>{"refund 1500 -", "refund 499 -"}));
}

TEST_F(SandboxRefunds, need_money_that_was_taken) {
  const auto intent = sandbox.create();
  EXPECT_EQ(refund(intent).at("/error/code"), "payment_intent_unexpected_state");
  ASSERT_EQ(sandbox.confirm(intent).status, 200);
  EXPECT_EQ(refund(intent).status, 400) << "it is held, not taken";
  EXPECT_EQ(refund("pi_019a0000-0000-7000-8000-000000000000").status, 404);
  EXPECT_EQ(look(kUnknownRefund).at("/error/code"), "resource_missing");
  EXPECT_EQ(look("re_x").status, 404);
  EXPECT_TRUE(bank().empty());
}

TEST_F(SandboxRefunds, refuse_what_they_do_not_know) {
  const auto intent = taken();
  EXPECT_EQ(sandbox.post("/v1/refunds").at("/error/code"), "parameter_missing");
  EXPECT_EQ(refund(intent, {{"amount", "0"}}).at("/error/code"), "parameter_invalid_integer");
  EXPECT_EQ(refund(intent, {{"reason", "none"}}).status, 400);
  EXPECT_EQ(refund(intent, {{"surprise", "1"}}).at("/error/code"), "parameter_unknown");
  EXPECT_EQ(sandbox.get("/v1/refunds?payment_intent=x").status, 404);
  EXPECT_TRUE(bank().empty());
}

TEST_F(SandboxRefunds, are_one_under_one_key) {
  const auto intent = taken();
  const auto first = refund(intent, {{"amount", "100"}}, "k");
  const auto again = refund(intent, {{"amount", "100"}}, "k");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(refund(intent, {{"amount", "101"}}, "k").at("/error/type"), "idempotency_error");
  // Its refusals are remembered as well.
  EXPECT_EQ(refund(intent, {{"amount", "9999"}}, "l").status, 400);
  EXPECT_EQ(refund(intent, {{"amount", "9999"}}, "l").header("Idempotent-Replayed"), "true");
  EXPECT_EQ(bank().size(), 1u);
}

TEST_F(SandboxRefunds, are_listed_newest_first_by_intent_in_pages) {
  const auto intent = taken();
  const auto other = taken();
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(refund(intent, {{"amount", "1"}}).at("/id"));
  static_cast<void>(refund(other));
  const auto page = sandbox.get("/v1/refunds?limit=2&payment_intent=" + intent);
  EXPECT_EQ(page.at("/data/0/id"), ids[2]);
  EXPECT_EQ(page.at("/data/1/id"), ids[1]);
  EXPECT_EQ(page.at("/has_more"), "true");
  const auto rest = sandbox.get("/v1/refunds?limit=2&payment_intent=" + intent + "&starting_after=" + ids[1]);
  EXPECT_EQ(rest.at("/data/0/id"), ids[0]);
  EXPECT_EQ(rest.at("/has_more"), "false");
  EXPECT_EQ(sandbox.get("/v1/refunds").json().at("data").as_array().size(), 4u);
  EXPECT_EQ(sandbox.get("/v1/refunds?starting_after=" + kUnknownRefund).status, 404);
}

TEST_F(SandboxRefunds, of_one_card_are_pending_for_a_while) {
  const auto intent = taken("pm_card_pendingRefund");
  const auto id = refund(intent).at("/id");
  EXPECT_EQ(look(id).at("/status"), "pending");
  EXPECT_TRUE(bank().empty());
  EXPECT_EQ(refund(intent, {{"amount", "1"}}).at("/error/code"), "charge_already_refunded");
  clock.advance(5s);
  EXPECT_TRUE(sandbox.eventually([&] { return look(id).at("/status") == "succeeded"; }));
  EXPECT_EQ(bank(), std::vector<std::string>{"refund 1999 -"});
  EXPECT_EQ(told().count("refund.updated"), 1u);
  EXPECT_EQ(told().count("charge.refunded"), 1u);
}

TEST_F(SandboxRefunds, of_another_card_are_turned_back_after_all) {
  const auto intent = taken("pm_card_refundFail");
  const auto id = refund(intent).at("/id");
  EXPECT_EQ(look(id).at("/status"), "succeeded");
  clock.advance(5s);
  EXPECT_TRUE(sandbox.eventually([&] { return look(id).at("/status") == "failed"; }));
  EXPECT_EQ(look(id).at("/failure_reason"), "expired_or_canceled_card");
  EXPECT_EQ(bank(), (std::vector<std::string>{"refund 1999 -", "refund_failed 1999 -"}));
  EXPECT_EQ(told().count("refund.failed"), 1u);
  EXPECT_EQ(refund(intent).status, 200) << "the amount can be refunded again";
}

TEST_F(SandboxRefunds, fail_as_a_test_orders_it) {
  const auto intent = taken();
  sandbox.order_fault(R"({"op":"refund","fault":"500_with_effect"})");
  EXPECT_EQ(refund(intent, {{"amount", "10"}}, "k").status, 500);
  EXPECT_EQ(refund(intent, {{"amount", "10"}}, "k").status, 500) << "as recorded";
  EXPECT_EQ(bank().size(), 1u);
  sandbox.order_fault(R"({"op":"refund","fault":"500_without_effect"})");
  EXPECT_EQ(refund(intent, {{"amount", "10"}}, "l").status, 500);
  EXPECT_EQ(bank().size(), 1u);
  sandbox.order_fault(R"({"op":"list_refunds","fault":"429"})");
  EXPECT_EQ(sandbox.get("/v1/refunds").status, 429);
  EXPECT_EQ(sandbox.get("/v1/refunds").status, 200);
}

}  // namespace
}  // namespace ddd::sandbox::test
