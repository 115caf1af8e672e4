#include <google/protobuf/empty.pb.h>

#include <ddd/basket/adapters/grpc/messages.hpp>
#include <ddd/basket/adapters/grpc/methods.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/grpc/bind.hpp>

namespace ddd::basket {
namespace {

template <class Request>
std::optional<std::int64_t> expected_version(const Request& request) {
  if (request.has_expected_version()) return request.expected_version();
  return std::nullopt;
}

Task<Result<v1::Basket>> create_basket(Application& application, const CallContext& call,
                                       const v1::CreateBasketRequest&) {
  OpenBasket command{.render = &render_opened};
  DDD_CO_TRY(const auto opened, co_await application.commands.open_basket.handle(call, command));
  co_return to_message(opened.basket);
}

Task<Result<v1::Basket>> get_basket(Application& application, const CallContext& call, const v1::GetBasketRequest&) {
  DDD_CO_TRY(const auto opened, co_await application.commands.open_basket.handle(call, OpenBasket{}));
  co_return to_message(opened.basket);
}

Task<Result<v1::Basket>> add_item(Application& application, const CallContext& call,
                                  const v1::AddItemRequest& request) {
  DDD_CO_TRY(const auto product_id, rpc::to_field_id<ProductId>("/product_id", request.product_id()));
  AddItem command{.product_id = product_id,
                  .quantity = request.quantity(),
                  .expected_version = expected_version(request),
                  .render = &render};
  DDD_CO_TRY(const auto view, co_await application.commands.add_item.handle(call, command));
  co_return to_message(view);
}

Task<Result<v1::Basket>> update_item(Application& application, const CallContext& call,
                                     const v1::UpdateItemRequest& request) {
  DDD_CO_TRY(const auto product_id, rpc::to_field_id<ProductId>("/product_id", request.product_id()));
  SetQuantity command{
      .product_id = product_id, .quantity = request.quantity(), .expected_version = expected_version(request)};
  DDD_CO_TRY(const auto view, co_await application.commands.set_quantity.handle(call, command));
  co_return to_message(view);
}

Task<Result<v1::Basket>> remove_item(Application& application, const CallContext& call,
                                     const v1::RemoveItemRequest& request) {
  DDD_CO_TRY(const auto product_id, rpc::to_id<ProductId>(request.product_id(), errors::item_not_found()));
  RemoveItem command{.product_id = product_id, .expected_version = expected_version(request)};
  DDD_CO_TRY(const auto view, co_await application.commands.remove_item.handle(call, command));
  co_return to_message(view);
}

Task<Result<v1::Basket>> clear_basket(Application& application, const CallContext& call,
                                      const v1::ClearBasketRequest& request) {
  const ClearBasket command{.expected_version = expected_version(request)};
  DDD_CO_TRY(const auto view, co_await application.commands.clear_basket.handle(call, command));
  co_return to_message(view);
}

Task<Result<google::protobuf::Empty>> delete_basket(Application& application, const CallContext& call,
                                                    const v1::DeleteBasketRequest& request) {
  const DeleteBasket command{.of_user = std::nullopt, .expected_version = expected_version(request)};
  DDD_CO_CHECK(co_await application.commands.delete_basket.handle(call, command));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_basket_methods(std::vector<rpc::Method>& methods, Application& application) {
  using api::IdempotencyRule;
  const auto add = [&](std::string name, rpc::MethodHandler handler,
                       IdempotencyRule idempotency = IdempotencyRule::ignored) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::user,
                       .handler = std::move(handler),
                       .idempotency = idempotency});
  };
  add("CreateBasket", rpc::bind(application, &create_basket), IdempotencyRule::optional);
  add("GetBasket", rpc::bind(application, &get_basket));
  add("AddItem", rpc::bind(application, &add_item), IdempotencyRule::optional);
  add("UpdateItem", rpc::bind(application, &update_item));
  add("RemoveItem", rpc::bind(application, &remove_item));
  add("ClearBasket", rpc::bind(application, &clear_basket));
  add("DeleteBasket", rpc::bind(application, &delete_basket));
}

}  // namespace ddd::basket
