#include <utility>

#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/route_parts.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::payment {

api::RouteHandler bind(HttpHandlers& handlers, Member member) {
  return [&handlers, member](const CallContext& call, const api::RouteRequest& request) {
    return (handlers.*member)(call, request);
  };
}

api::DocumentedAnswer one_payment(int status, std::string description) {
  return {status, std::move(description), json::schema<PaymentBody>(), {}};
}

api::DocumentedAnswer page_of_payments() {
  return {200, "A page of payments, newest first.", json::list_schema<PaymentBody>(), {}};
}

api::DocumentedAnswer payment_not_found() {
  return {404, "There is no such payment of yours.", "", {"payment.not_found"}};
}

std::vector<api::QueryParameter> page_parameters() {
  return {{"limit", R"({"type":"integer","minimum":1,"maximum":100,"default":20})", "Items per page."},
          {"cursor", R"({"type":"string"})", "page.next of the page before."}};
}

api::QueryParameter total_parameter() {
  return {"include", R"({"enum":["total"]})", "Adds page.total."};
}

api::QueryParameter status_parameter() {
  return {
      "status",
      R"({"enum":["pending","processing","completed","failed","cancelled","expired","refunded","partially_refunded"]})",
      "Only payments in this status."};
}

}  // namespace ddd::payment
