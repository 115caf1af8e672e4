#include <ddd/payment/application/queries/list_transitions.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<TransitionPage>> ListTransitionsHandler::handle(const CallContext& call, ListTransitions query) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(const auto found, co_await views_.find(query.id));
  if (!found || (found->payment.user_id != caller.user_id && !call.is_admin())) co_return Refused(errors::not_found());
  co_return co_await views_.transitions(std::move(query.id), query.limit, query.after);
}

}  // namespace ddd::payment
