#pragma once

#include <ddd/contracts/basket/basket_api.hpp>
#include <ddd/contracts/product/product_api.hpp>
#include <ddd/contracts/user/user_api.hpp>
#include <ddd/payment/application/ports/neighbours.hpp>

namespace ddd::payment {

// The neighbours through their published calls, wherever those are answered. Each call goes out under payment's own
// service identity.

class PublishedUserDirectory final : public UserDirectory {
 public:
  explicit PublishedUserDirectory(contracts::UserApi& api) : api_(api) {}
  [[nodiscard]] Task<Result<bool>> is_valid(const CallContext& call, Principal principal) override;

 private:
  contracts::UserApi& api_;
};

class PublishedProductCatalogue final : public ProductCatalogue {
 public:
  explicit PublishedProductCatalogue(contracts::ProductApi& api) : api_(api) {}
  [[nodiscard]] Task<Result<std::vector<OfferedProduct>>> find_many(const CallContext& call,
                                                                    std::vector<ProductId> ids) override;
  [[nodiscard]] Task<Result<>> reserve(const CallContext& call, PaymentId id, std::vector<WantedLine> lines,
                                       std::chrono::seconds hold) override;
  [[nodiscard]] Task<Result<>> pin(const CallContext& call, PaymentId id) override;

 private:
  contracts::ProductApi& api_;
};

class PublishedBasketReader final : public BasketReader {
 public:
  explicit PublishedBasketReader(contracts::BasketApi& api) : api_(api) {}
  [[nodiscard]] Task<Result<BasketToPay>> find(const CallContext& call, UserId user_id,
                                               std::optional<BasketId> id) override;

 private:
  contracts::BasketApi& api_;
};

}  // namespace ddd::payment
