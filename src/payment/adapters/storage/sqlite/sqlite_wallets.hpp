#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::payment {

/// Wallets in payment.db. One per shard.
class SqliteWallets final : public WalletRepository {
 public:
  SqliteWallets(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<Wallet>> find(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Wallet& wallet, SaveContext context) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

}  // namespace ddd::payment
