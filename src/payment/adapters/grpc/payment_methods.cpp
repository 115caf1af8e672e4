#include <ddd/kernel/validation.hpp>
#include <ddd/payment/adapters/grpc/messages.hpp>
#include <ddd/payment/adapters/grpc/methods.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/grpc/bind.hpp>

namespace ddd::payment {
namespace {

Error no_such_basket() {
  return {.kind = ErrorKind::not_found, .code = "basket.not_found", .message = "There is no such basket."};
}

Result<CreatePayment> to_command(const v1::CreatePaymentRequest& request) {
  Validation check;
  CreatePayment command{.quantity = std::nullopt,
                        .payment_method = request.payment_method_id(),
                        .order_id = request.order_id(),
                        .return_url = request.return_url(),
                        .render = &render};
  switch (request.subject_case()) {
    case v1::CreatePaymentRequest::SUBJECT_NOT_SET:
      return Refused(errors::subject_required(""));
    case v1::CreatePaymentRequest::kBasketId: {
      // One that can't be an id names nothing.
      DDD_TRY(command.basket_id, rpc::to_id<BasketId>(request.basket_id(), no_such_basket()));
      break;
    }
    case v1::CreatePaymentRequest::kCurrentBasket:
      command.current_basket = true;
      break;
    case v1::CreatePaymentRequest::kProduct:
      command.product_id = ProductId::from(static_cast<std::int64_t>(request.product().product_id()));
      command.quantity = request.product().quantity();
      if (!command.product_id) check.add({"/product/product_id", "min", "Must be 1 or more.", 1});
      break;
  }
  // An empty one is a client's mistake, not the wish to pay later.
  if (request.has_payment_method_id() && request.payment_method_id().empty()) {
    check.add({"/payment_method_id", "payment_method", "Must be the id of one of your payment methods.", std::nullopt});
  }
  if (request.has_expected_total()) {
    command.expected_total = rpc::to_money(check, "/expected_total", request.expected_total());
  }
  if (!check.ok()) return std::move(check).refuse("payment.invalid");
  return command;
}

/// A payment as a call leaves it, or the refusal that it stands for.
Result<v1::Payment> to_reply(Result<PaymentOutcome> outcome) {
  if (!outcome) return Refused(std::move(outcome).error());
  if (outcome->refusal) return Refused(*std::move(outcome->refusal));
  return to_message(outcome->view.payment);
}

Task<Result<v1::Payment>> create_payment(Application& application, const CallContext& call,
                                         const v1::CreatePaymentRequest& request) {
  DDD_CO_TRY(auto command, to_command(request));
  co_return to_reply(co_await application.commands.create_payment.handle(call, std::move(command)));
}

Task<Result<v1::Payment>> process_payment(Application& application, const CallContext& call,
                                          const v1::ProcessPaymentRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(request.id(), errors::not_found()));
  ProcessPayment command{.id = std::move(id),
                         .payment_method = request.payment_method_id(),
                         .return_url = request.return_url(),
                         .render = &render};
  co_return to_reply(co_await application.commands.process_payment.handle(call, std::move(command)));
}

Task<Result<v1::Payment>> cancel_payment(Application& application, const CallContext& call,
                                         const v1::CancelPaymentRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(request.id(), errors::not_found()));
  CancelPayment command{.id = std::move(id), .reason = request.reason(), .render = &render};
  co_return to_reply(co_await application.commands.cancel_payment.handle(call, std::move(command)));
}

}  // namespace

void add_payment_methods(std::vector<rpc::Method>& methods, Application& application) {
  const auto add = [&](std::string name, rpc::MethodHandler handler) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::user,
                       .handler = std::move(handler),
                       .idempotency = api::IdempotencyRule::required});
  };
  add("CreatePayment", rpc::bind(application, &create_payment));
  add("ProcessPayment", rpc::bind(application, &process_payment));
  add("CancelPayment", rpc::bind(application, &cancel_payment));
}

}  // namespace ddd::payment
