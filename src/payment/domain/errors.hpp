#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <ddd/kernel/error.hpp>
#include <ddd/kernel/ids.hpp>

/// Every refusal of the payment context. The codes are part of the public contract (docs/errors.md).
namespace ddd::payment::errors {

[[nodiscard]] Error not_found();
[[nodiscard]] Error basket_empty();
/// Exactly one of basket_id, basket and product_id says what is bought.
[[nodiscard]] Error subject_required(std::string_view pointer);
[[nodiscard]] Error invalid_quantity(std::string_view pointer, std::int64_t most);
[[nodiscard]] Error invalid_field(std::string_view pointer, std::string rule, std::string message);
[[nodiscard]] Error too_many_lines();
[[nodiscard]] Error product_inactive(ErrorRows lines);
[[nodiscard]] Error insufficient_stock(ErrorRows lines);
[[nodiscard]] Error total_changed(const Money& total);
[[nodiscard]] Error amount_out_of_range();
[[nodiscard]] Error nothing_to_charge();
[[nodiscard]] Error already_open(const PaymentId& payment_id);
/// The account or session is not valid any more.
[[nodiscard]] Error user_invalid();

[[nodiscard]] Error declined(std::string decline_code);
[[nodiscard]] Error reservation_lost();
[[nodiscard]] Error not_processable(std::string_view state);
[[nodiscard]] Error not_cancellable(std::string_view state);
/// Only a payment that waits for a person is settled by one.
[[nodiscard]] Error not_in_review();
/// What the provider says does not bear out what was asked for.
[[nodiscard]] Error evidence_differs(std::string provider_status);
/// Another request is working on this payment.
[[nodiscard]] Error in_progress();
/// It ended as failed for a reason of ours or the provider's.
[[nodiscard]] Error failed(std::string reason);
[[nodiscard]] Error ended(std::string_view state);

[[nodiscard]] Error method_not_found();
[[nodiscard]] Error method_unknown_to_provider();
[[nodiscard]] Error method_inactive();
[[nodiscard]] Error too_many_methods();
/// Of time, in a query.
[[nodiscard]] Error bad_range();
[[nodiscard]] Error invalid_signature();
[[nodiscard]] Error webhook_mismatch();
[[nodiscard]] Error provider_unavailable();

/// Adds what a problem about a payment carries.
[[nodiscard]] Error about(Error error, const PaymentId& payment_id, std::string_view status);

}  // namespace ddd::payment::errors
