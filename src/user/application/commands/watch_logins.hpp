#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/login_settings.hpp>
#include <ddd/user/application/policies/watch_risk.hpp>
#include <ddd/user/application/ports/login_failures.hpp>

namespace ddd::user {

struct WatchLogins {};

/// Looks for accounts whose passwords somebody tries out. Beside the logins rather than in them: a refusal must not
/// take longer for an address that has an account.
class WatchLoginsHandler {
 public:
  WatchLoginsHandler(LoginFailures& failures, WatchRiskHandler risks, const LoginSettings& settings, const Clock& clock)
      : failures_(failures), risks_(risks), settings_(settings), clock_(clock) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, WatchLogins command);

 private:
  LoginFailures& failures_;
  WatchRiskHandler risks_;
  const LoginSettings& settings_;
  const Clock& clock_;
};

}  // namespace ddd::user
