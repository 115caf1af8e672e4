#include <google/protobuf/empty.pb.h>

#include <ddd/platform/grpc/bind.hpp>
#include <ddd/product/adapters/grpc/messages.hpp>
#include <ddd/product/adapters/grpc/methods.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

Task<Result<v1::Product>> create_product(Application& application, const CallContext& call,
                                         const v1::CreateProductRequest& request) {
  Validation broken;
  DDD_CO_TRY(auto details, to_details(broken, request, application.settings.currency));
  CreateProduct command{
      .details = std::move(details), .stock = request.stock(), .broken = std::move(broken), .render = &render_created};
  DDD_CO_TRY(const auto view, co_await application.commands.create_product.handle(call, std::move(command)));
  co_return to_message(view, true);
}

/// `request` names the product and, perhaps, the version that the edit is meant for.
template <class Request>
Task<Result<v1::Product>> edit(Application& application, const CallContext& call, const Request& request,
                               std::uint64_t product_id, DetailsPatch patch) {
  DDD_CO_TRY(const auto id, rpc::to_id<ProductId>(product_id, errors::not_found()));
  UpdateProduct command{.id = id, .patch = std::move(patch), .expected_version = {}, .render = &render_changed};
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_TRY(const auto view, co_await application.commands.update_product.handle(call, std::move(command)));
  co_return to_message(view, true);
}

Task<Result<v1::Product>> update_product(Application& application, const CallContext& call,
                                         const v1::UpdateProductRequest& request) {
  DDD_CO_TRY(auto patch, to_patch(request));
  co_return co_await edit(application, call, request, request.id(), std::move(patch));
}

Task<Result<v1::Product>> activate_product(Application& application, const CallContext& call,
                                           const v1::SwitchProductRequest& request) {
  return edit(application, call, request, request.product_id(), DetailsPatch{.is_active = true});
}
Task<Result<v1::Product>> deactivate_product(Application& application, const CallContext& call,
                                             const v1::SwitchProductRequest& request) {
  return edit(application, call, request, request.product_id(), DetailsPatch{.is_active = false});
}
Task<Result<v1::Product>> mark_as_featured(Application& application, const CallContext& call,
                                           const v1::SwitchProductRequest& request) {
  return edit(application, call, request, request.product_id(), DetailsPatch{.is_featured = true});
}
Task<Result<v1::Product>> unmark_as_featured(Application& application, const CallContext& call,
                                             const v1::SwitchProductRequest& request) {
  return edit(application, call, request, request.product_id(), DetailsPatch{.is_featured = false});
}

Task<Result<google::protobuf::Empty>> delete_product(Application& application, const CallContext& call,
                                                     const v1::DeleteProductRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<ProductId>(request.id(), errors::not_found()));
  DeleteProduct command{.id = id, .expected_version = {}};
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_CHECK(co_await application.commands.delete_product.handle(call, command));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_admin_methods(std::vector<rpc::Method>& methods, Application& application) {
  using api::IdempotencyRule;
  const auto add = [&](std::string name, rpc::MethodHandler handler, IdempotencyRule idempotency) -> rpc::Method& {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::admin,
                       .handler = std::move(handler),
                       .idempotency = idempotency});
    return methods.back();
  };
  add("CreateProduct", rpc::bind(application, &create_product), IdempotencyRule::optional).multiline = {"description"};
  add("UpdateProduct", rpc::bind(application, &update_product), IdempotencyRule::ignored).multiline = {"description"};
  add("DeleteProduct", rpc::bind(application, &delete_product), IdempotencyRule::ignored);
  add("ActivateProduct", rpc::bind(application, &activate_product), IdempotencyRule::optional);
  add("DeactivateProduct", rpc::bind(application, &deactivate_product), IdempotencyRule::optional);
  add("MarkAsFeatured", rpc::bind(application, &mark_as_featured), IdempotencyRule::optional);
  add("UnmarkAsFeatured", rpc::bind(application, &unmark_as_featured), IdempotencyRule::optional);
}

}  // namespace ddd::product
