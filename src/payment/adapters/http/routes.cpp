#include <ddd/payment/adapters/http/route_parts.hpp>
#include <ddd/payment/adapters/http/routes.hpp>

namespace ddd::payment {
namespace {

using api::Access;
using http::Method;

void add_webhook_route(std::vector<api::Route>& routes, HttpHandlers& handlers) {
  routes.push_back(
      {.method = Method::post,
       .path = "/webhooks/stripe",
       .name = "receive_webhook",
       .access = Access::provider,
       .handle = bind(handlers, &HttpHandlers::receive_webhook),
       .docs = {.summary = "The payment provider says that something happened",
                .answers = {{200, "Noted; a repeat does nothing.", "", {}},
                            {400,
                             "The signature is bad or too old, or the event is of another mode or version.",
                             "",
                             {"webhook.invalid_signature", "webhook.mismatch"}}}},
       .raw_body = true,
       .max_body_bytes = 256 * 1024});
}

}  // namespace

api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency) {
  api::RouteTable table{.service = "payment-service", .routes = {}, .idempotency = &idempotency};
  add_payment_routes(table.routes, handlers);
  add_wallet_routes(table.routes, handlers);
  add_refund_routes(table.routes, handlers);
  add_admin_routes(table.routes, handlers);
  add_webhook_route(table.routes, handlers);
  return table;
}

}  // namespace ddd::payment
