#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/create_admin.hpp>
#include <ddd/user/application/commands/log_in.hpp>
#include <ddd/user/application/commands/log_out.hpp>
#include <ddd/user/application/commands/refresh_session.hpp>
#include <ddd/user/application/commands/register_user.hpp>
#include <ddd/user/application/commands/update_profile.hpp>
#include <ddd/user/application/login_settings.hpp>
#include <ddd/user/application/queries/get_profile.hpp>
#include <ddd/user/application/queries/validate_token.hpp>
#include <ddd/user/application/queries/validate_users.hpp>

namespace ddd::user {

/// What the use cases of this context need from outside. All outlive the Application.
struct Ports {
  UserRepository& users;
  SessionRepository& sessions;
  LoginFailures& login_failures;
  UserViews& views;
  PasswordHashing& passwords;
  AccessTokens& access_tokens;
  RefreshTokens& refresh_tokens;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  LoginSettings settings;
};

/// Everything the user context can do: its table of contents. One per shard.
struct Application {
  explicit Application(const Ports& ports);

  LoginSettings settings;

  struct Commands {
    UseCase<RegisterUserHandler> register_user;
    UseCase<LogInHandler> log_in;
    UseCase<RefreshSessionHandler> refresh_session;
    UseCase<LogOutHandler> log_out;
    UseCase<UpdateProfileHandler> update_profile;
    UseCase<CreateAdminHandler> create_admin;
  } commands;

  struct Queries {
    UseCase<GetProfileHandler> get_profile;
    UseCase<ValidateTokenHandler> validate_token;
    UseCase<ValidateUsersHandler> validate_users;
  } queries;
};

}  // namespace ddd::user
