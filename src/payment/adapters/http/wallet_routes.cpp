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

api::DocumentedAnswer method_not_found() {
  return {404, "There is no such method of yours.", "", {"payment_method.not_found"}};
}
api::DocumentedAnswer one_method(int status, std::string description) {
  return {status, std::move(description), json::schema<PaymentMethodBody>(), {}};
}

void add_keeping(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::get,
                    .path = "/payment-methods",
                    .name = "list_payment_methods",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::list_payment_methods),
                    .docs = {.summary = "List your payment methods, the default first",
                             .answers = {{200, "All of them.", json::list_schema<PaymentMethodBody>(), {}}}}});
  routes.push_back({.method = Method::post,
                    .path = "/payment-methods",
                    .name = "add_payment_method",
                    .access = Access::user,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::add_payment_method),
                    .docs = {.summary = "Keep a payment method",
                             .request_schema = json::schema<AddPaymentMethodBody>(),
                             .answers = {one_method(201, "The method."),
                                         {409, "There are too many.", "", {"payment_method.too_many"}},
                                         {422, "A rule is broken.", "", {"payment.invalid", "payment_method.unknown"}},
                                         {503, "The provider is away.", "", {"payment.provider_unavailable"}}}}});
}

void add_changing(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::put,
                    .path = "/payment-methods/{id}",
                    .name = "change_payment_method",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::change_payment_method),
                    .docs = {.summary = "Change a payment method",
                             .request_schema = json::schema<ChangePaymentMethodBody>(),
                             .answers = {one_method(200, "The method."),
                                         method_not_found(),
                                         {409, "It is switched off.", "", {"payment_method.inactive"}},
                                         {422, "A rule is broken.", "", {"payment.invalid"}}}}});
  routes.push_back({.method = Method::del,
                    .path = "/payment-methods/{id}",
                    .name = "remove_payment_method",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::remove_payment_method),
                    .docs = {.summary = "Forget a payment method",
                             .answers = {{204, "It is forgotten.", "", {}}, method_not_found()}}});
  routes.push_back({.method = Method::post,
                    .path = "/payment-methods/{id}/set-default",
                    .name = "set_default_payment_method",
                    .access = Access::user,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::make_default),
                    .docs = {.summary = "Make a payment method the default",
                             .answers = {one_method(200, "The method."),
                                         method_not_found(),
                                         {409, "It is switched off.", "", {"payment_method.inactive"}}}}});
}

}  // namespace

void add_wallet_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_keeping(routes, handlers);
  add_changing(routes, handlers);
}

}  // namespace ddd::payment
