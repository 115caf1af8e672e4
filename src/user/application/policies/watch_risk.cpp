#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/policies/watch_risk.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<Watching>> WatchRiskHandler::handle(const CallContext& call, SignalSeen fact) {
  co_return co_await retry_on_conflict([&] { return attempt(call, fact); });
}

Task<Result<Watching>> WatchRiskHandler::attempt(const CallContext& call, const SignalSeen& fact) {
  DDD_CO_TRY(auto risk, co_await risks_.find(fact.user_id));
  risk.note(fact.signal, fact.at);
  if (!risk.has_changes()) co_return Watching::not_needed;
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = fact.event;
  const auto saved = co_await risks_.save(risk, std::move(context));
  if (!saved && saved.error().kind == ErrorKind::not_found) co_return Watching::not_needed;
  DDD_CO_CHECK(saved);
  co_return Watching::noted;
}

}  // namespace ddd::user
