#pragma once

#include <map>
#include <utility>
#include <vector>

#include <ddd/basket/domain/offer.hpp>
#include <ddd/contracts/product/product_api.hpp>

namespace ddd::basket::test {

/// The product context's published calls with a shelf to fill. Stock is not this context's business.
class FakeProducts final : public contracts::ProductApi {
 public:
  [[nodiscard]] Task<Result<std::vector<contracts::ProductInfo>>> validate_products(
      const CallContext& call, std::vector<ProductId> ids) override {
    calls.push_back(call);
    if (is_away) {
      co_return Refused(Error{.kind = ErrorKind::unavailable, .code = "product.unavailable", .message = "Away."});
    }
    std::vector<contracts::ProductInfo> infos;
    for (const auto id : ids) {
      const auto found = shelf.find(id);
      if (found == shelf.end()) continue;
      const auto& offer = found->second;
      infos.push_back({offer.product_id, offer.name, offer.price, offer.available, offer.is_active});
    }
    co_return infos;
  }
  [[nodiscard]] Task<Result<>> reserve_stock(const CallContext&, contracts::ReserveStockRequest) override {
    co_return Refused(Error{});
  }
  [[nodiscard]] Task<Result<>> pin_reservation(const CallContext&, PaymentId) override { co_return Refused(Error{}); }
  [[nodiscard]] Task<Result<>> release_reservation(const CallContext&, PaymentId) override {
    co_return Refused(Error{});
  }

  void has(Offer offer) { shelf.insert_or_assign(offer.product_id, std::move(offer)); }

  std::map<ProductId, Offer> shelf;
  std::vector<CallContext> calls;
  bool is_away = false;
};

}  // namespace ddd::basket::test
