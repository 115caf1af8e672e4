#pragma once

#include <functional>
#include <vector>

#include <ddd/contracts/basket/basket_api.hpp>
#include <ddd/contracts/product/product_api.hpp>
#include <ddd/contracts/user/user_api.hpp>
#include <ddd/simulation/network.hpp>

namespace ddd::simulation {

/// Where each service can be called now; null while its process is down.
struct Services {
  contracts::UserApi* user = nullptr;
  contracts::ProductApi* product = nullptr;
  contracts::BasketApi* basket = nullptr;
};

/// The calls of one process to another, over the network. `from` is the caller's node.
class Neighbour {
 protected:
  Neighbour(Network& network, const Services& services, Node from)
      : network_(network), services_(services), from_(from) {}

  template <class T>
  [[nodiscard]] Task<Result<T>> ask(Node to, std::function<Task<Result<T>>()> work) {
    auto answer = co_await network_.call<Result<T>>(from_, to, network_.service_link(), std::move(work));
    if (!answer) co_return Refused(away());
    co_return *std::move(answer);
  }
  [[nodiscard]] const Services& services() const { return services_; }

 private:
  [[nodiscard]] static Error away();

  Network& network_;
  const Services& services_;
  Node from_;
};

class DistantUsers final : public contracts::UserApi, private Neighbour {
 public:
  DistantUsers(Network& network, const Services& services, Node from) : Neighbour(network, services, from) {}
  [[nodiscard]] Task<Result<std::vector<contracts::UserValidity>>> validate_users(
      const CallContext& call, std::vector<contracts::UserToValidate> users) override;
};

class DistantProducts final : public contracts::ProductApi, private Neighbour {
 public:
  DistantProducts(Network& network, const Services& services, Node from) : Neighbour(network, services, from) {}
  [[nodiscard]] Task<Result<std::vector<contracts::ProductInfo>>> validate_products(
      const CallContext& call, std::vector<ProductId> ids) override;
  [[nodiscard]] Task<Result<>> reserve_stock(const CallContext& call, contracts::ReserveStockRequest request) override;
  [[nodiscard]] Task<Result<>> pin_reservation(const CallContext& call, PaymentId payment_id) override;
  [[nodiscard]] Task<Result<>> release_reservation(const CallContext& call, PaymentId payment_id) override;
};

class DistantBaskets final : public contracts::BasketApi, private Neighbour {
 public:
  DistantBaskets(Network& network, const Services& services, Node from) : Neighbour(network, services, from) {}
  [[nodiscard]] Task<Result<contracts::CheckoutBasket>> get_for_checkout(const CallContext& call, UserId user_id,
                                                                         std::optional<BasketId> basket_id) override;
};

}  // namespace ddd::simulation
