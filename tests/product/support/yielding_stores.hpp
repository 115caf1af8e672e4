#pragma once

#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

#include <ddd/product/application/ports/product_repository.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::product::test {

/// As stores on another thread would: each call takes a turn of the event loop, so that use cases interleave.
class YieldingProducts final : public ProductRepository {
 public:
  explicit YieldingProducts(ProductRepository& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<ProductId>> next_id() override { return inner_.next_id(); }
  [[nodiscard]] Task<Result<Product>> find(ProductId id) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.find(id);
  }
  [[nodiscard]] Task<Result<>> add(Product& product, Stock& stock, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.add(product, stock, std::move(context));
  }
  [[nodiscard]] Task<Result<>> save(Product& product, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.save(product, std::move(context));
  }

 private:
  ProductRepository& inner_;
};

class YieldingStocks final : public StockRepository {
 public:
  explicit YieldingStocks(StockRepository& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<Stock>> find(ProductId id) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.find(id);
  }
  [[nodiscard]] Task<Result<>> save(Stock& stock, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.save(stock, std::move(context));
  }
  [[nodiscard]] Task<Result<StockBooks>> apply(ReservationOrder order, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.apply(std::move(order), std::move(context));
  }
  [[nodiscard]] Task<Result<>> note_failure(StockConsumeFailed failure, SaveContext context) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.note_failure(std::move(failure), std::move(context));
  }
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override {
    auto due = co_await inner_.expired_reservations(now, limit);
    co_await boost::asio::post(use_task);
    co_return due;
  }

 private:
  StockRepository& inner_;
};

}  // namespace ddd::product::test
