#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <platform_ops/temp_folder.hpp>
#include <product/support/values.hpp>

#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/storage/memory/memory_catalogue.hpp>
#include <ddd/product/adapters/storage/sqlite/migrations.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_demand.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_product_views.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_products.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_stocks.hpp>

namespace ddd::product::test {

/// The storage ports of this context over one kind of store.
class Store {
 public:
  virtual ~Store() = default;
  virtual ProductRepository& products() = 0;
  virtual StockRepository& stocks() = 0;
  virtual ProductViews& views() = 0;
  virtual ViewCounts& view_counts() = 0;
  virtual BasketDemand& demand() = 0;
  virtual Outbox& outbox() = 0;
  virtual IdempotencyStore& idempotency() = 0;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(IdSource& ids)
      : products_(data_, ids), stocks_(data_, ids), views_(data_), view_counts_(data_), demand_(data_) {}
  ProductRepository& products() override { return products_; }
  StockRepository& stocks() override { return stocks_; }
  ProductViews& views() override { return views_; }
  ViewCounts& view_counts() override { return view_counts_; }
  BasketDemand& demand() override { return demand_; }
  Outbox& outbox() override { return data_.effects; }
  IdempotencyStore& idempotency() override { return data_.effects; }

 private:
  MemoryCatalogue data_;
  MemoryProducts products_;
  MemoryStocks stocks_;
  MemoryProductViews views_;
  MemoryViewCounts view_counts_;
  MemoryBasketDemand demand_;
};

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(IdSource& ids)
      : database_(sqlite::Database::open((folder_ / "product.db").string(), sqlite_migrations(), kStart,
                                         [](const std::string& what) { ADD_FAILURE() << what; })
                      .value()),
        reader_(database_->open_reader()),
        products_(*database_, *reader_, ids),
        stocks_(*database_, *reader_, ids),
        views_(*database_, *reader_),
        view_counts_(*database_),
        demand_(*database_),
        outbox_(*database_),
        idempotency_(*database_, *reader_) {}
  ProductRepository& products() override { return products_; }
  StockRepository& stocks() override { return stocks_; }
  ProductViews& views() override { return views_; }
  ViewCounts& view_counts() override { return view_counts_; }
  BasketDemand& demand() override { return demand_; }
  Outbox& outbox() override { return outbox_; }
  IdempotencyStore& idempotency() override { return idempotency_; }

 private:
  ddd::test::TempFolder folder_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::Connection> reader_;
  SqliteProducts products_;
  SqliteStocks stocks_;
  SqliteProductViews views_;
  SqliteViewCounts view_counts_;
  SqliteBasketDemand demand_;
  sqlite::SqliteOutbox outbox_;
  sqlite::SqliteIdempotencyStore idempotency_;
};

struct StoreKind {
  std::string name;
  std::unique_ptr<Store> (*make)(IdSource&);
};

inline std::vector<StoreKind> store_kinds() {
  return {{"memory", [](IdSource& ids) -> std::unique_ptr<Store> { return std::make_unique<MemoryStore>(ids); }},
          {"sqlite", [](IdSource& ids) -> std::unique_ptr<Store> { return std::make_unique<SqliteStore>(ids); }}};
}

}  // namespace ddd::product::test
