#include <google/protobuf/empty.pb.h>

#include <ddd/platform/grpc/bind.hpp>
#include <ddd/user/adapters/grpc/messages.hpp>
#include <ddd/user/adapters/grpc/methods.hpp>

namespace ddd::user {
namespace {

using google::protobuf::Empty;

crypto::Secret secret(const std::string& text) {
  return crypto::Secret::take(std::string(text));
}

Task<Result<Empty>> change_password(Application& application, const CallContext& call,
                                    const v1::ChangePasswordRequest& request) {
  ChangePassword command{.current_password = secret(request.current_password()),
                         .new_password = secret(request.new_password())};
  DDD_CO_CHECK(co_await application.commands.change_password.handle(call, std::move(command)));
  co_return Empty();
}

Task<Result<Empty>> request_password_reset(Application& application, const CallContext& call,
                                           const v1::RequestPasswordResetRequest& request) {
  RequestPasswordReset command{.email = request.email()};
  DDD_CO_CHECK(co_await application.commands.request_password_reset.handle(call, std::move(command)));
  co_return Empty();
}

Task<Result<Empty>> confirm_password_reset(Application& application, const CallContext& call,
                                           const v1::ConfirmPasswordResetRequest& request) {
  ResetPassword command{.token = secret(request.token()), .new_password = secret(request.new_password())};
  DDD_CO_CHECK(co_await application.commands.reset_password.handle(call, std::move(command)));
  co_return Empty();
}

Task<Result<Empty>> request_verification(Application& application, const CallContext& call,
                                         const v1::RequestVerificationRequest&) {
  DDD_CO_CHECK(co_await application.commands.request_verification.handle(call, RequestVerification{}));
  co_return Empty();
}

Task<Result<Empty>> verify_email(Application& application, const CallContext& call,
                                 const v1::VerifyEmailRequest& request) {
  VerifyEmail command{.token = secret(request.token())};
  DDD_CO_CHECK(co_await application.commands.verify_email.handle(call, std::move(command)));
  co_return Empty();
}

}  // namespace

void add_credential_methods(std::vector<rpc::Method>& methods, Application& application) {
  using rpc::Access;
  const auto add = [&](std::string name, Access access, rpc::MethodHandler handler,
                       api::RateClass rate = api::RateClass::usual) {
    methods.push_back({.name = std::move(name), .access = access, .handler = std::move(handler), .rate = rate});
  };
  add("ChangePassword", Access::user, rpc::bind(application, &change_password));
  add("RequestPasswordReset", Access::anyone, rpc::bind(application, &request_password_reset), api::RateClass::login);
  add("ConfirmPasswordReset", Access::anyone, rpc::bind(application, &confirm_password_reset), api::RateClass::login);
  add("RequestVerification", Access::user, rpc::bind(application, &request_verification));
  add("VerifyEmail", Access::anyone, rpc::bind(application, &verify_email));
}

}  // namespace ddd::user
