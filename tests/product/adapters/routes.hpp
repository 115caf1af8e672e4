#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_api/harness.hpp>
#include <product/support/catalogue.hpp>

#include <ddd/product/module.hpp>

namespace ddd::product::test {

using api::test::code_of;
using api::test::Fields;
using api::test::json_of;
using api::test::violations_of;
using http::Method;

/// The module behind the real pipeline, over memory and without sockets. "admin-1" is an administrator, "user-7" is
/// none.
class Routes : public testing::Test {
 protected:
  Routes() {
    web.pipeline = std::make_unique<api::Pipeline>(
        std::vector{module.routes()},
        api::Pipeline::Dependencies{web.authenticator, web.metrics, *web.log, web.ids, web.sleeper, nullptr},
        web.options);
    web.handler = web.pipeline->handler();
  }

  http::Response send(Method method, std::string_view path, std::string_view body = {}, Fields fields = {},
                      std::string_view caller = "admin-1") {
    if (!caller.empty()) fields.emplace_back("Authorization", "Bearer " + std::string(caller));
    if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
    return web.send(method, "/api/v1" + std::string(path), std::move(fields), body);
  }
  http::Response post(std::string_view path, std::string_view body = {}, Fields fields = {}) {
    return send(Method::post, path, body, std::move(fields));
  }
  http::Response patch(std::string_view path, std::string_view body, Fields fields = {}) {
    return send(Method::patch, path, body, std::move(fields));
  }
  /// As anybody, without a token.
  http::Response get(std::string_view path, Fields fields = {}) {
    return send(Method::get, path, {}, std::move(fields), "");
  }
  http::Response get_as_admin(std::string_view path) { return send(Method::get, path); }

  /// A product with these further fields, `,"stock":5` and the like.
  http::Response create(std::string_view sku, std::string_view more = R"(,"stock":10)") {
    return post("/admin/products", R"({"name":"Blue mug","sku":")" + std::string(sku) +
                                       R"(","price":{"amount":1999,"currency":"USD"})" + std::string(more) + "}");
  }
  static std::vector<std::int64_t> ids_of(const http::Response& response) {
    std::vector<std::int64_t> found;
    const auto body = json_of(response);
    for (const auto& item : body.at("data").as_array()) found.push_back(item.at("id").as_int64());
    return found;
  }
  static std::string next_of(const http::Response& response) {
    const auto body = json_of(response);
    return std::string(body.at("page").at("next").as_string());
  }
  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(web.context, std::move(task));
  }

  api::test::Harness web;
  ManualClock clock;
  CountingIds ids;
  MemoryCatalogue data;
  MemoryProducts products{data, ids};
  MemoryStocks stocks{data, ids};
  MemoryProductViews views{data};
  MemoryViewCounts view_counts{data};
  MemoryBasketDemand demand{data};
  CatalogueFanout fanout;
  NoObserver observer;
  Module module{{.products = products,
                 .stocks = stocks,
                 .views = views,
                 .view_counts = view_counts,
                 .demand = demand,
                 .idempotency = data.effects,
                 .fanout = fanout,
                 .clock = clock,
                 .ids = ids,
                 .observer = observer,
                 .settings = {},
                 .executor = web.context.get_executor()}};
};

}  // namespace ddd::product::test
