#include <utility>

#include <ddd/sandbox/application/ports/event_store.hpp>

namespace ddd::sandbox {

std::string_view to_text(Delivery delivery) {
  switch (delivery) {
    case Delivery::none:
      return "none";
    case Delivery::pending:
      return "pending";
    case Delivery::delivered:
      return "delivered";
    case Delivery::failed:
      return "failed";
  }
  std::unreachable();
}

}  // namespace ddd::sandbox
