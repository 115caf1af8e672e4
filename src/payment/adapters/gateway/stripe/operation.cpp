#include <utility>

#include <ddd/payment/adapters/gateway/stripe/operation.hpp>

namespace ddd::payment::stripe {

std::string_view to_text(Operation operation) {
  switch (operation) {
    case Operation::create:
      return "create";
    case Operation::confirm:
      return "confirm";
    case Operation::capture:
      return "capture";
    case Operation::cancel:
      return "cancel";
    case Operation::refund:
      return "refund";
    case Operation::look_up_refund:
      return "look_up_refund";
    case Operation::list_refunds:
      return "list_refunds";
    case Operation::look_up:
      return "look_up";
    case Operation::list:
      return "list";
    case Operation::find_card:
      return "find_card";
  }
  std::unreachable();
}

}  // namespace ddd::payment::stripe
