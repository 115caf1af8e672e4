#include "platform_ops/sections.hpp"
#include "platform_ops/temp_folder.hpp"
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/config/duration.hpp>

namespace ddd::test {
namespace {

TEST(ConfigPrint, shows_every_field_with_its_description_and_hides_secrets) {
  PaymentConfig payment;
  payment.webhook_secret = crypto::Secret("whsec_demo");
  ServerConfig server;
  server.origins = {"https://a.example", "say \"hi\"\n"};
  EXPECT_EQ(config::print(payment, server), R"([payment]
# Secret that webhooks are signed with
# webhook_secret = "<redacted>"
# How long stock is held. From 1s to 24h.
hold = "900s"
# Pause before the first repeat
retry_pause = "250ms"
# Pause between two sweeps
sweep = "15m"
# Attempts to reach the provider. From 1 to 10.
attempts = 3

[server]
# Address to listen on
address = "127.0.0.1"
# Port to listen on. From 1 to 65535.
port = 8080
# Writes a line for every request
access_log = true
# Form of the log. One of "automatic", "json", "plain".
log_format = "automatic"
# Largest body in bytes
max_body = 1048576
# Origins that browsers may call from
origins = ["https://a.example", "say \"hi\"\u000A"]
)");
}

TEST(ConfigPrint, shows_that_a_secret_is_not_set) {
  EXPECT_TRUE(config::print(PaymentConfig{}).contains("\nwebhook_secret = \"\"\n"));
}

TEST(ConfigPrint, gives_no_text_that_would_be_taken_for_a_secret) {
  PaymentConfig payment;
  const auto loaded = config::load(
      {.file = {}, .environment = {{"DDD_PAYMENT_WEBHOOK_SECRET", "<redacted>"}}, .overrides = {}}, payment);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().front(),
            "DDD_PAYMENT_WEBHOOK_SECRET must be the secret as a string, not what is shown for it");
  EXPECT_TRUE(payment.webhook_secret.empty());
}

std::string any_text() {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "\"", "\\", "\n", "\r", "\t", "\x01", "\x7f", "#", "'", "[", "ü", "🛒", " ", "=", "\"\"\""));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  return text;
}

RC_GTEST_PROP(ConfigPrintLaws, loads_again_with_the_same_values, ()) {
  PaymentConfig payment{.webhook_secret = crypto::Secret("whsec_demo"),
                        .hold = std::chrono::seconds(*rc::gen::inRange(1, 86401)),
                        .retry_pause = std::chrono::milliseconds(*rc::gen::inRange<std::int64_t>(0, INT64_MAX)),
                        .sweep = std::chrono::minutes(*rc::gen::inRange(0, 1'000'000)),
                        .attempts = *rc::gen::inRange(1, 11)};
  ServerConfig server{.address = any_text(),
                      .port = *rc::gen::inRange<std::uint16_t>(1, 65535),
                      .access_log = *rc::gen::arbitrary<bool>(),
                      .log_format = *rc::gen::element<std::string>("automatic", "json", "plain"),
                      .max_body = *rc::gen::arbitrary<std::int64_t>(),
                      .origins = {}};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) server.origins.push_back(any_text());

  const TempFolder folder;
  const auto text = config::print(payment, server);
  PaymentConfig payment_again;
  ServerConfig server_again;
  const auto loaded = config::load({.file = folder.write("shop.toml", text), .environment = {}, .overrides = {}},
                                   payment_again, server_again);
  RC_ASSERT(loaded.has_value());
  RC_ASSERT(payment_again.webhook_secret.empty());
  payment_again.webhook_secret = payment.webhook_secret;
  RC_ASSERT(config::print(payment_again, server_again) == text);
  RC_ASSERT(payment_again.retry_pause == payment.retry_pause);
  RC_ASSERT(server_again.address == server.address);
  RC_ASSERT(server_again.origins == server.origins);
}

RC_GTEST_PROP(DurationLaws, text_round_trips, ()) {
  const auto duration = std::chrono::milliseconds(*rc::gen::inRange<std::int64_t>(0, INT64_MAX));
  RC_ASSERT(config::parse_duration(config::to_text(duration)) == duration);
}

TEST(Duration, is_digits_and_a_unit) {
  EXPECT_EQ(config::parse_duration("250ms"), std::chrono::milliseconds(250));
  EXPECT_EQ(config::parse_duration("24h"), std::chrono::hours(24));
  for (const auto* bad :
       {"", "s", "1", "1 s", "-1s", "+1s", "1.5s", "1S", "1d", "1s ", "1sec", "99999999999999999999s"})
    EXPECT_EQ(config::parse_duration(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace ddd::test
