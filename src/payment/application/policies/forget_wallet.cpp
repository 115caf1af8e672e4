#include <utility>

#include <ddd/payment/application/policies/forget_wallet.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {

Task<Result<Forgetting>> ForgetWalletHandler::handle(const CallContext& call, AccountErased fact) {
  co_return co_await retry_on_conflict([&] { return attempt(call, fact); });
}

Task<Result<Forgetting>> ForgetWalletHandler::attempt(const CallContext& call, const AccountErased& fact) {
  DDD_CO_TRY(auto wallet, co_await wallets_.find(fact.user_id));
  const auto methods = wallet.state().methods;
  if (methods.empty()) co_return Forgetting::no_methods;
  const auto now = clock_.now();
  for (const auto& method : methods) DDD_CO_CHECK(wallet.remove(method.id, now));
  auto context = SaveContext::of(call, now);
  context.inbox = fact.event;
  DDD_CO_CHECK(co_await wallets_.save(wallet, std::move(context)));
  co_return Forgetting::done;
}

}  // namespace ddd::payment
