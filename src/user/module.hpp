#pragma once

#include <string>
#include <vector>

#include <ddd/contracts/user/user_api.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/grpc/service.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>
#include <ddd/platform/messaging/subscription.hpp>
#include <ddd/user/adapters/http/handlers.hpp>
#include <ddd/user/adapters/published/local_user_api.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user {

/// What the module takes from the world it runs in. Everything referred to outlives it.
struct ModulePorts {
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
  IdempotencyStore& idempotency;
  PasswordHashing& passwords;
  AccessTokens& access_tokens;
  OpaqueTokens& tokens;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  LoginSettings settings;
  std::string jwks;  ///< the live public keys as a JWK Set
};

/// The user context as one value, for one shard: takes ports, gives routes, subscriptions, jobs and its published
/// calls. It opens no file and no socket.
class Module {
 public:
  explicit Module(ModulePorts ports);
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  [[nodiscard]] api::RouteTable routes();
  [[nodiscard]] rpc::Service grpc_service();
  /// Served outside the API's prefix.
  [[nodiscard]] api::RouteTable well_known();
  [[nodiscard]] std::vector<GroupSubscription> group_subscriptions();
  [[nodiscard]] std::vector<PeriodicJob> jobs();
  [[nodiscard]] contracts::UserApi& api() { return api_; }
  [[nodiscard]] Application& application() { return application_; }

 private:
  [[nodiscard]] Task<Result<>> send_mails();
  [[nodiscard]] Task<Result<>> sweep_accounts();
  [[nodiscard]] Task<Result<>> watch_logins();

  IdempotencyStore& idempotency_;
  Application application_;
  HttpHandlers handlers_;
  LocalUserApi api_;
};

}  // namespace ddd::user
