#include <utility>

#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/route_parts.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::payment {
namespace {

using api::Access;
using api::IdempotencyRule;
using api::Route;
using http::Method;

api::DocumentedAnswer declined() {
  return {402, "The card was declined; another method may be tried until expires_at.", "", {"payment.declined"}};
}

void add_creating(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back(
      {.method = Method::post,
       .path = "/payments",
       .name = "create_payment",
       .access = Access::user,
       .idempotency = IdempotencyRule::required,
       .handle = bind(handlers, &HttpHandlers::create_payment),
       .docs = {
           .summary = "Pay a basket or a product",
           .description =
               "Without a payment method the payment waits with its stock held. With one it is charged in this call.",
           .request_schema = json::schema<CreatePaymentBody>(),
           .answers = {one_payment(201, "Completed, or pending without a method."),
                       one_payment(202, "Processing: the buyer must act, or the outcome is not known yet."),
                       declined(),
                       {404,
                        "Unknown basket, product or method.",
                        "",
                        {"basket.not_found", "product.not_found", "payment_method.not_found"}},
                       {409,
                        "It can't be paid now.",
                        "",
                        {"payment.insufficient_stock", "payment.basket_empty", "payment.total_changed",
                         "payment.already_open", "payment.failed", "payment.reservation_lost", "payment.ended",
                         "product.inactive", "payment_method.inactive"}},
                       {422,
                        "A rule is broken.",
                        "",
                        {"payment.invalid", "payment.amount_out_of_range", "payment.nothing_to_charge",
                         "basket.too_many_lines"}}}}});
}

void add_processing(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back(
      {.method = Method::post,
       .path = "/payments/{id}/process",
       .name = "process_payment",
       .access = Access::user,
       .idempotency = IdempotencyRule::required,
       .handle = bind(handlers, &HttpHandlers::process_payment),
       .docs = {.summary = "Give a payment its method",
                .description = "For a payment that waits for the buyer's action on the bank's page (next_action) this "
                               "asks the provider how that went.",
                .request_schema = json::schema<ProcessPaymentBody>(),
                .answers = {one_payment(200, "Completed."),
                            one_payment(202, "Processing: the buyer must act, or the outcome is not known yet."),
                            declined(),
                            {404, "Unknown payment or method.", "", {"payment.not_found", "payment_method.not_found"}},
                            {409,
                             "It takes no method now.",
                             "",
                             {"payment.not_processable", "payment.in_progress", "payment.failed", "payment.ended",
                              "payment.reservation_lost", "payment_method.inactive"}},
                            {422, "A rule is broken.", "", {"payment.invalid"}}}}});
}

void add_cancelling(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::post,
                    .path = "/payments/{id}/cancel",
                    .name = "cancel_payment",
                    .access = Access::user,
                    .idempotency = IdempotencyRule::required,
                    .handle = bind(handlers, &HttpHandlers::cancel_payment),
                    .docs = {.summary = "Give up a payment",
                             .description = "The body may be left out.",
                             .request_schema = json::schema<CancelPaymentBody>(),
                             .answers = {one_payment(200, "Cancelled."),
                                         one_payment(202, "Being cancelled."),
                                         payment_not_found(),
                                         {409, "Too late.", "", {"payment.not_cancellable", "payment.in_progress"}},
                                         {422, "A rule is broken.", "", {"payment.invalid"}}}}});
}

void add_reading(std::vector<Route>& routes, HttpHandlers& handlers) {
  auto query = page_parameters();
  query.push_back(total_parameter());
  query.push_back(status_parameter());
  routes.push_back(
      {.method = Method::get,
       .path = "/payments",
       .name = "list_payments",
       .access = Access::user,
       .handle = bind(handlers, &HttpHandlers::list_payments),
       .docs = {.summary = "List your payments", .query = std::move(query), .answers = {page_of_payments()}}});
  routes.push_back({.method = Method::get,
                    .path = "/payments/{id}",
                    .name = "get_payment",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::get_payment),
                    .docs = {.summary = "Read a payment",
                             .answers = {one_payment(200, "The payment."), api::not_modified(), payment_not_found()}}});
  routes.push_back({.method = Method::get,
                    .path = "/payments/{id}/events",
                    .name = "list_transitions",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::list_transitions),
                    .docs = {.summary = "Read a payment's story, oldest first",
                             .query = page_parameters(),
                             .answers = {{200, "A page of transitions.", json::list_schema<TransitionBody>(), {}},
                                         payment_not_found()}}});
}

}  // namespace

void add_payment_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_creating(routes, handlers);
  add_processing(routes, handlers);
  add_cancelling(routes, handlers);
  add_reading(routes, handlers);
}

}  // namespace ddd::payment
