#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/commands/request_mail.hpp>
#include <ddd/user/application/order_mail.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<>> RequestPasswordResetHandler::handle(const CallContext& call, RequestPasswordReset command) {
  Validation check;
  auto email = check.field("/email", Email::parse(command.email));
  if (!check.ok()) co_return std::move(check).refuse("user.invalid");
  DDD_CO_CHECK(co_await order_mail(mails_, ids_, TokenPurpose::password_reset, *std::move(email),
                                   SaveContext::of(call, clock_.now())));
  co_return Result<>{};
}

Task<Result<>> RequestVerificationHandler::handle(const CallContext& call, RequestVerification) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(const auto found, co_await views_.find_many({caller.user_id}));
  if (found.empty()) co_return Refused(errors::not_found());
  if (found.front().email_verified) co_return Result<>{};
  DDD_CO_CHECK(co_await order_mail(mails_, ids_, TokenPurpose::email_verification, Email::restore(found.front().email),
                                   SaveContext::of(call, clock_.now())));
  co_return Result<>{};
}

}  // namespace ddd::user
