#include <ddd/kernel/validation.hpp>
#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::payment {
namespace {

StoredAnswer render_method(const PaymentMethod& method) {
  return {.status = 200, .body = json::encode(to_body(method)), .location = {}, .etag = {}};
}

StoredAnswer render_added(const PaymentMethod& method) {
  auto answer = render_method(method);
  answer.status = 201;
  answer.location = "/api/v1/payment-methods/" + method.id.to_text();
  return answer;
}

Result<> check(const AddPaymentMethodBody& body) {
  Validation check;
  if (body.type != "card") check.add({"/type", "enum", "Must be \"card\".", std::nullopt});
  if (body.provider != "stripe") check.add({"/provider", "enum", "Must be \"stripe\".", std::nullopt});
  if (!check.ok()) return std::move(check).refuse("payment.invalid");
  return {};
}

}  // namespace

HttpHandlers::Answer HttpHandlers::list_payment_methods(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_TRY(const auto methods, co_await application_.queries.list_payment_methods.handle(call, ListPaymentMethods{}));
  json::Writer items;
  items.begin_array();
  for (const auto& method : methods) json::write(items, to_body(method));
  items.end_array();
  co_return api::list_answer(items.take(), std::nullopt);
}

HttpHandlers::Answer HttpHandlers::add_payment_method(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<AddPaymentMethodBody>(request.body()));
  DDD_CO_CHECK(check(body));
  AddPaymentMethod command{
      .token = std::move(body.token), .as_default = body.is_default.value_or(false), .render = &render_added};
  DDD_CO_TRY(const auto method, co_await application_.commands.add_payment_method.handle(call, std::move(command)));
  co_return api::to_response(render_added(method));
}

HttpHandlers::Answer HttpHandlers::change_payment_method(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentMethodId>(request, 0, errors::method_not_found()));
  DDD_CO_TRY(const auto body, json::decode<ChangePaymentMethodBody>(request.body()));
  ChangePaymentMethod command{
      .id = std::move(id), .make_default = body.is_default, .active = body.is_active, .render = &render_method};
  DDD_CO_TRY(const auto method, co_await application_.commands.change_payment_method.handle(call, std::move(command)));
  co_return api::to_response(render_method(method));
}

HttpHandlers::Answer HttpHandlers::remove_payment_method(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentMethodId>(request, 0, errors::method_not_found()));
  ChangePaymentMethod command{
      .id = std::move(id), .make_default = std::nullopt, .active = std::nullopt, .remove = true};
  DDD_CO_CHECK(co_await application_.commands.change_payment_method.handle(call, std::move(command)));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::make_default(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentMethodId>(request, 0, errors::method_not_found()));
  ChangePaymentMethod command{
      .id = std::move(id), .make_default = true, .active = std::nullopt, .render = &render_method};
  DDD_CO_TRY(const auto method, co_await application_.commands.change_payment_method.handle(call, std::move(command)));
  co_return api::to_response(render_method(method));
}

}  // namespace ddd::payment
