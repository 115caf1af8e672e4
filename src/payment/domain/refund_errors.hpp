#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/error.hpp>
#include <ddd/kernel/money.hpp>

/// Every refusal of a refund, beside those about its payment. The codes are part of the public contract.
namespace ddd::payment::errors {

[[nodiscard]] Error refund_not_found();
[[nodiscard]] Error refund_invalid(std::string_view pointer, std::string rule, std::string message);
/// Nothing was taken that could be given back.
[[nodiscard]] Error nothing_captured();
/// Carries `refundable`: what is left of the captured amount.
[[nodiscard]] Error exceeds_captured(const Money& refundable);
[[nodiscard]] Error too_many_refunds();
/// It has come to its end.
[[nodiscard]] Error refund_not_pending(std::string_view status);

}  // namespace ddd::payment::errors
