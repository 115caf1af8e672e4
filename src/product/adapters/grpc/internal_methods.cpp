#include <google/rpc/status.pb.h>

#include <ddd/platform/grpc/batch.hpp>
#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/platform/grpc/status.hpp>
#include <ddd/product/adapters/grpc/messages.hpp>
#include <ddd/product/adapters/grpc/methods.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

Task<Result<v1::ValidateProductsResponse>> validate_products(Application& application, const CallContext& call,
                                                             const v1::ValidateProductsRequest& request) {
  rpc::RequestValues values;
  values.batch("/product_ids", request.product_ids_size());
  DDD_CO_CHECK(values.check());
  ValidateProducts query;
  for (const auto id : request.product_ids()) query.ids.emplace_back(id);
  DDD_CO_TRY(const auto views, co_await application.queries.validate_products.handle(call, std::move(query)));
  v1::ValidateProductsResponse response;
  for (const auto& view : views) *response.add_products() = to_validated(view);
  co_return response;
}

// What is done with one reservation of a batch, in the name of the request it comes from.

Task<Result<>> reserve(Application& application, CallContext call, const v1::ReserveStockRequest::Item& item) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(item.payment_id(), errors::reservation_not_found()));
  ReserveStock command{.reservation_id = std::move(id), .lines = {}};
  for (const auto& line : item.lines()) command.lines.push_back({ProductId(line.product_id()), line.quantity()});
  if (item.has_hold()) command.hold = std::chrono::seconds(item.hold().seconds());
  co_return co_await application.commands.reserve_stock.handle(call, std::move(command));
}

Task<Result<>> pin(Application& application, CallContext call, const v1::ReservationsRequest::Item& item) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(item.payment_id(), errors::reservation_not_found()));
  co_return co_await application.commands.pin_reservation.handle(call, PinReservation{std::move(id)});
}

Task<Result<>> release(Application& application, CallContext call, const v1::ReservationsRequest::Item& item) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(item.payment_id(), errors::reservation_not_found()));
  co_return co_await application.commands.release_reservation.handle(call, ReleaseReservation{std::move(id)});
}

template <class Request, class Item>
Task<Result<v1::ReservationsResponse>> batch(Application& application, const CallContext& call, const Request& request,
                                             Task<Result<>> (*piece)(Application&, CallContext, const Item&)) {
  rpc::RequestValues values;
  values.batch("/reservations", request.reservations_size());
  DDD_CO_CHECK(values.check());
  std::vector<Task<Result<>>> pieces;
  for (const auto& item : request.reservations()) {
    pieces.push_back(piece(application, rpc::call_of(call, item.origin()), item));
  }
  v1::ReservationsResponse response;
  for (const auto& result : co_await rpc::each_of(std::move(pieces))) {
    auto& outcome = *response.add_outcomes();
    if (!result) outcome = rpc::to_message(result.error(), {});
  }
  co_return response;
}

Task<Result<v1::ReservationsResponse>> reserve_stock(Application& application, const CallContext& call,
                                                     const v1::ReserveStockRequest& request) {
  return batch(application, call, request, &reserve);
}
Task<Result<v1::ReservationsResponse>> pin_reservations(Application& application, const CallContext& call,
                                                        const v1::ReservationsRequest& request) {
  return batch(application, call, request, &pin);
}
Task<Result<v1::ReservationsResponse>> release_reservations(Application& application, const CallContext& call,
                                                            const v1::ReservationsRequest& request) {
  return batch(application, call, request, &release);
}

}  // namespace

void add_internal_methods(std::vector<rpc::Method>& methods, Application& application) {
  const auto add = [&](std::string name, rpc::MethodHandler handler, std::vector<std::string_view> callers) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::service,
                       .handler = std::move(handler),
                       .callers = std::move(callers)});
  };
  add("ValidateProducts", rpc::bind(application, &validate_products), {"payment-service", "basket-service"});
  add("ReserveStock", rpc::bind(application, &reserve_stock), {"payment-service"});
  add("PinReservations", rpc::bind(application, &pin_reservations), {"payment-service"});
  add("ReleaseReservations", rpc::bind(application, &release_reservations), {"payment-service"});
}

}  // namespace ddd::product
