#pragma once

#include <functional>
#include <memory>

#include <ddd/contracts/product/product_api.hpp>
#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/simulation/stores.hpp>

namespace ddd::simulation {

/// Puts something of its own before a port; empty: nothing.
template <class Port>
using Wrapper = std::function<std::unique_ptr<Port>(Port& inner, Stores& stores)>;

/// Where a test plants the mistakes that the simulation has to find.
struct Wrappers {
  Wrapper<payment::PaymentRepository> payments;
  Wrapper<product::StockRepository> stocks;
  Wrapper<basket::BasketRepository> baskets;
  Wrapper<payment::PaymentGateway> gateway;
  Wrapper<contracts::ProductApi> products;  ///< as payment calls them
  Wrapper<Outbox> payment_outbox;
  Wrapper<EventBus> product_bus;
};

/// The port as it is used: the wrapper's, or the one within.
template <class Port>
class Wrapped {
 public:
  Wrapped(const Wrapper<Port>& wrapper, Port& inner, Stores& stores)
      : own_(wrapper ? wrapper(inner, stores) : nullptr), port_(own_ ? *own_ : inner) {}
  [[nodiscard]] Port& operator*() const { return port_; }

 private:
  std::unique_ptr<Port> own_;
  Port& port_;
};

}  // namespace ddd::simulation
