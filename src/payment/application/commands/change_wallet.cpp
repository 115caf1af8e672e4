#include <ddd/payment/application/commands/change_wallet.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {
namespace {

Result<PaymentMethod> apply(Wallet& wallet, const ChangePaymentMethod& command, Timestamp now) {
  DDD_TRY(auto method, wallet.find(command.id));
  if (command.remove) {
    DDD_CHECK(wallet.remove(command.id, now));
    return method;
  }
  if (command.make_default == false && method.is_default) {
    return Refused(
        errors::invalid_field("/is_default", "default_required", "Make another method the default instead."));
  }
  if (command.active) DDD_CHECK(wallet.set_active(command.id, *command.active, now));
  if (command.make_default == true) DDD_CHECK(wallet.make_default(command.id, now));
  return wallet.find(command.id);
}

}  // namespace

Task<Result<PaymentMethod>> AddPaymentMethodHandler::handle(const CallContext& call, AddPaymentMethod command) {
  DDD_CO_TRY(const auto user, require_user(call));
  if (!is_provider_token(command.token)) {
    co_return Refused(errors::invalid_field("/token", "payment_method",
                                            "Must be a payment method of the provider, pm_..., never a card number."));
  }
  DDD_CO_TRY(const auto card, co_await gateway_.card_of(call, command.token));
  const auto id = ids_.make<PaymentMethodId>();
  co_return co_await retry_on_conflict([&] { return attempt(call, user.user_id, command, id, card); });
}

Task<Result<PaymentMethod>> AddPaymentMethodHandler::attempt(const CallContext& call, UserId user_id,
                                                             const AddPaymentMethod& command, const PaymentMethodId& id,
                                                             const CardFacts& card) {
  DDD_CO_TRY(auto wallet, co_await wallets_.find(user_id));
  const auto now = clock_.now();
  DDD_CO_CHECK(wallet.add(id, command.token, card, command.as_default, now));
  DDD_CO_TRY(auto method, wallet.find(id));
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, id.to_text(), command.render, method, now);
  DDD_CO_CHECK(co_await wallets_.save(wallet, std::move(context)));
  co_return method;
}

Task<Result<PaymentMethod>> ChangePaymentMethodHandler::handle(const CallContext& call, ChangePaymentMethod command) {
  DDD_CO_TRY(const auto user, require_user(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, user.user_id, command); });
}

Task<Result<PaymentMethod>> ChangePaymentMethodHandler::attempt(const CallContext& call, UserId user_id,
                                                                const ChangePaymentMethod& command) {
  DDD_CO_TRY(auto wallet, co_await wallets_.find(user_id));
  const auto now = clock_.now();
  DDD_CO_TRY(auto method, apply(wallet, command, now));
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, command.id.to_text(), command.render, method, now);
  DDD_CO_CHECK(co_await wallets_.save(wallet, std::move(context)));
  co_return method;
}

}  // namespace ddd::payment
