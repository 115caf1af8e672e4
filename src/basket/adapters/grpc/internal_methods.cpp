#include <google/rpc/status.pb.h>

#include <ddd/basket/adapters/grpc/messages.hpp>
#include <ddd/basket/adapters/grpc/methods.hpp>
#include <ddd/basket/domain/errors.hpp>
#include <ddd/platform/grpc/batch.hpp>
#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/platform/grpc/status.hpp>

namespace ddd::basket {
namespace {

Task<Result<CheckoutView>> read_one(Application& application, const CallContext& call,
                                    const v1::GetForCheckoutRequest::Item& item) {
  DDD_CO_TRY(const auto user_id, rpc::to_id<UserId>(item.user_id(), errors::not_found()));
  GetForCheckout query{.user_id = user_id, .basket_id = std::nullopt};
  if (item.has_basket_id()) {
    DDD_CO_TRY(query.basket_id, rpc::to_id<BasketId>(item.basket_id(), errors::not_found()));
  }
  co_return co_await application.queries.get_for_checkout.handle(call, std::move(query));
}

Task<Result<v1::GetForCheckoutResponse>> get_for_checkout(Application& application, const CallContext& call,
                                                          const v1::GetForCheckoutRequest& request) {
  rpc::RequestValues values;
  values.batch("/baskets", request.baskets_size());
  DDD_CO_CHECK(values.check());
  std::vector<Task<Result<CheckoutView>>> pieces;
  for (const auto& item : request.baskets()) pieces.push_back(read_one(application, call, item));
  v1::GetForCheckoutResponse response;
  for (const auto& result : co_await rpc::each_of(std::move(pieces))) {
    auto& outcome = *response.add_baskets();
    if (result) {
      *outcome.mutable_basket() = to_message(*result);
    } else {
      *outcome.mutable_refusal() = rpc::to_message(result.error(), {});
    }
  }
  co_return response;
}

}  // namespace

void add_internal_methods(std::vector<rpc::Method>& methods, Application& application) {
  methods.push_back({.name = "GetForCheckout",
                     .access = rpc::Access::service,
                     .handler = rpc::bind(application, &get_for_checkout),
                     .callers = {"payment-service"}});
}

}  // namespace ddd::basket
