#pragma once

#include <optional>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>

namespace ddd::payment {

struct AddPaymentMethod {
  std::string token;  ///< the provider's pm_...
  bool as_default = false;
  Render<PaymentMethod> render = nullptr;
};

/// The signed-in user keeps a card that the provider knows. Errors: `payment.invalid`, `payment_method.unknown`,
/// `payment_method.too_many`, `payment.provider_unavailable`.
class AddPaymentMethodHandler {
 public:
  AddPaymentMethodHandler(WalletRepository& wallets, PaymentGateway& gateway, const Clock& clock, IdSource& ids)
      : wallets_(wallets), gateway_(gateway), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<PaymentMethod>> handle(const CallContext& call, AddPaymentMethod command);

 private:
  [[nodiscard]] Task<Result<PaymentMethod>> attempt(const CallContext& call, UserId user_id,
                                                    const AddPaymentMethod& command, const PaymentMethodId& id,
                                                    const CardFacts& card);

  WalletRepository& wallets_;
  PaymentGateway& gateway_;
  const Clock& clock_;
  IdSource& ids_;
};

struct ChangePaymentMethod {
  PaymentMethodId id;
  std::optional<bool> make_default;  ///< false is refused: another method is made the default instead
  std::optional<bool> active;
  bool remove = false;
  Render<PaymentMethod> render = nullptr;
};

/// The signed-in user changes or removes one of their methods; gives it as it then is (or was, when removed).
/// Errors: `payment_method.not_found`, `payment_method.inactive`, `payment.invalid`.
class ChangePaymentMethodHandler {
 public:
  ChangePaymentMethodHandler(WalletRepository& wallets, const Clock& clock) : wallets_(wallets), clock_(clock) {}

  [[nodiscard]] Task<Result<PaymentMethod>> handle(const CallContext& call, ChangePaymentMethod command);

 private:
  [[nodiscard]] Task<Result<PaymentMethod>> attempt(const CallContext& call, UserId user_id,
                                                    const ChangePaymentMethod& command);

  WalletRepository& wallets_;
  const Clock& clock_;
};

}  // namespace ddd::payment
