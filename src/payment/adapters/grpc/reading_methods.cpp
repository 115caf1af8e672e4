#include <array>

#include <ddd/payment/adapters/grpc/messages.hpp>
#include <ddd/payment/adapters/grpc/methods.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>

namespace ddd::payment {
namespace {

constexpr std::array<std::pair<std::string_view, PaymentStatus>, 8> kStatuses = {
    {{"pending", PaymentStatus::pending},
     {"processing", PaymentStatus::processing},
     {"completed", PaymentStatus::completed},
     {"failed", PaymentStatus::failed},
     {"cancelled", PaymentStatus::cancelled},
     {"expired", PaymentStatus::expired},
     {"refunded", PaymentStatus::refunded},
     {"partially_refunded", PaymentStatus::partially_refunded}}};

Task<Result<v1::Payment>> get_payment(Application& application, const CallContext& call,
                                      const v1::GetPaymentRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(request.id(), errors::not_found()));
  DDD_CO_TRY(const auto view, co_await application.queries.get_payment.handle(call, GetPayment{std::move(id)}));
  co_return to_message(view.payment);
}

/// Whose payments: a customer's own, and an administrator's choice.
Result<PaymentFilter> read_filter(const CallContext& call, const v1::ListPaymentsRequest& request,
                                  rpc::RequestValues& values) {
  PaymentFilter filter;
  if (request.has_user_id() || request.has_order_id()) DDD_CHECK(require_admin(call));
  if (!call.is_admin() && call.principal) filter.user_id = call.principal->user_id;
  if (request.has_user_id()) {
    filter.user_id = UserId::from(static_cast<std::int64_t>(request.user_id()));
    if (!filter.user_id) values.add("/user_id", "id", "Must be an id.");
  }
  if (request.has_order_id()) {
    values.text("/order_id", request.order_id(), 64);
    filter.order_id = request.order_id();
  }
  if (request.has_status()) filter.status = values.one_of<PaymentStatus>("/status", request.status(), kStatuses);
  return filter;
}

Task<Result<v1::ListPaymentsResponse>> list_payments(Application& application, const CallContext& call,
                                                     const v1::ListPaymentsRequest& request) {
  rpc::RequestValues values;
  PaymentListing listing;
  DDD_CO_TRY(listing.filter, read_filter(call, request, values));
  listing.limit = values.limit(request.page());
  listing.with_total = request.page().include_total();
  DDD_CO_CHECK(values.check());
  const auto cursors = rpc::cursor_scope("ListPayments", request, request.page());
  DDD_CO_TRY(const auto after, (cursors.decode<std::int64_t, std::string>()));
  if (after) listing.after = PaymentCursor(from_micros(std::get<0>(*after)), PaymentId::restore(std::get<1>(*after)));
  DDD_CO_TRY(const auto page, co_await application.queries.list_payments.handle(call, std::move(listing)));
  v1::ListPaymentsResponse response;
  for (const auto& view : page.items) *response.add_payments() = to_message(view.payment);
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(to_micros(page.next->first), page.next->second.to_text());
  *response.mutable_page() = rpc::page_info(std::move(next), page.total);
  co_return response;
}

Task<Result<v1::ListPaymentEventsResponse>> list_payment_events(Application& application, const CallContext& call,
                                                                const v1::ListPaymentEventsRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(request.id(), errors::not_found()));
  rpc::RequestValues values;
  ListTransitions transitions{.id = std::move(id), .limit = values.limit(request.page()), .after = std::nullopt};
  DDD_CO_CHECK(values.check());
  const auto cursors = rpc::cursor_scope("ListPaymentEvents", request, request.page());
  DDD_CO_TRY(const auto after, cursors.decode<std::int64_t>());
  if (after) transitions.after = std::get<0>(*after);
  DDD_CO_TRY(const auto page, co_await application.queries.list_transitions.handle(call, std::move(transitions)));
  v1::ListPaymentEventsResponse response;
  for (const auto& transition : page.items) *response.add_events() = to_message(transition);
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(*page.next);
  *response.mutable_page() = rpc::page_info(std::move(next));
  co_return response;
}

}  // namespace

void add_reading_methods(std::vector<rpc::Method>& methods, Application& application) {
  const auto add = [&](std::string name, rpc::MethodHandler handler) {
    methods.push_back({.name = std::move(name), .access = rpc::Access::user, .handler = std::move(handler)});
  };
  add("GetPayment", rpc::bind(application, &get_payment));
  add("ListPayments", rpc::bind(application, &list_payments));
  add("ListPaymentEvents", rpc::bind(application, &list_payment_events));
}

}  // namespace ddd::payment
