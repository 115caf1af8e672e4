#include <array>

#include <ddd/kernel/validation.hpp>
#include <ddd/payment/adapters/grpc/messages.hpp>
#include <ddd/payment/adapters/grpc/methods.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/payment/domain/refund_errors.hpp>
#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::payment {
namespace {

constexpr std::array<std::pair<std::string_view, RefundStatus>, 3> kStatuses = {
    {{"pending", RefundStatus::pending}, {"succeeded", RefundStatus::succeeded}, {"failed", RefundStatus::failed}}};

v1::Refund to_message(const RefundView& view) {
  const auto& refund = view.refund;
  v1::Refund message;
  message.set_id(refund.id.to_text());
  message.set_payment_id(view.payment_id.to_text());
  *message.mutable_amount() = rpc::to_message(refund.amount);
  message.set_reason(refund.reason);
  message.set_restock(refund.restock);
  for (const auto& line : refund.lines) {
    auto& returned = *message.add_lines();
    returned.set_product_id(line.product_id.value());
    returned.set_quantity(line.quantity);
  }
  message.set_status(std::string(to_text(refund.status)));
  message.set_uncertain(refund.uncertain_since.has_value());
  if (!refund.failure_reason.empty()) message.set_failure_reason(refund.failure_reason);
  if (!refund.provider_id.empty()) message.set_transaction_id(refund.provider_id);
  message.set_version(refund.version);
  *message.mutable_created_at() = rpc::to_message(refund.created_at);
  if (refund.completed_at) *message.mutable_completed_at() = rpc::to_message(*refund.completed_at);
  return message;
}

StoredAnswer render_refund(const CallContext&, const RefundOutcome& outcome) {
  return rpc::to_stored(to_message(outcome.view), outcome.is_new ? 201 : 200);
}

Result<RefundPayment> to_command(const v1::CreateRefundRequest& request) {
  DDD_TRY(auto id, rpc::to_id<PaymentId>(request.payment_id(), errors::not_found()));
  Validation check;
  const auto amount = rpc::to_money(check, "/amount", request.amount());
  std::vector<ReturnedLine> lines;
  for (const auto& line : request.lines()) {
    const auto product = ProductId::from(static_cast<std::int64_t>(line.product_id()));
    if (!product) {
      check.add({"/lines/" + std::to_string(lines.size()) + "/product_id", "min", "Must be 1 or more.", 1});
    }
    lines.push_back({product.value_or(ProductId()), line.quantity()});
  }
  if (!check.ok()) return std::move(check).refuse("refund.invalid");
  return RefundPayment{.payment_id = std::move(id),
                       .amount = *amount,
                       .reason = request.reason(),
                       .restock = request.restock(),
                       .lines = std::move(lines),
                       .render = &render_refund};
}

Task<Result<v1::Refund>> create_refund(Application& application, const CallContext& call,
                                       const v1::CreateRefundRequest& request) {
  DDD_CO_TRY(auto command, to_command(request));
  DDD_CO_TRY(const auto outcome, co_await application.commands.refund_payment.handle(call, std::move(command)));
  co_return to_message(outcome.view);
}

Task<Result<v1::Refund>> process_refund(Application& application, const CallContext& call,
                                        const v1::ProcessRefundRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<RefundId>(request.id(), errors::refund_not_found()));
  ProcessRefund command{.id = std::move(id), .render = &render_refund};
  DDD_CO_TRY(const auto outcome, co_await application.commands.process_refund.handle(call, std::move(command)));
  co_return to_message(outcome.view);
}

Task<Result<v1::Refund>> get_refund(Application& application, const CallContext& call,
                                    const v1::GetRefundRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<RefundId>(request.id(), errors::refund_not_found()));
  DDD_CO_TRY(const auto view, co_await application.queries.get_refund.handle(call, GetRefund{std::move(id)}));
  co_return to_message(view);
}

Task<Result<v1::ListRefundsResponse>> list_refunds(Application& application, const CallContext& call,
                                                   const v1::ListRefundsRequest& request) {
  rpc::RequestValues values;
  RefundListing listing;
  if (request.has_payment_id()) {
    listing.filter.payment_id = PaymentId::parse(request.payment_id());
    if (!listing.filter.payment_id) values.add("/payment_id", "id", "Must be an id.");
  }
  if (request.has_status()) listing.filter.status = values.one_of<RefundStatus>("/status", request.status(), kStatuses);
  listing.limit = values.limit(request.page());
  DDD_CO_CHECK(values.check());
  const auto cursors = rpc::cursor_scope("ListRefunds", request, request.page());
  DDD_CO_TRY(const auto after, (cursors.decode<std::int64_t, std::string>()));
  if (after) listing.after = RefundCursor(from_micros(std::get<0>(*after)), RefundId::restore(std::get<1>(*after)));
  DDD_CO_TRY(const auto page, co_await application.queries.list_refunds.handle(call, std::move(listing)));
  v1::ListRefundsResponse response;
  for (const auto& view : page.items) *response.add_refunds() = to_message(view);
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(to_micros(page.next->first), page.next->second.to_text());
  *response.mutable_page() = rpc::page_info(std::move(next));
  co_return response;
}

}  // namespace

void add_refund_methods(std::vector<rpc::Method>& methods, Application& application) {
  const auto add = [&](std::string name, rpc::MethodHandler handler, api::IdempotencyRule idempotency) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::admin,
                       .handler = std::move(handler),
                       .idempotency = idempotency});
  };
  using api::IdempotencyRule;
  add("CreateRefund", rpc::bind(application, &create_refund), IdempotencyRule::required);
  add("ProcessRefund", rpc::bind(application, &process_refund), IdempotencyRule::required);
  add("GetRefund", rpc::bind(application, &get_refund), IdempotencyRule::ignored);
  add("ListRefunds", rpc::bind(application, &list_refunds), IdempotencyRule::ignored);
}

}  // namespace ddd::payment
