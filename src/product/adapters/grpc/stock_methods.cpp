#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/product/adapters/grpc/messages.hpp>
#include <ddd/product/adapters/grpc/methods.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

Task<Result<v1::Product>> change(Application& application, const CallContext& call, std::uint64_t product_id,
                                 ChangeStock::How how, std::int64_t amount, std::string reason) {
  DDD_CO_TRY(const auto id, rpc::to_id<ProductId>(product_id, errors::not_found()));
  ChangeStock command{.id = id, .how = how, .amount = amount, .reason = std::move(reason), .render = &render_changed};
  DDD_CO_TRY(const auto view, co_await application.commands.change_stock.handle(call, std::move(command)));
  co_return to_message(view, true);
}

Task<Result<v1::Product>> update_stock(Application& application, const CallContext& call,
                                       const v1::UpdateStockRequest& request) {
  return change(application, call, request.product_id(), ChangeStock::How::set, request.stock(), {});
}
Task<Result<v1::Product>> increase_stock(Application& application, const CallContext& call,
                                         const v1::ChangeStockRequest& request) {
  return change(application, call, request.product_id(), ChangeStock::How::increase, request.amount(),
                request.reason());
}
Task<Result<v1::Product>> reduce_stock(Application& application, const CallContext& call,
                                       const v1::ChangeStockRequest& request) {
  return change(application, call, request.product_id(), ChangeStock::How::reduce, request.amount(), request.reason());
}

Task<Result<v1::ListStockMovementsResponse>> list_stock_movements(Application& application, const CallContext& call,
                                                                  const v1::ListStockMovementsRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<ProductId>(request.product_id(), errors::not_found()));
  rpc::RequestValues values;
  ListMovements movements{.id = id, .limit = values.limit(request.page()), .before = std::nullopt};
  DDD_CO_CHECK(values.check());
  const auto cursors = rpc::cursor_scope("ListStockMovements", request, request.page());
  DDD_CO_TRY(const auto after, cursors.decode<std::int64_t>());
  if (after) movements.before = std::get<0>(*after);
  DDD_CO_TRY(const auto page, co_await application.queries.list_movements.handle(call, std::move(movements)));
  v1::ListStockMovementsResponse response;
  for (const auto& view : page.items) *response.add_movements() = to_message(view.movement);
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(*page.next);
  *response.mutable_page() = rpc::page_info(std::move(next));
  co_return response;
}

}  // namespace

void add_stock_methods(std::vector<rpc::Method>& methods, Application& application) {
  using api::IdempotencyRule;
  const auto add = [&](std::string name, rpc::MethodHandler handler, IdempotencyRule idempotency) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::admin,
                       .handler = std::move(handler),
                       .idempotency = idempotency});
  };
  add("UpdateStock", rpc::bind(application, &update_stock), IdempotencyRule::ignored);
  add("IncreaseStock", rpc::bind(application, &increase_stock), IdempotencyRule::optional);
  add("ReduceStock", rpc::bind(application, &reduce_stock), IdempotencyRule::optional);
  add("ListStockMovements", rpc::bind(application, &list_stock_movements), IdempotencyRule::ignored);
}

}  // namespace ddd::product
