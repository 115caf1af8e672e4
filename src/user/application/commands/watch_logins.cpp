#include <ddd/user/application/commands/watch_logins.hpp>

namespace ddd::user {

Task<Result<>> WatchLoginsHandler::handle(const CallContext& call, WatchLogins) {
  const auto now = clock_.now();
  DDD_CO_TRY(const auto users,
             co_await failures_.accounts_with(settings_.most_failures, now - settings_.failure_window));
  for (const auto user_id : users) {
    SignalSeen seen{.user_id = user_id, .signal = RiskSignal::logins_failed, .at = now, .event = std::nullopt};
    DDD_CO_CHECK(co_await risks_.handle(call, std::move(seen)));
  }
  co_return Result<>{};
}

}  // namespace ddd::user
