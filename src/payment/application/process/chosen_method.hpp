#pragma once

#include <string>

#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::payment {

/// The provider's token behind what a client gave as payment_method_id: one of the user's saved methods, or, where
/// allowed, a test method of the provider. Errors: `payment.invalid` (at /payment_method_id),
/// `payment_method.not_found`, `payment_method.inactive`.
[[nodiscard]] Task<Result<std::string>> chosen_method(WalletRepository& wallets, const PaymentSettings& settings,
                                                      UserId user_id, std::string given);

/// `payment.invalid` (at /return_url) unless it is empty or http(s) without credentials, at most 2,000 bytes.
[[nodiscard]] Result<> check_return_url(std::string_view url);

}  // namespace ddd::payment
