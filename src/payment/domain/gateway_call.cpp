#include <utility>

#include <ddd/payment/domain/gateway_call.hpp>

namespace ddd::payment {

std::string_view to_text(GatewayOperation operation) {
  switch (operation) {
    case GatewayOperation::create:
      return "create";
    case GatewayOperation::confirm:
      return "confirm";
    case GatewayOperation::capture:
      return "capture";
    case GatewayOperation::cancel:
      return "cancel";
    case GatewayOperation::refund:
      return "refund";
  }
  std::unreachable();
}

std::string gateway_key(const PaymentId& payment, GatewayOperation operation, int attempt) {
  return payment.to_text() + ":" + std::string(to_text(operation)) + ":" + std::to_string(attempt);
}

}  // namespace ddd::payment
