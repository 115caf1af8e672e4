#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::payment {

enum class GatewayOperation { create, confirm, capture, cancel, refund };
[[nodiscard]] std::string_view to_text(GatewayOperation operation);

/// A request to the provider that may move money or state there, written down before its first byte leaves. A repeat
/// after a crash sends the same key with the same parameters, so that the provider acts once.
struct GatewayCall {
  GatewayOperation operation = GatewayOperation::create;
  int attempt = 1;
  std::string key;         ///< the provider's Idempotency-Key
  std::string parameters;  ///< canonical text of what is asked; stored as it is, so that a mismatch can be found
  Timestamp prepared_at;
};

/// "<payment>:<operation>:<attempt>": derived, so that the same step always has the same key.
[[nodiscard]] std::string gateway_key(const PaymentId& payment, GatewayOperation operation, int attempt);

}  // namespace ddd::payment
