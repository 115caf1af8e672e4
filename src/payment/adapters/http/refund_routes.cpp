#include <utility>

#include <ddd/payment/adapters/http/refund_dto.hpp>
#include <ddd/payment/adapters/http/route_parts.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::payment {
namespace {

using api::Access;
using api::IdempotencyRule;
using api::Route;
using http::Method;

api::DocumentedAnswer one_refund(int status, std::string description) {
  return {status, std::move(description), json::schema<RefundBody>(), {}};
}
api::DocumentedAnswer refund_not_found() {
  return {404, "There is no such refund.", "", {"refund.not_found"}};
}

void add_refunding(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back(
      {.method = Method::post,
       .path = "/admin/refunds",
       .name = "refund_payment",
       .access = Access::admin,
       .idempotency = IdempotencyRule::required,
       .handle = bind(handlers, &HttpHandlers::refund_payment),
       .docs = {.summary = "Give a payment's money back, wholly or in part",
                .description =
                    "The refund is sent to the provider in this call. With restock goods go back on the shelf "
                    "when it succeeds: the named lines, or all that the buyer still has.",
                .request_schema = json::schema<RefundPaymentBody>(),
                .answers = {one_refund(201,
                                       "Succeeded, pending while the provider works on it or its answer is not "
                                       "known yet, or failed where it refuses."),
                            {404, "There is no such payment.", "", {"payment.not_found"}},
                            {409, "Nothing can be given back.", "", {"refund.nothing_captured", "refund.too_many"}},
                            {422,
                             "A rule is broken; refund.exceeds_captured says what is left in refundable.",
                             "",
                             {"refund.exceeds_captured", "refund.invalid"}}}}});
  routes.push_back({.method = Method::post,
                    .path = "/admin/refunds/{id}/process",
                    .name = "process_refund",
                    .access = Access::admin,
                    .idempotency = IdempotencyRule::required,
                    .handle = bind(handlers, &HttpHandlers::process_refund),
                    .docs = {.summary = "Look after a pending refund now",
                             .description = "It is looked for at the provider, and sent again if it is not there.",
                             .answers = {one_refund(200, "The refund after that."),
                                         refund_not_found(),
                                         {409, "It has come to its end.", "", {"refund.not_pending"}}}}});
}

void add_refund_reads(std::vector<Route>& routes, HttpHandlers& handlers) {
  auto query = page_parameters();
  query.push_back({"payment_id", R"({"type":"string"})", "Only this payment's refunds."});
  query.push_back({"status", R"({"enum":["pending","succeeded","failed"]})", "Only refunds in this status."});
  routes.push_back(
      {.method = Method::get,
       .path = "/admin/refunds",
       .name = "list_refunds",
       .access = Access::admin,
       .handle = bind(handlers, &HttpHandlers::list_refunds),
       .docs = {.summary = "List refunds",
                .query = std::move(query),
                .answers = {{200, "A page of refunds, newest first.", json::list_schema<RefundBody>(), {}}}}});
  routes.push_back({.method = Method::get,
                    .path = "/admin/refunds/{id}",
                    .name = "get_refund",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::get_refund),
                    .docs = {.summary = "Read a refund",
                             .answers = {one_refund(200, "The refund."), api::not_modified(), refund_not_found()}}});
}

}  // namespace

void add_refund_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_refunding(routes, handlers);
  add_refund_reads(routes, handlers);
}

}  // namespace ddd::payment
