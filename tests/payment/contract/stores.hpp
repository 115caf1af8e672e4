#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <payment/support/values.hpp>
#include <platform_ops/temp_folder.hpp>

#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>
#include <ddd/payment/adapters/storage/sqlite/migrations.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_fulfilments.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payment_views.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payments.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_wallets.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::payment::test {

/// The storage ports of this context over one kind of store.
class Store {
 public:
  virtual ~Store() = default;
  virtual PaymentRepository& payments() = 0;
  virtual WalletRepository& wallets() = 0;
  virtual PaymentViews& views() = 0;
  virtual FulfilmentRepository& fulfilments() = 0;
  virtual Outbox& outbox() = 0;
  virtual IdempotencyStore& idempotency() = 0;
  /// As after a restart of the process: everything but the data is new.
  virtual void reopen() = 0;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(IdSource& ids)
      : payments_(data_, ids), wallets_(data_, ids), views_(data_), fulfilments_(data_) {}
  PaymentRepository& payments() override { return payments_; }
  WalletRepository& wallets() override { return wallets_; }
  PaymentViews& views() override { return views_; }
  FulfilmentRepository& fulfilments() override { return fulfilments_; }
  Outbox& outbox() override { return data_.effects; }
  IdempotencyStore& idempotency() override { return data_.effects; }
  void reopen() override {}

 private:
  MemoryPaymentStore data_;
  MemoryPayments payments_;
  MemoryWallets wallets_;
  MemoryPaymentViews views_;
  MemoryFulfilments fulfilments_;
};

/// A file of its own in a folder that goes with it.
class SqliteStore final : public Store {
 public:
  explicit SqliteStore(IdSource& ids) : ids_(ids) { open(); }
  PaymentRepository& payments() override { return opened_->payments; }
  WalletRepository& wallets() override { return opened_->wallets; }
  PaymentViews& views() override { return opened_->views; }
  FulfilmentRepository& fulfilments() override { return opened_->fulfilments; }
  Outbox& outbox() override { return opened_->outbox; }
  IdempotencyStore& idempotency() override { return opened_->idempotency; }
  void reopen() override {
    opened_.reset();
    open();
  }

  /// Runs SQL of the test's own, as an operator would.
  bool run_by_hand(const std::string& sql) {
    sqlite::Connection connection(file(), sqlite::Connection::Mode::read_write);
    try {
      connection.run_script(sql);
      return true;
    } catch (const sqlite::Failure&) {
      return false;
    }
  }

 private:
  struct Opened {
    Opened(const std::string& file, IdSource& ids)
        : database(sqlite::Database::open(file, sqlite_migrations(), kStart, nullptr).value()),
          reader(database->open_reader()),
          payments(*database, *reader, ids),
          wallets(*database, *reader, ids),
          views(*database, *reader),
          fulfilments(*database, *reader),
          outbox(*database),
          idempotency(*database, *reader) {}

    std::unique_ptr<sqlite::Database> database;
    std::unique_ptr<sqlite::Connection> reader;
    SqlitePayments payments;
    SqliteWallets wallets;
    SqlitePaymentViews views;
    SqliteFulfilments fulfilments;
    sqlite::SqliteOutbox outbox;
    sqlite::SqliteIdempotencyStore idempotency;
  };

  [[nodiscard]] std::string file() const { return (folder_ / "payment.db").string(); }
  void open() { opened_ = std::make_unique<Opened>(file(), ids_); }

  IdSource& ids_;
  ddd::test::TempFolder folder_;
  std::unique_ptr<Opened> opened_;
};

struct StoreKind {
  std::string name;
  std::unique_ptr<Store> (*make)(IdSource&);
};

inline std::vector<StoreKind> store_kinds() {
  return {{"memory", [](IdSource& ids) -> std::unique_ptr<Store> { return std::make_unique<MemoryStore>(ids); }},
          {"sqlite", [](IdSource& ids) -> std::unique_ptr<Store> { return std::make_unique<SqliteStore>(ids); }}};
}

inline std::string name_of(const testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

}  // namespace ddd::payment::test
