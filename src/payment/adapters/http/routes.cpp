#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/routes.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::payment {
namespace {

using api::Access;
using api::IdempotencyRule;
using api::Route;
using http::Method;

using Member = HttpHandlers::Answer (HttpHandlers::*)(const CallContext&, const api::RouteRequest&);

api::RouteHandler bind(HttpHandlers& handlers, Member member) {
  return [&handlers, member](const CallContext& call, const api::RouteRequest& request) {
    return (handlers.*member)(call, request);
  };
}

const api::DocumentedAnswer kNotFound{404, "There is no such payment of yours.", "", {"payment.not_found"}};
const api::DocumentedAnswer kMethodNotFound{404, "There is no such method of yours.", "", {"payment_method.not_found"}};
const api::DocumentedAnswer kDeclined{
    402, "The card was declined; another method may be tried until expires_at.", "", {"payment.declined"}};

api::DocumentedAnswer one_payment(int status, std::string description) {
  return {status, std::move(description), json::schema<PaymentBody>(), {}};
}
api::DocumentedAnswer one_method(int status, std::string description) {
  return {status, std::move(description), json::schema<PaymentMethodBody>(), {}};
}

std::vector<api::QueryParameter> page_parameters() {
  return {{"limit", R"({"type":"integer","minimum":1,"maximum":100,"default":20})", "Items per page."},
          {"cursor", R"({"type":"string"})", "page.next of the page before."}};
}

api::QueryParameter status_parameter() {
  return {
      "status",
      R"({"enum":["pending","processing","completed","failed","cancelled","expired","refunded","partially_refunded"]})",
      "Only payments in this status."};
}

void add_money_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
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
                       kDeclined,
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
                        {"payment.invalid", "payment.amount_out_of_range", "basket.too_many_lines"}}}}});
  routes.push_back(
      {.method = Method::post,
       .path = "/payments/{id}/process",
       .name = "process_payment",
       .access = Access::user,
       .idempotency = IdempotencyRule::required,
       .handle = bind(handlers, &HttpHandlers::process_payment),
       .docs = {.summary = "Give a payment its method",
                .request_schema = json::schema<ProcessPaymentBody>(),
                .answers = {one_payment(200, "Completed."),
                            one_payment(202, "Processing: the buyer must act, or the outcome is not known yet."),
                            kDeclined,
                            {404, "Unknown payment or method.", "", {"payment.not_found", "payment_method.not_found"}},
                            {409,
                             "It takes no method now.",
                             "",
                             {"payment.not_processable", "payment.in_progress", "payment.failed", "payment.ended",
                              "payment.reservation_lost", "payment_method.inactive"}},
                            {422, "A rule is broken.", "", {"payment.invalid"}}}}});
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
                                         kNotFound,
                                         {409, "Too late.", "", {"payment.not_cancellable", "payment.in_progress"}},
                                         {422, "A rule is broken.", "", {"payment.invalid"}}}}});
}

void add_read_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  auto own = page_parameters();
  own.push_back(status_parameter());
  auto all = own;
  all.push_back({"user_id", R"({"type":"integer","minimum":1})", "Only this user's payments."});
  all.push_back({"order_id", R"({"type":"string","maxLength":64})", "Only payments of this order."});
  const api::DocumentedAnswer page{200, "A page of payments, newest first.", json::list_schema<PaymentBody>(), {}};
  routes.push_back({.method = Method::get,
                    .path = "/payments",
                    .name = "list_payments",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::list_payments),
                    .docs = {.summary = "List your payments", .query = std::move(own), .answers = {page}}});
  routes.push_back({.method = Method::get,
                    .path = "/admin/payments",
                    .name = "list_all_payments",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::list_all_payments),
                    .docs = {.summary = "List payments", .query = std::move(all), .answers = {page}}});
  for (const bool admin : {false, true}) {
    routes.push_back({.method = Method::get,
                      .path = admin ? "/admin/payments/{id}" : "/payments/{id}",
                      .name = admin ? "get_any_payment" : "get_payment",
                      .access = admin ? Access::admin : Access::user,
                      .handle = bind(handlers, &HttpHandlers::get_payment),
                      .docs = {.summary = "Read a payment",
                               .answers = {one_payment(200, "The payment."), api::not_modified(), kNotFound}}});
  }
  routes.push_back(
      {.method = Method::get,
       .path = "/payments/{id}/events",
       .name = "list_transitions",
       .access = Access::user,
       .handle = bind(handlers, &HttpHandlers::list_transitions),
       .docs = {.summary = "Read a payment's story, oldest first",
                .query = page_parameters(),
                .answers = {{200, "A page of transitions.", json::list_schema<TransitionBody>(), {}}, kNotFound}}});
}

void add_method_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
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
  routes.push_back({.method = Method::put,
                    .path = "/payment-methods/{id}",
                    .name = "change_payment_method",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::change_payment_method),
                    .docs = {.summary = "Change a payment method",
                             .request_schema = json::schema<ChangePaymentMethodBody>(),
                             .answers = {one_method(200, "The method."),
                                         kMethodNotFound,
                                         {409, "It is switched off.", "", {"payment_method.inactive"}},
                                         {422, "A rule is broken.", "", {"payment.invalid"}}}}});
  routes.push_back({.method = Method::del,
                    .path = "/payment-methods/{id}",
                    .name = "remove_payment_method",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::remove_payment_method),
                    .docs = {.summary = "Forget a payment method",
                             .answers = {{204, "It is forgotten.", "", {}}, kMethodNotFound}}});
  routes.push_back({.method = Method::post,
                    .path = "/payment-methods/{id}/set-default",
                    .name = "set_default_payment_method",
                    .access = Access::user,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::make_default),
                    .docs = {.summary = "Make a payment method the default",
                             .answers = {one_method(200, "The method."),
                                         kMethodNotFound,
                                         {409, "It is switched off.", "", {"payment_method.inactive"}}}}});
}

}  // namespace

api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency) {
  api::RouteTable table{.service = "payment-service", .routes = {}, .idempotency = &idempotency};
  add_money_routes(table.routes, handlers);
  add_read_routes(table.routes, handlers);
  add_method_routes(table.routes, handlers);
  table.routes.push_back(
      {.method = Method::post,
       .path = "/webhooks/stripe",
       .name = "receive_webhook",
       .access = Access::provider,
       .handle = bind(handlers, &HttpHandlers::receive_webhook),
       .docs = {.summary = "The payment provider says that something happened",
                .answers = {{200, "Noted; a repeat does nothing.", "", {}},
                            {400, "The signature is bad or too old.", "", {"webhook.invalid_signature"}}}},
       .raw_body = true,
       .max_body_bytes = 256 * 1024});
  return table;
}

}  // namespace ddd::payment
