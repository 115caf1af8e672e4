#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/timestamp.hpp>

namespace ddd::sandbox {

/// The value of `Stripe-Signature`: "t=<seconds>,v1=<hex>", where v1 is HMAC-SHA256 over "<seconds>.<body>" with the
/// endpoint's secret (docs.stripe.com/webhooks, "Verify webhook signatures manually").
[[nodiscard]] std::string webhook_signature(std::string_view secret, std::string_view body, Timestamp now);

}  // namespace ddd::sandbox
