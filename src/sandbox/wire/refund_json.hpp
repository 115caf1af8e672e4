#pragma once

#include <string>

#include <ddd/sandbox/domain/refund.hpp>

/// Refunds as JSON: docs.stripe.com/api/refunds/object, docs.stripe.com/api/charges/object, the parts that belong here.
namespace ddd::sandbox {

[[nodiscard]] std::string refund_json(const Refund::Snapshot& refund);
/// The charge of an intent whose money was taken.
[[nodiscard]] std::string charge_json(const PaymentIntent::Snapshot& intent);

}  // namespace ddd::sandbox
