#include <utility>

#include <ddd/payment/application/ports/payment_gateway.hpp>

namespace ddd::payment {

std::string_view to_text(IntentStatus status) {
  switch (status) {
    case IntentStatus::requires_payment_method:
      return "requires_payment_method";
    case IntentStatus::requires_confirmation:
      return "requires_confirmation";
    case IntentStatus::requires_action:
      return "requires_action";
    case IntentStatus::processing:
      return "processing";
    case IntentStatus::requires_capture:
      return "requires_capture";
    case IntentStatus::succeeded:
      return "succeeded";
    case IntentStatus::canceled:
      return "canceled";
  }
  std::unreachable();
}

}  // namespace ddd::payment
