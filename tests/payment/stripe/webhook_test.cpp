#include "sandbox/instance.hpp"
#include <gtest/gtest.h>

#include <ddd/payment/adapters/gateway/stripe/stripe_webhook.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/http/server.hpp>

namespace ddd::payment::stripe::test {
namespace {

using namespace std::chrono_literals;

const std::string kBody = R"({"id":"evt_1","object":"event","api_version":"2024-06-20",)"
                          R"("type":"payment_intent.succeeded","livemode":false,)"
                          R"("data":{"object":{"id":"pi_1","object":"payment_intent"}}})";
constexpr Timestamp kSigned{1'750'000'000s};
// HMAC-SHA256 of "1750000000.<body>", made by other software than ours.
const std::string kByOne = "97cfaae269ba4d88dbdc9b8993c64f00c0bdb98420f696c0f1ba5443e23d7c17";
const std::string kByTwo = "25bafa215dd64ba20bcebfb3b2343464f194b5b4946d3cc6b009bfef53bb1099";
const std::string kHeader = "t=1750000000,v1=" + kByOne;

StripeWebhookVerifier verifier(std::vector<std::string_view> secrets = {"whsec_one"}, bool live = false) {
  StripeWebhookVerifier::Settings settings{.secrets = {}, .live = live};
  for (const auto secret : secrets) settings.secrets.emplace_back(secret);
  return StripeWebhookVerifier::create(std::move(settings)).value();
}

std::string signature_of(const std::string& body) {
  return "t=1750000000,v1=" + crypto::to_hex(crypto::hmac_sha256("whsec_one", "1750000000." + body));
}

Result<ProviderEvent> event_in(const std::string& body) {
  return verifier().verify(signature_of(body), body, kSigned);
}

bool is_refused(const Result<ProviderEvent>& result) {
  return !result && result.error().code == "webhook.invalid_signature" && result.error().kind == ErrorKind::malformed;
}

bool is_mismatch(const Result<ProviderEvent>& result) {
  return !result && result.error().code == "webhook.mismatch" && result.error().kind == ErrorKind::malformed;
}

TEST(StripeWebhook, is_taken_from_who_knows_the_secret) {
  const auto event = verifier().verify(kHeader, kBody, kSigned);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, "evt_1");
  EXPECT_EQ(event->type, "payment_intent.succeeded");
  EXPECT_EQ(event->intent_id, "pi_1");
}

TEST(StripeWebhook, is_refused_when_a_byte_of_it_was_changed) {
  for (std::size_t at = 0; at < kBody.size(); ++at) {
    auto changed = kBody;
    changed[at] ^= 1;
    ASSERT_TRUE(is_refused(verifier().verify(kHeader, changed, kSigned))) << at;
  }
  EXPECT_TRUE(is_refused(verifier().verify(kHeader, kBody + " ", kSigned)));
  EXPECT_TRUE(is_refused(verifier().verify(kHeader, "", kSigned)));
}

TEST(StripeWebhook, is_refused_with_a_signature_of_another_secret_or_time) {
  EXPECT_TRUE(is_refused(verifier().verify("t=1750000000,v1=" + kByTwo, kBody, kSigned)));
  EXPECT_TRUE(is_refused(verifier().verify("t=1750000001,v1=" + kByOne, kBody, kSigned)));
}

TEST(StripeWebhook, is_refused_without_a_whole_signature) {
  for (const std::string& header : {
           std::string(),
           std::string("nonsense"),
           "v1=" + kByOne,
           std::string("t=1750000000"),
           std::string("t=1750000000,v1="),
           "t=1750000000,v0=" + kByOne,
           "t=1750000000,v1=" + kByOne.substr(0, 63),
           "t=1750000000,v1=" + kByOne + "0",
           "t=1750000000,t=1750000000,v1=" + kByOne,
           "t=-1750000000,v1=" + kByOne,
           "t=99999999999999999999,v1=" + kByOne,
           "t=1750000000;v1=" + kByOne,
       }) {
    EXPECT_TRUE(is_refused(verifier().verify(header, kBody, kSigned))) << header;
  }
}

TEST(StripeWebhook, is_taken_within_five_minutes_of_its_signature) {
  for (const auto distance : {-300s, -1s, 0s, 300s}) EXPECT_TRUE(verifier().verify(kHeader, kBody, kSigned + distance));
  EXPECT_TRUE(is_refused(verifier().verify(kHeader, kBody, kSigned + 300s + 1us))) << "replayed later";
  EXPECT_TRUE(is_refused(verifier().verify(kHeader, kBody, kSigned - 300s - 1us))) << "from the future";
}

TEST(StripeWebhook, is_taken_with_either_secret_while_they_are_exchanged) {
  const auto both = verifier({"whsec_two", "whsec_one"});
  EXPECT_TRUE(both.verify("t=1750000000,v1=" + kByOne, kBody, kSigned));
  EXPECT_TRUE(both.verify("t=1750000000,v1=" + kByTwo, kBody, kSigned));
  EXPECT_TRUE(verifier().verify("t=1750000000,v0=old,v1=" + kByTwo + ",v1=" + kByOne, kBody, kSigned))
      << "the provider signs with both";
}

TEST(StripeWebhook, needs_one_or_two_secrets_and_none_of_them_empty) {
  const auto is_made = [](std::vector<std::string_view> texts) {
    StripeWebhookVerifier::Settings settings;
    for (const auto text : texts) settings.secrets.emplace_back(text);
    const auto made = StripeWebhookVerifier::create(std::move(settings));
    EXPECT_TRUE(made || made.error().code == "payment.webhook_secret");
    return made.has_value();
  };
  EXPECT_TRUE(is_made({"a"}));
  EXPECT_TRUE(is_made({"a", "b"}));
  EXPECT_FALSE(is_made({}));
  EXPECT_FALSE(is_made({""}));
  EXPECT_FALSE(is_made({"a", ""}));
  EXPECT_FALSE(is_made({"a", "b", "c"}));
}

TEST(StripeWebhook, is_refused_when_it_is_about_the_other_kind_of_money) {
  EXPECT_TRUE(is_mismatch(verifier({"whsec_one"}, true).verify(kHeader, kBody, kSigned)));
}

TEST(StripeWebhook, is_refused_when_it_is_of_another_version_of_the_api) {
  for (const std::string version : {R"("api_version":"2023-10-16",)", R"("api_version":null,)", ""}) {
    const auto body = R"({"id":"evt_1","object":"event",)" + version +
                      R"("type":"payment_intent.succeeded","livemode":false,)"
                      R"("data":{"object":{"id":"pi_1","object":"payment_intent"}}})";
    EXPECT_TRUE(is_mismatch(event_in(body))) << body;
  }
}

TEST(StripeWebhook, tells_of_a_dispute_how_it_stands) {
  const auto event = event_in(
      R"({"id":"evt_4","object":"event","api_version":"2024-06-20","type":"charge.dispute.closed","livemode":false,)"
      R"("data":{"object":{"id":"dp_1","object":"dispute","payment_intent":"pi_9","status":"lost","amount":5}}})");
  ASSERT_TRUE(event);
  ASSERT_TRUE(event->dispute);
  EXPECT_EQ(event->intent_id, "pi_9");
  EXPECT_EQ(event->dispute->id, "dp_1");
  EXPECT_EQ(event->dispute->status, "lost");
}

TEST(StripeWebhook, names_the_intent_of_what_belongs_to_one) {
  const auto event = event_in(
      R"({"id":"evt_2","object":"event","api_version":"2024-06-20","type":"charge.refunded","livemode":false,)"
      R"("data":{"object":{"id":"ch_1","object":"charge","payment_intent":"pi_9"},"previous_attributes":{}}})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->intent_id, "pi_9");
}

TEST(StripeWebhook, names_no_intent_where_there_is_none) {
  const auto event = event_in(R"({"id":"evt_3","object":"event","api_version":"2024-06-20",)"
                              R"("type":"customer.created","livemode":false,)"
                              R"("data":{"object":{"id":"cus_1","object":"customer","payment_intent":null}}})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->intent_id, "");
}

TEST(StripeWebhook, is_refused_when_it_is_signed_and_yet_no_event) {
  for (const std::string body :
       {"", "{}", "[]", "null",
        R"({"id":"evt_1","object":"payment_intent","type":"x","data":{"object":{"object":"y"}}})",
        R"({"id":"evt 1","object":"event","type":"a.b","livemode":false,"data":{"object":{"object":"y"}}})",
        R"({"id":"evt_1","object":"event","type":"a b","livemode":false,"data":{"object":{"object":"y"}}})",
        R"({"id":"evt_1","object":"event","api_version":"2024-06-20","type":"charge.dispute.created",)"
        R"("livemode":false,"data":{"object":{"object":"dispute","payment_intent":"pi_1"}}})"}) {
    EXPECT_TRUE(is_refused(event_in(body))) << body;
  }
}

/// The shop's end of the webhooks: answers 200 to what the verifier takes.
class Receiver {
 public:
  Receiver(boost::asio::io_context& context, const Clock& clock) : context_(context), clock_(clock) {
    server_ = http::Server::create(
        context.get_executor(), {}, [this](const http::Request& request) { return receive(request); },
        [](int status, std::string_view, std::string_view) { return http::Response{.status = status}; });
    if (!server_->listen()) throw std::runtime_error("the receiver can't listen");
  }
  ~Receiver() { ddd::test::await(context_, server_->drain(2s)); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/webhooks/stripe";
  }

  std::vector<ProviderEvent> taken;
  int refused = 0;

 private:
  Task<http::Response> receive(const http::Request& request) {
    auto event = verifier().verify(request.header("Stripe-Signature"), request.body, clock_.now());
    http::Response response;
    if (!event) {
      ++refused;
      response.status = 400;
      co_return response;
    }
    taken.push_back(*std::move(event));
    co_return response;
  }

  boost::asio::io_context& context_;
  const Clock& clock_;
  std::unique_ptr<http::Server> server_;
};

class SandboxWebhook : public ::testing::Test {
 protected:
  sandbox::Sandbox::Options options(std::string_view secret) {
    return {.webhook_url = receiver.url(),
            .webhook_secret = crypto::Secret(secret),
            .webhook_retries = {.most_tries = 2, .first_pause = 10ms, .longest_pause = 10ms}};
  }

  boost::asio::io_context context{1};
  sandbox::test::TempFolder folder;
  sandbox::test::ShiftedClock clock;
  Receiver receiver{context, clock};
};

TEST_F(SandboxWebhook, is_taken_over_the_wire) {
  sandbox::test::Instance sandbox(context, folder.path(), clock, options("whsec_one"));
  const auto id = sandbox.create();
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  ASSERT_TRUE(sandbox.eventually([&] { return receiver.taken.size() == 1; }));
  EXPECT_EQ(receiver.taken.front().type, "payment_intent.amount_capturable_updated");
  EXPECT_EQ(receiver.taken.front().intent_id, id);
  EXPECT_EQ(receiver.refused, 0);
}

TEST_F(SandboxWebhook, is_refused_when_the_sandbox_has_another_secret) {
  sandbox::test::Instance sandbox(context, folder.path(), clock, options("whsec_wrong"));
  ASSERT_EQ(sandbox.confirm(sandbox.create()).status, 200);
  ASSERT_TRUE(sandbox.eventually([&] { return receiver.refused == 2; })) << "it is tried again";
  EXPECT_TRUE(receiver.taken.empty());
}

}  // namespace
}  // namespace ddd::payment::stripe::test
