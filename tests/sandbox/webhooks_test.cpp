#include <functional>
#include <set>

#include "instance.hpp"
#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include <ddd/platform/http/server.hpp>

namespace ddd::sandbox::test {
namespace {

using namespace std::chrono_literals;

/// The shop's end of the webhooks.
class Receiver {
 public:
  struct Received {
    std::string signature;
    std::string content_type;
    std::string body;
    [[nodiscard]] boost::json::value json() const { return boost::json::parse(body); }
    [[nodiscard]] std::string type() const { return std::string(json().at("type").as_string()); }
    [[nodiscard]] std::string id() const { return std::string(json().at("id").as_string()); }
  };

  explicit Receiver(boost::asio::io_context& context) : context_(context) {
    server_ = http::Server::create(
        context.get_executor(), {}, [this](const http::Request& request) { return receive(request); },
        [](int status, std::string_view, std::string_view) {
          http::Response response;
          response.status = status;
          return response;
        });
    if (!server_->listen()) throw std::runtime_error("the receiver can't listen");
  }
  ~Receiver() { ddd::test::await(context_, server_->drain(2s)); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/webhooks/stripe";
  }

  std::vector<Received> received;
  int status = 200;
  std::chrono::milliseconds slowness{0};
  int at_once = 0;
  int most_at_once = 0;

 private:
  Task<http::Response> receive(const http::Request& request) {
    received.push_back({std::string(request.header("Stripe-Signature")), std::string(request.header("Content-Type")),
                        std::string(request.body)});
    most_at_once = std::max(most_at_once, ++at_once);
    TimerSleeper sleeper;
    co_await sleeper.sleep_for(slowness);
    --at_once;
    http::Response response;
    response.status = status;
    co_return response;
  }

  boost::asio::io_context& context_;
  std::unique_ptr<http::Server> server_;
};

/// By OpenSSL alone: the receiver does not ask the sender how to verify.
std::string hmac_hex(const std::string& secret, const std::string& text) {
  unsigned char digest[32];
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, nullptr);
  std::string hex;
  for (const auto byte : digest) {
    hex.push_back("0123456789abcdef"[byte >> 4]);
    hex.push_back("0123456789abcdef"[byte & 15]);
  }
  return hex;
}

class Webhooks : public ::testing::Test {
 protected:
  Sandbox::Options options() {
    return {.webhook_url = receiver.url(),
            .webhook_secret = crypto::Secret("whsec_test"),
            .webhook_retries = {.most_tries = 4, .first_pause = 10ms, .longest_pause = 40ms}};
  }
  void start() { sandbox.emplace(context, folder.path(), clock, options()); }
  std::vector<std::string> types() const {
    std::vector<std::string> all;
    for (const auto& each : receiver.received) all.push_back(each.type());
    return all;
  }
  bool has_type(std::string_view type) const {
    for (const auto& each : receiver.received) {
      if (each.type() == type) return true;
    }
    return false;
  }
  std::string events(const std::string& query) {
    return std::to_string(sandbox->get("/v1/events?" + query).json().at("data").as_array().size());
  }

  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
  Receiver receiver{context};
  std::optional<Instance> sandbox;
};

TEST_F(Webhooks, tell_what_happened_signed) {
  start();
  const auto id = sandbox->create({{"metadata[payment_id]", "pay_1"}});
  const auto held = sandbox->confirm(id, "pm_card_visa", "confirm-1");
  ASSERT_TRUE(sandbox->eventually([&] { return receiver.received.size() == 1; }));
  const auto& webhook = receiver.received.front();
  const auto event = webhook.json();
  EXPECT_TRUE(webhook.id().starts_with("evt_"));
  EXPECT_EQ(event.at("object").as_string(), "event");
  EXPECT_EQ(webhook.type(), "payment_intent.amount_capturable_updated");
  EXPECT_EQ(event.at("livemode"), false);
  EXPECT_EQ(boost::json::serialize(event.at("data").at("object")), boost::json::serialize(held.json()));
  EXPECT_EQ(event.at("request").at("id").as_string(), held.header("Request-Id"));
  EXPECT_EQ(event.at("request").at("idempotency_key").as_string(), "confirm-1");
  EXPECT_TRUE(webhook.content_type.starts_with("application/json"));

  const auto comma = webhook.signature.find(',');
  ASSERT_TRUE(webhook.signature.starts_with("t="));
  const auto time = webhook.signature.substr(2, comma - 2);
  EXPECT_NEAR(std::stod(time), static_cast<double>(to_micros(clock.now())) / 1e6, 5);
  EXPECT_EQ(webhook.signature.substr(comma), ",v1=" + hmac_hex("whsec_test", time + "." + webhook.body));
}

TEST_F(Webhooks, tell_of_every_kind_of_event) {
  start();
  const auto paid = sandbox->create();
  ASSERT_EQ(sandbox->confirm(paid, "pm_card_chargeDeclined").status, 402);
  ASSERT_EQ(sandbox->confirm(paid, "pm_card_threeDSecure2Required").status, 200);
  ASSERT_EQ(sandbox->confirm(paid).status, 200);
  ASSERT_EQ(sandbox->capture(paid).status, 200);
  ASSERT_EQ(sandbox->cancel(sandbox->create()).status, 200);
  for (const std::string kind :
       {"payment_failed", "requires_action", "amount_capturable_updated", "succeeded", "canceled"}) {
    EXPECT_TRUE(sandbox->eventually([&] { return has_type("payment_intent." + kind); })) << kind;
  }
  EXPECT_EQ(receiver.received.size(), 5U);
}

TEST_F(Webhooks, tell_nothing_of_refusals_and_replays) {
  start();
  const auto id = sandbox->create();
  ASSERT_EQ(sandbox->capture(id).status, 400);
  ASSERT_EQ(sandbox->cancel(id, "cancel-1").status, 200);
  ASSERT_EQ(sandbox->cancel(id, "cancel-1").status, 200);
  ASSERT_EQ(sandbox->cancel(id).status, 400);
  EXPECT_TRUE(sandbox->eventually([&] { return events("delivery_success=true") == "1"; }));
  EXPECT_EQ(types(), std::vector<std::string>{"payment_intent.canceled"});
}

TEST_F(Webhooks, are_repeated_until_they_are_taken) {
  receiver.status = 503;
  start();
  const auto id = sandbox->create();
  ASSERT_EQ(sandbox->cancel(id).status, 200);
  ASSERT_TRUE(sandbox->eventually([&] { return receiver.received.size() == 2; }));
  EXPECT_EQ(events("delivery_success=false"), "1");
  receiver.status = 204;
  ASSERT_TRUE(sandbox->eventually([&] { return events("delivery_success=true") == "1"; }));
  EXPECT_GE(receiver.received.size(), 3U);
  std::set<std::string> ids;
  for (const auto& each : receiver.received) ids.insert(each.id());
  EXPECT_EQ(ids.size(), 1U) << "a repeat has the same id";
}

TEST_F(Webhooks, are_given_up_after_the_last_try) {
  receiver.status = 302;
  start();
  ASSERT_EQ(sandbox->cancel(sandbox->create()).status, 200);
  ASSERT_TRUE(sandbox->eventually([&] { return receiver.received.size() == 4; }));
  receiver.status = 200;
  EXPECT_FALSE(sandbox->eventually([&, deadline = std::chrono::steady_clock::now() + 200ms] {
    return receiver.received.size() > 4 || std::chrono::steady_clock::now() > deadline;
  }) && receiver.received.size() > 4);
  EXPECT_EQ(events("delivery_success=false"), "1");
  EXPECT_EQ(sandbox->get("/v1/events").at("/data/0/pending_webhooks"), "1");
}

TEST_F(Webhooks, outlive_the_process_that_owes_them) {
  receiver.status = 500;
  start();
  ASSERT_EQ(sandbox->cancel(sandbox->create()).status, 200);
  ASSERT_TRUE(sandbox->eventually([&] { return !receiver.received.empty(); }));
  sandbox.reset();
  receiver.received.clear();
  receiver.status = 200;
  start();
  EXPECT_TRUE(sandbox->eventually([&] { return has_type("payment_intent.canceled"); }));
}

TEST_F(Webhooks, are_sent_four_at_a_time) {
  receiver.slowness = 30ms;
  start();
  for (int i = 0; i < 12; ++i) ASSERT_EQ(sandbox->cancel(sandbox->create()).status, 200);
  ASSERT_TRUE(sandbox->eventually([&] { return events("delivery_success=true&limit=100") == "12"; }));
  EXPECT_EQ(receiver.received.size(), 12U);
  EXPECT_LE(receiver.most_at_once, 4);
  EXPECT_GE(receiver.most_at_once, 2);
}

TEST_F(Webhooks, are_not_missed_when_nobody_listens) {
  auto nobody = options();
  nobody.webhook_url = "http://127.0.0.1:1/hook";
  nobody.webhook_retries = {.most_tries = 2, .first_pause = 1ms, .longest_pause = 1ms};
  sandbox.emplace(context, folder.path(), clock, std::move(nobody));
  ASSERT_EQ(sandbox->cancel(sandbox->create()).status, 200);
  EXPECT_EQ(events("delivery_success=false"), "1");
}

TEST_F(Webhooks, are_kept_for_those_who_ask) {
  sandbox.emplace(context, folder.path(), clock);
  const auto id = sandbox->create();
  ASSERT_EQ(sandbox->confirm(id).status, 200);
  ASSERT_EQ(sandbox->capture(id).status, 200);
  clock.advance(1h);
  ASSERT_EQ(sandbox->cancel(sandbox->create()).status, 200);

  const auto all = sandbox->get("/v1/events");
  EXPECT_EQ(all.at("/object"), "list");
  EXPECT_EQ(all.at("/data/0/type"), "payment_intent.canceled");
  EXPECT_EQ(all.at("/data/2/type"), "payment_intent.amount_capturable_updated");
  EXPECT_EQ(all.at("/data/0/pending_webhooks"), "0");
  EXPECT_EQ(sandbox->get("/v1/events/" + all.at("/data/1/id")).at("/data/object/status"), "succeeded");
  EXPECT_EQ(events("type=payment_intent.succeeded"), "1");
  EXPECT_EQ(events("created[gte]=" + all.at("/data/0/created")), "1");
  const auto page = sandbox->get("/v1/events?limit=1&starting_after=" + all.at("/data/0/id"));
  EXPECT_EQ(page.at("/data/0/id"), all.at("/data/1/id"));
  EXPECT_EQ(page.at("/has_more"), "true");
  EXPECT_EQ(sandbox->get("/v1/events?delivery_success=maybe").status, 400);
}

TEST(WebhookRetries, wait_longer_and_longer_up_to_a_bound) {
  const RetrySchedule schedule{.most_tries = 5, .first_pause = 100ms, .longest_pause = 300ms};
  EXPECT_EQ(schedule.pause_after(1), 100ms);
  EXPECT_EQ(schedule.pause_after(2), 200ms);
  EXPECT_EQ(schedule.pause_after(3), 300ms);
  EXPECT_EQ(schedule.pause_after(4), 300ms);
  EXPECT_EQ(schedule.pause_after(5), std::nullopt);
}

TEST(WebhookEndpoint, is_an_http_url) {
  const auto endpoint = Endpoint::parse("http://127.0.0.1:8084/webhooks/stripe");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->origin.port, 8084);
  EXPECT_EQ(endpoint->target, "/webhooks/stripe");
  EXPECT_EQ(Endpoint::parse("https://shop.test")->target, "/");
  for (const auto* bad :
       {"", "shop.test", "ftp://shop.test/x", "http://u:p@shop.test/x", "http:///x", "http://shop.test/a b"}) {
    EXPECT_FALSE(Endpoint::parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace ddd::sandbox::test
