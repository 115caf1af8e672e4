#pragma once

#include <ddd/contracts/product/product_api.hpp>
#include <ddd/product/application/application.hpp>

namespace ddd::product {

/// The published calls, answered in this process.
class LocalProductApi final : public contracts::ProductApi {
 public:
  explicit LocalProductApi(Application& application) : application_(application) {}

  [[nodiscard]] Task<Result<std::vector<contracts::ProductInfo>>> validate_products(
      const CallContext& call, std::vector<ProductId> ids) override;
  [[nodiscard]] Task<Result<>> reserve_stock(const CallContext& call, contracts::ReserveStockRequest request) override;
  [[nodiscard]] Task<Result<>> pin_reservation(const CallContext& call, PaymentId payment_id) override;
  [[nodiscard]] Task<Result<>> release_reservation(const CallContext& call, PaymentId payment_id) override;

 private:
  Application& application_;
};

}  // namespace ddd::product
