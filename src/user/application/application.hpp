#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/change_password.hpp>
#include <ddd/user/application/commands/create_admin.hpp>
#include <ddd/user/application/commands/end_session.hpp>
#include <ddd/user/application/commands/erase_account.hpp>
#include <ddd/user/application/commands/log_in.hpp>
#include <ddd/user/application/commands/log_out.hpp>
#include <ddd/user/application/commands/refresh_session.hpp>
#include <ddd/user/application/commands/register_user.hpp>
#include <ddd/user/application/commands/request_mail.hpp>
#include <ddd/user/application/commands/reset_password.hpp>
#include <ddd/user/application/commands/send_mails.hpp>
#include <ddd/user/application/commands/sweep_accounts.hpp>
#include <ddd/user/application/commands/update_profile.hpp>
#include <ddd/user/application/commands/update_user.hpp>
#include <ddd/user/application/commands/verify_email.hpp>
#include <ddd/user/application/commands/watch_logins.hpp>
#include <ddd/user/application/login_settings.hpp>
#include <ddd/user/application/policies/count_orders.hpp>
#include <ddd/user/application/policies/forget_mails.hpp>
#include <ddd/user/application/policies/order_verification.hpp>
#include <ddd/user/application/policies/watch_risk.hpp>
#include <ddd/user/application/queries/export_account.hpp>
#include <ddd/user/application/queries/get_profile.hpp>
#include <ddd/user/application/queries/get_user.hpp>
#include <ddd/user/application/queries/list_sessions.hpp>
#include <ddd/user/application/queries/list_users.hpp>
#include <ddd/user/application/queries/validate_token.hpp>
#include <ddd/user/application/queries/validate_users.hpp>

namespace ddd::user {

/// What the use cases of this context need from outside. All outlive the Application.
struct Ports {
  UserRepository& users;
  SessionRepository& sessions;
  AccountTokens& account_tokens;
  LoginFailures& login_failures;
  UserViews& views;
  MailQueue& mails;
  Mailer& mailer;
  OrderStatistics& orders;
  RiskRepository& risks;
  HeldElsewhere& elsewhere;
  PasswordHashing& passwords;
  AccessTokens& access_tokens;
  OpaqueTokens& tokens;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  LoginSettings settings;
};

/// Everything the user context can do: its table of contents. One per shard.
struct Application {
  explicit Application(const Ports& ports);
  // The use cases refer to the members before them.
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  LoginSettings settings;
  PasswordAttempts attempts;

  struct Commands {
    UseCase<RegisterUserHandler> register_user;
    UseCase<LogInHandler> log_in;
    UseCase<RefreshSessionHandler> refresh_session;
    UseCase<LogOutHandler> log_out;
    UseCase<EndSessionHandler> end_session;
    UseCase<EndAllSessionsHandler> end_all_sessions;
    UseCase<UpdateProfileHandler> update_profile;
    UseCase<ChangePasswordHandler> change_password;
    UseCase<RequestPasswordResetHandler> request_password_reset;
    UseCase<ResetPasswordHandler> reset_password;
    UseCase<RequestVerificationHandler> request_verification;
    UseCase<VerifyEmailHandler> verify_email;
    UseCase<EraseAccountHandler> erase_account;
    UseCase<CreateAdminHandler> create_admin;
    UseCase<UpdateUserHandler> update_user;
    UseCase<DeleteUserHandler> delete_user;
    UseCase<SendMailsHandler> send_mails;
    UseCase<SweepAccountsHandler> sweep_accounts;
    UseCase<WatchLoginsHandler> watch_logins;
  } commands;

  struct Queries {
    UseCase<GetProfileHandler> get_profile;
    UseCase<ListSessionsHandler> list_sessions;
    UseCase<ExportAccountHandler> export_account;
    UseCase<ListUsersHandler> list_users;
    UseCase<GetUserHandler> get_user;
    UseCase<ValidateTokenHandler> validate_token;
    UseCase<ValidateUsersHandler> validate_users;
  } queries;

  struct Policies {
    UseCase<OrderVerificationHandler> order_verification;
    UseCase<ForgetMailsHandler> forget_mails;
    UseCase<CountOrdersHandler> count_orders;
    UseCase<WatchRiskHandler> watch_risk;
  } policies;
};

}  // namespace ddd::user
