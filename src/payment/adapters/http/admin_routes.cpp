#include <utility>

#include <ddd/payment/adapters/http/admin_dto.hpp>
#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/route_parts.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::payment {
namespace {

using api::Access;
using api::Route;
using http::Method;

void add_reading(std::vector<Route>& routes, HttpHandlers& handlers) {
  auto query = page_parameters();
  query.push_back(total_parameter());
  query.push_back(status_parameter());
  query.push_back({"user_id", R"({"type":"integer","minimum":1})", "Only this user's payments."});
  query.push_back({"order_id", R"({"type":"string","maxLength":64})", "Only payments of this order."});
  routes.push_back({.method = Method::get,
                    .path = "/admin/payments",
                    .name = "list_all_payments",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::list_all_payments),
                    .docs = {.summary = "List payments", .query = std::move(query), .answers = {page_of_payments()}}});
  routes.push_back({.method = Method::get,
                    .path = "/admin/payments/{id}",
                    .name = "get_any_payment",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::get_payment),
                    .docs = {.summary = "Read a payment",
                             .answers = {one_payment(200, "The payment."), api::not_modified(), payment_not_found()}}});
}

void add_settling(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::put,
                    .path = "/admin/payments/{id}/status",
                    .name = "settle_payment",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::settle_payment),
                    .docs = {.summary = "Settle a payment under review",
                             .description = "The provider is asked now, and what it says must bear the wanted end out.",
                             .request_schema = json::schema<SettlePaymentBody>(),
                             .answers = {one_payment(200, "Settled."),
                                         one_payment(202, "Being settled: the provider has not let go yet."),
                                         payment_not_found(),
                                         {409,
                                          "It is not under review, or the evidence says otherwise.",
                                          "",
                                          {"payment.not_in_review", "payment.evidence_differs", "payment.in_progress"}},
                                         {422, "A rule is broken.", "", {"payment.invalid"}},
                                         {503, "The provider is away.", "", {"payment.provider_unavailable"}}}}});
}

void add_analytics(std::vector<Route>& routes, HttpHandlers& handlers) {
  constexpr auto kTime = R"({"type":"string","maxLength":40,"example":"2026-01-31"})";
  routes.push_back(
      {.method = Method::get,
       .path = "/admin/analytics/payments",
       .name = "analyse_payments",
       .access = Access::admin,
       .handle = bind(handlers, &HttpHandlers::analyse_payments),
       .docs = {
           .summary = "Count and sum payments",
           .description = "By the period in which they were begun (UTC, weeks from Monday), the status in which they "
                          "are now, and currency. At most ten years.",
           .query = {{"period", R"({"enum":["daily","weekly","monthly","yearly"],"default":"daily"})",
                      "The length of a bucket."},
                     {"from", kTime, "A date or a time; absent: the last 30 days, 12 weeks, 12 months or 5 years."},
                     {"to", kTime, "A date or a time, not included; absent: now."}},
           .answers = {{200, "The buckets that are not empty, oldest first.", json::schema<AnalysisBody>(), {}}}}});
}

}  // namespace

void add_admin_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_reading(routes, handlers);
  add_settling(routes, handlers);
  add_analytics(routes, handlers);
}

}  // namespace ddd::payment
