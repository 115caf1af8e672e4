#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/effects/memory_effects.hpp>
#include <ddd/product/application/ports/basket_demand.hpp>
#include <ddd/product/application/ports/product_repository.hpp>
#include <ddd/product/application/ports/product_views.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>
#include <ddd/product/application/ports/view_counts.hpp>

namespace ddd::product {

/// The product context's data in memory, shared by the adapters below: for tests and simulation, on one shard.
/// What a "transaction" does here happens without a suspension, so nothing sees half of it.
struct MemoryCatalogue {
  struct ToldContents {
    BasketContents contents;
    Timestamp told_at;
  };

  MemoryEffects effects;
  std::uint64_t next_product = 1;
  std::map<ProductId, Product::Snapshot> products;
  std::map<ProductId, Stock::Snapshot> stocks;
  std::map<PaymentId, Reservation::Snapshot> reservations;
  std::vector<std::pair<ProductId, MovementView>> movements;
  std::map<PaymentId, std::string> failed_consumptions;
  std::map<ProductId, std::int64_t> view_counts;
  std::map<BasketId, ToldContents> demand;
};

class MemoryProducts final : public ProductRepository {
 public:
  MemoryProducts(MemoryCatalogue& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<ProductId>> next_id() override;
  [[nodiscard]] Task<Result<Product>> find(ProductId id) override;
  [[nodiscard]] Task<Result<>> add(Product& product, Stock& stock, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Product& product, SaveContext context) override;

 private:
  MemoryCatalogue& data_;
  IdSource& ids_;
};

class MemoryStocks final : public StockRepository {
 public:
  MemoryStocks(MemoryCatalogue& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<Stock>> find(ProductId id) override;
  [[nodiscard]] Task<Result<>> save(Stock& stock, SaveContext context) override;
  [[nodiscard]] Task<Result<StockBooks>> apply(ReservationOrder order, SaveContext context) override;
  [[nodiscard]] Task<Result<>> note_failure(StockConsumeFailed failure, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override;

 private:
  MemoryCatalogue& data_;
  IdSource& ids_;
};

class MemoryBasketDemand final : public BasketDemand {
 public:
  explicit MemoryBasketDemand(MemoryCatalogue& data) : data_(data) {}
  [[nodiscard]] Task<Result<bool>> replace(BasketContents contents, SaveContext context) override;

 private:
  MemoryCatalogue& data_;
};

class MemoryViewCounts final : public ViewCounts {
 public:
  explicit MemoryViewCounts(MemoryCatalogue& data) : data_(data) {}
  [[nodiscard]] Task<Result<>> add(std::vector<ProductViewed> views) override;

 private:
  MemoryCatalogue& data_;
};

class MemoryProductViews final : public ProductViews {
 public:
  explicit MemoryProductViews(MemoryCatalogue& data) : data_(data) {}
  [[nodiscard]] Task<Result<std::vector<ProductView>>> find_many(std::vector<ProductId> ids) override;
  [[nodiscard]] Task<Result<std::optional<ProductView>>> find_by_sku(std::string sku) override;
  [[nodiscard]] Task<Result<ProductPage>> list(ProductListing listing) override;
  [[nodiscard]] Task<Result<std::vector<CategoryView>>> categories() override;
  [[nodiscard]] Task<Result<MovementPage>> movements(ProductId id, std::size_t limit,
                                                     std::optional<std::int64_t> before) override;

 private:
  MemoryCatalogue& data_;
};

}  // namespace ddd::product
