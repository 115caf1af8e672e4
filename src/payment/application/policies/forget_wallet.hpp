#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// An account was erased, says an event.
struct AccountErased {
  UserId user_id;
  InboxEntry event;
};

enum class Forgetting {
  done,
  no_methods,
};

/// The payment methods of an erased account go. Its payments stay: they name the user by its number alone. Error:
/// `store.duplicate_event`.
class ForgetWalletHandler {
 public:
  ForgetWalletHandler(WalletRepository& wallets, const Clock& clock) : wallets_(wallets), clock_(clock) {}

  [[nodiscard]] Task<Result<Forgetting>> handle(const CallContext& call, AccountErased fact);

 private:
  [[nodiscard]] Task<Result<Forgetting>> attempt(const CallContext& call, const AccountErased& fact);

  WalletRepository& wallets_;
  const Clock& clock_;
};

}  // namespace ddd::payment
