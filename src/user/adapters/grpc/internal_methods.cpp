#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/user/adapters/grpc/messages.hpp>
#include <ddd/user/adapters/grpc/methods.hpp>

namespace ddd::user {
namespace {

Task<Result<v1::ValidateUsersResponse>> validate_users(Application& application, const CallContext& call,
                                                       const v1::ValidateUsersRequest& request) {
  rpc::RequestValues values;
  values.batch("/users", request.users_size());
  DDD_CO_CHECK(values.check());
  ValidateUsers query;
  // Ids that can't be any are those of nobody, and nobody's session is invalid.
  for (const auto& item : request.users()) {
    query.users.push_back({UserId(item.user_id()), SessionId::restore(item.session_id())});
  }
  DDD_CO_TRY(const auto answers, co_await application.queries.validate_users.handle(call, std::move(query)));
  v1::ValidateUsersResponse response;
  for (const auto& [user_id, valid] : answers) {
    auto& item = *response.add_users();
    item.set_user_id(user_id.value());
    item.set_valid(valid);
  }
  co_return response;
}

}  // namespace

void add_internal_methods(std::vector<rpc::Method>& methods, Application& application) {
  methods.push_back({.name = "ValidateUsers",
                     .access = rpc::Access::service,
                     .handler = rpc::bind(application, &validate_users),
                     .callers = {"payment-service"}});
}

}  // namespace ddd::user
