#include <google/protobuf/empty.pb.h>

#include <ddd/platform/grpc/bind.hpp>
#include <ddd/user/adapters/grpc/messages.hpp>
#include <ddd/user/adapters/grpc/methods.hpp>

namespace ddd::user {
namespace {

Task<Result<v1::User>> register_user(Application& application, const CallContext& call,
                                     const v1::RegisterRequest& request) {
  RegisterUser command{{.email = request.email(),
                        .password = crypto::Secret::take(std::string(request.password())),
                        .first_name = request.first_name(),
                        .last_name = request.last_name()}};
  DDD_CO_TRY(const auto view, co_await application.commands.register_user.handle(call, std::move(command)));
  co_return to_message(view);
}

Task<Result<v1::User>> get_profile(Application& application, const CallContext& call, const v1::GetProfileRequest&) {
  DDD_CO_TRY(const auto view, co_await application.queries.get_profile.handle(call, GetProfile{}));
  co_return to_message(view);
}

Task<Result<v1::User>> update_profile(Application& application, const CallContext& call,
                                      const v1::UpdateProfileRequest& request) {
  UpdateProfile command;
  if (request.has_first_name()) command.first_name = request.first_name();
  if (request.has_last_name()) command.last_name = request.last_name();
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_TRY(const auto view, co_await application.commands.update_profile.handle(call, std::move(command)));
  co_return to_message(view);
}

Task<Result<v1::ExportAccountResponse>> export_account(Application& application, const CallContext& call,
                                                       const v1::ExportAccountRequest&) {
  DDD_CO_TRY(const auto held, co_await application.queries.export_account.handle(call, ExportAccount{}));
  co_return to_message(held);
}

Task<Result<google::protobuf::Empty>> delete_account(Application& application, const CallContext& call,
                                                     const v1::DeleteAccountRequest& request) {
  EraseAccount command{.password = crypto::Secret::take(std::string(request.password()))};
  DDD_CO_CHECK(co_await application.commands.erase_account.handle(call, std::move(command)));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_account_methods(std::vector<rpc::Method>& methods, Application& application) {
  methods.push_back({.name = "Register", .handler = rpc::bind(application, &register_user)});
  methods.push_back(
      {.name = "GetProfile", .access = rpc::Access::user, .handler = rpc::bind(application, &get_profile)});
  methods.push_back(
      {.name = "UpdateProfile", .access = rpc::Access::user, .handler = rpc::bind(application, &update_profile)});
  methods.push_back(
      {.name = "ExportAccount", .access = rpc::Access::user, .handler = rpc::bind(application, &export_account)});
  methods.push_back(
      {.name = "DeleteAccount", .access = rpc::Access::user, .handler = rpc::bind(application, &delete_account)});
}

}  // namespace ddd::user
