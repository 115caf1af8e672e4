#include <google/protobuf/empty.pb.h>

#include <ddd/basket/adapters/grpc/messages.hpp>
#include <ddd/basket/adapters/grpc/methods.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/grpc/bind.hpp>

namespace ddd::basket {
namespace {

Task<Result<v1::Basket>> get_user_basket(Application& application, const CallContext& call,
                                         const v1::GetUserBasketRequest& request) {
  DDD_CO_TRY(const auto user_id, rpc::to_id<UserId>(request.user_id(), errors::not_found()));
  DDD_CO_TRY(const auto view, co_await application.queries.get_user_basket.handle(call, GetUserBasket{user_id}));
  co_return to_message(view);
}

Task<Result<google::protobuf::Empty>> delete_user_basket(Application& application, const CallContext& call,
                                                         const v1::DeleteUserBasketRequest& request) {
  DDD_CO_TRY(const auto user_id, rpc::to_id<UserId>(request.user_id(), errors::not_found()));
  DeleteBasket command{.of_user = user_id, .expected_version = {}};
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_CHECK(co_await application.commands.delete_basket.handle(call, command));
  co_return google::protobuf::Empty();
}

Task<Result<v1::CleanupExpiredBasketsResponse>> clean_up(Application& application, const CallContext& call,
                                                         const v1::CleanupExpiredBasketsRequest&) {
  DDD_CO_TRY(const auto removed, co_await application.commands.clean_up_baskets.handle(call, CleanUpBaskets{}));
  v1::CleanupExpiredBasketsResponse response;
  response.set_removed(static_cast<std::int64_t>(removed));
  co_return response;
}

}  // namespace

void add_admin_methods(std::vector<rpc::Method>& methods, Application& application) {
  const auto add = [&](std::string name, rpc::MethodHandler handler) {
    methods.push_back({.name = std::move(name), .access = rpc::Access::admin, .handler = std::move(handler)});
  };
  add("GetUserBasket", rpc::bind(application, &get_user_basket));
  add("DeleteUserBasket", rpc::bind(application, &delete_user_basket));
  add("CleanupExpiredBaskets", rpc::bind(application, &clean_up));
}

}  // namespace ddd::basket
