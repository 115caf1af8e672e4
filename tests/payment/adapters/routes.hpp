#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>
#include <platform_api/harness.hpp>

#include <ddd/payment/module.hpp>

namespace ddd::payment::test {

using api::test::code_of;
using api::test::Fields;
using api::test::json_of;
using api::test::violations_of;
using http::Method;

/// The module behind the real pipeline, over memory and without sockets. The token "user-7" is the buyer's.
class Routes : public testing::Test {
 protected:
  Routes() {
    api.pipeline = std::make_unique<api::Pipeline>(
        std::vector{module.routes()},
        api::Pipeline::Dependencies{api.authenticator, api.metrics, *api.log, api.ids, api.sleeper, nullptr},
        api.options);
    api.handler = api.pipeline->handler();
  }

  http::Response send(Method method, const std::string& path, std::string_view body = {}, Fields fields = {},
                      const std::string& user = "user-7") {
    fields.emplace_back("Authorization", "Bearer " + user);
    if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
    return api.send(method, "/api/v1" + path, std::move(fields), body);
  }
  http::Response get(const std::string& path, const std::string& user = "user-7") {
    return send(Method::get, path, {}, {}, user);
  }
  /// Under an idempotency key of its own, unless one is given.
  http::Response post(const std::string& path, std::string_view body, std::string key = {},
                      const std::string& user = "user-7") {
    if (key.empty()) key = "key-number-" + std::to_string(10000 + ++keys_);
    return send(Method::post, path, body, {{"Idempotency-Key", std::move(key)}}, user);
  }
  http::Response buy(const std::string& method = "pm_card_visa", std::string key = {}) {
    return post("/payments", R"({"product_id":1,"quantity":2,"payment_method_id":")" + method + R"("})",
                std::move(key));
  }
  http::Response wait() { return post("/payments", R"({"product_id":1,"quantity":2})"); }
  static std::string id_of(const http::Response& response) { return text(response, "id"); }
  static std::string text(const http::Response& response, std::string_view member) {
    return std::string(json_of(response).at(member).as_string());
  }

  test::Till till;
  Module module{{.payments = till.payments,
                 .wallets = till.wallets,
                 .views = till.views,
                 .fulfilments = till.fulfilments,
                 .idempotency = till.store.effects,
                 .users = till.users,
                 .products = till.shelf,
                 .baskets = till.baskets,
                 .gateway = till.provider,
                 .webhooks = till.webhooks,
                 .alarms = till.alarms,
                 .sleeper = till.sleeper,
                 .clock = till.clock,
                 .ids = till.ids,
                 .observer = till.observer,
                 .settings = till.settings}};
  api::test::Harness api;

 private:
  int keys_ = 0;
};

}  // namespace ddd::payment::test
