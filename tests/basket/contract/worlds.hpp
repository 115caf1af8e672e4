#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <basket/support/values.hpp>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <ddd/basket/adapters/storage/memory/memory_baskets.hpp>
#include <ddd/basket/adapters/storage/sqlite/migrations.hpp>
#include <ddd/basket/adapters/storage/sqlite/sqlite_baskets.hpp>
#include <ddd/basket/adapters/storage/sqlite/sqlite_flags.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::basket::test {

/// A store with everything a save writes into.
class World {
 public:
  virtual ~World() = default;
  [[nodiscard]] virtual BasketRepository& baskets() = 0;
  [[nodiscard]] virtual LineFlagRepository& flags() = 0;
  [[nodiscard]] virtual CheckoutMarks& checkouts() = 0;
  [[nodiscard]] virtual Outbox& outbox() = 0;
  [[nodiscard]] virtual IdempotencyStore& idempotency() = 0;
};

class MemoryWorld final : public World {
 public:
  [[nodiscard]] BasketRepository& baskets() override { return baskets_; }
  [[nodiscard]] LineFlagRepository& flags() override { return flags_; }
  [[nodiscard]] CheckoutMarks& checkouts() override { return checkouts_; }
  [[nodiscard]] Outbox& outbox() override { return store_.effects; }
  [[nodiscard]] IdempotencyStore& idempotency() override { return store_.effects; }

 private:
  CountingIds ids_;
  MemoryBasketStore store_;
  MemoryBaskets baskets_{store_, ids_};
  MemoryLineFlags flags_{store_, ids_};
  MemoryCheckoutMarks checkouts_{store_};
};

/// A file of its own in a folder that goes with it.
class SqliteWorld final : public World {
 public:
  SqliteWorld() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ddd-basket-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    database_ = sqlite::Database::open((folder_ / "basket.db").string(), sqlite_migrations(), kStart, nullptr).value();
    reader_ = database_->open_reader();
    baskets_ = std::make_unique<SqliteBaskets>(*database_, *reader_, ids_);
    flags_ = std::make_unique<SqliteLineFlags>(*database_, *reader_, ids_);
    checkouts_ = std::make_unique<SqliteCheckoutMarks>(*database_, *reader_);
    outbox_ = std::make_unique<sqlite::SqliteOutbox>(*database_);
    idempotency_ = std::make_unique<sqlite::SqliteIdempotencyStore>(*database_, *reader_);
  }
  ~SqliteWorld() override {
    outbox_.reset();
    reader_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] BasketRepository& baskets() override { return *baskets_; }
  [[nodiscard]] LineFlagRepository& flags() override { return *flags_; }
  [[nodiscard]] CheckoutMarks& checkouts() override { return *checkouts_; }
  [[nodiscard]] Outbox& outbox() override { return *outbox_; }
  [[nodiscard]] IdempotencyStore& idempotency() override { return *idempotency_; }

 private:
  CountingIds ids_;
  std::filesystem::path folder_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::Connection> reader_;
  std::unique_ptr<SqliteBaskets> baskets_;
  std::unique_ptr<SqliteLineFlags> flags_;
  std::unique_ptr<SqliteCheckoutMarks> checkouts_;
  std::unique_ptr<sqlite::SqliteOutbox> outbox_;
  std::unique_ptr<sqlite::SqliteIdempotencyStore> idempotency_;
};

struct WorldKind {
  std::string name;
  std::function<std::unique_ptr<World>()> make;
};

inline std::vector<WorldKind> world_kinds() {
  return {{"memory", [] { return std::make_unique<MemoryWorld>(); }},
          {"sqlite", [] { return std::make_unique<SqliteWorld>(); }}};
}

inline std::string name_of(const testing::TestParamInfo<WorldKind>& info) {
  return info.param.name;
}

}  // namespace ddd::basket::test
