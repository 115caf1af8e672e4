#pragma once

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "sandbox/instance.hpp"
#include <gtest/gtest.h>

#include <ddd/payment/adapters/gateway/stripe/stripe_gateway.hpp>

namespace ddd::payment::stripe::test {

inline constexpr std::string_view kApiKey = "sk_test_of_the_shop";

/// What every test of the gateway has: a shard, the time, ids, a log in a file and a gateway to some port.
class GatewayFixture : public ::testing::Test {
 protected:
  void connect(std::uint16_t port) {
    client = http::Client::create(context.get_executor(), {.host = "127.0.0.1", .port = port}, {});
    gateway = std::make_unique<StripeGateway>(*client, crypto::Secret(kApiKey), rates, sleeper, *log);
  }

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }
  GatewayAnswer create(const Money& amount, std::string key = "create-1") {
    return run(gateway->create(
        call, {.key = std::move(key), .payment_id = payment_id, .order_id = "order 1/ü", .amount = amount}));
  }
  GatewayAnswer confirm(const std::string& id, std::string method = "pm_card_visa", std::string key = "confirm-1") {
    return run(gateway->confirm(call, {.key = std::move(key),
                                       .intent_id = id,
                                       .payment_method = std::move(method),
                                       .return_url = "https://shop.example/back?a=1&b=2"}));
  }
  GatewayAnswer capture(const std::string& id, std::string key = "capture-1") {
    return run(gateway->capture(call, std::move(key), id));
  }
  GatewayAnswer cancel(const std::string& id, std::string key = "cancel-1") {
    return run(gateway->cancel(call, std::move(key), id));
  }
  GatewayAnswer look_up(const std::string& id) { return run(gateway->look_up(call, id)); }

  /// What was logged; ends the log.
  std::string logged() {
    gateway.reset();
    log.reset();
    std::stringstream text;
    text << std::ifstream(folder.path() / "shop.log").rdbuf();
    return text.str();
  }

  static Money money(std::int64_t minor_units, std::string_view currency = "USD") {
    return {minor_units, Currency::from_code(currency).value()};
  }

  boost::asio::io_context context{1};
  sandbox::test::TempFolder folder;
  sandbox::test::ShiftedClock clock;
  SystemIds ids{clock};
  std::unique_ptr<Log> log =
      Log::to_file(folder.path() / "shop.log", {.service = "payment", .format = LogFormat::json}, clock).value();
  TimerSleeper sleeper;
  RequestRates rates{"127.0.0.1"};
  CallContext call;
  PaymentId payment_id = ids.make<PaymentId>();
  std::unique_ptr<http::Client> client;
  std::unique_ptr<StripeGateway> gateway;
};

inline const IntentFacts& facts(const GatewayAnswer& answer) {
  if (const auto* found = std::get_if<IntentFacts>(&answer)) return *found;
  throw std::runtime_error("no facts, but alternative " + std::to_string(answer.index()));
}

}  // namespace ddd::payment::stripe::test
