#pragma once

#include <ddd/payment/application/views.hpp>
#include <ddd/payment/v1/payment.pb.h>
#include <ddd/platform/grpc/messages.hpp>

/// The messages of the payment methods, made of what the use cases give.
namespace ddd::payment {

[[nodiscard]] v1::Payment to_message(const Payment::Snapshot& payment);
[[nodiscard]] v1::ListPaymentEventsResponse::Event to_message(const Transition& transition);
[[nodiscard]] v1::PaymentMethod to_message(const PaymentMethod& method);

/// What a change answers, as it is stored for repeats.
[[nodiscard]] StoredAnswer render(const CallContext& call, const PaymentOutcome& outcome);
[[nodiscard]] StoredAnswer render_method(const PaymentMethod& method);

}  // namespace ddd::payment
