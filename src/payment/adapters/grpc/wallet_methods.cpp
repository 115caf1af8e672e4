#include <google/protobuf/empty.pb.h>

#include <ddd/kernel/validation.hpp>
#include <ddd/payment/adapters/grpc/messages.hpp>
#include <ddd/payment/adapters/grpc/methods.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/grpc/bind.hpp>

namespace ddd::payment {
namespace {

Result<> check(const v1::AddPaymentMethodRequest& request) {
  Validation check;
  if (request.type() != "card") check.add({"/type", "enum", "Must be \"card\".", std::nullopt});
  if (request.provider() != "stripe") check.add({"/provider", "enum", "Must be \"stripe\".", std::nullopt});
  if (!check.ok()) return std::move(check).refuse("payment.invalid");
  return {};
}

Task<Result<v1::PaymentMethod>> add_payment_method(Application& application, const CallContext& call,
                                                   const v1::AddPaymentMethodRequest& request) {
  DDD_CO_CHECK(check(request));
  AddPaymentMethod command{.token = request.token(), .as_default = request.is_default(), .render = &render_method};
  DDD_CO_TRY(const auto method, co_await application.commands.add_payment_method.handle(call, std::move(command)));
  co_return to_message(method);
}

Task<Result<v1::ListPaymentMethodsResponse>> list_payment_methods(Application& application, const CallContext& call,
                                                                  const v1::ListPaymentMethodsRequest&) {
  DDD_CO_TRY(const auto methods, co_await application.queries.list_payment_methods.handle(call, ListPaymentMethods{}));
  v1::ListPaymentMethodsResponse response;
  for (const auto& method : methods) *response.add_payment_methods() = to_message(method);
  co_return response;
}

/// `command` says what is changed, in the method that `id` names.
Task<Result<PaymentMethod>> change(Application& application, const CallContext& call, const std::string& id,
                                   ChangePaymentMethod command) {
  DDD_CO_TRY(command.id, rpc::to_id<PaymentMethodId>(id, errors::method_not_found()));
  co_return co_await application.commands.change_payment_method.handle(call, std::move(command));
}

Task<Result<v1::PaymentMethod>> update_payment_method(Application& application, const CallContext& call,
                                                      const v1::UpdatePaymentMethodRequest& request) {
  ChangePaymentMethod command{.id = {}, .make_default = {}, .active = {}, .render = &render_method};
  if (request.has_is_default()) command.make_default = request.is_default();
  if (request.has_is_active()) command.active = request.is_active();
  DDD_CO_TRY(const auto method, co_await change(application, call, request.id(), std::move(command)));
  co_return to_message(method);
}

Task<Result<v1::PaymentMethod>> set_default_payment_method(Application& application, const CallContext& call,
                                                           const v1::SetDefaultPaymentMethodRequest& request) {
  ChangePaymentMethod command{.id = {}, .make_default = true, .active = {}, .render = &render_method};
  DDD_CO_TRY(const auto method, co_await change(application, call, request.id(), std::move(command)));
  co_return to_message(method);
}

Task<Result<google::protobuf::Empty>> delete_payment_method(Application& application, const CallContext& call,
                                                            const v1::DeletePaymentMethodRequest& request) {
  ChangePaymentMethod command{.id = {}, .make_default = {}, .active = {}, .remove = true};
  DDD_CO_CHECK(co_await change(application, call, request.id(), std::move(command)));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_wallet_methods(std::vector<rpc::Method>& methods, Application& application) {
  using api::IdempotencyRule;
  const auto add = [&](std::string name, rpc::MethodHandler handler,
                       IdempotencyRule idempotency = IdempotencyRule::ignored) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::user,
                       .handler = std::move(handler),
                       .idempotency = idempotency});
  };
  add("AddPaymentMethod", rpc::bind(application, &add_payment_method), IdempotencyRule::optional);
  add("ListPaymentMethods", rpc::bind(application, &list_payment_methods));
  add("UpdatePaymentMethod", rpc::bind(application, &update_payment_method));
  add("DeletePaymentMethod", rpc::bind(application, &delete_payment_method));
  add("SetDefaultPaymentMethod", rpc::bind(application, &set_default_payment_method), IdempotencyRule::optional);
}

}  // namespace ddd::payment
