#include <ddd/payment/adapters/events/publish.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_wallets.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;

std::vector<PaymentMethod> read_methods(Connection& connection, UserId user_id) {
  std::vector<PaymentMethod> methods;
  auto row = connection.query(
      R"(SELECT id, token, brand, last_four_digits, expiry_month, expiry_year, is_default, is_active, created_at, updated_at
         FROM payment_methods WHERE user_id = ?1 ORDER BY position)",
      user_id);
  while (row.next()) {
    methods.push_back({.id = PaymentMethodId::restore(row.string(0)),
                       .token = row.string(1),
                       .card = {.brand = row.string(2),
                                .last_four_digits = row.string(3),
                                .expiry_month = static_cast<int>(row.integer(4)),
                                .expiry_year = static_cast<int>(row.integer(5))},
                       .is_default = row.boolean(6),
                       .is_active = row.boolean(7),
                       .created_at = row.timestamp(8),
                       .updated_at = row.timestamp(9)});
  }
  return methods;
}

bool write_version(Connection& connection, const Wallet& wallet) {
  if (wallet.version() == 0) {
    return connection.execute(
               "INSERT INTO wallets (user_id, version, event_sequence) VALUES (?1, 1, ?2) ON CONFLICT DO NOTHING",
               wallet.user_id(), wallet.events().last()) == 1;
  }
  return connection.execute(
             "UPDATE wallets SET version = version + 1, event_sequence = ?3 WHERE user_id = ?1 AND version = ?2",
             wallet.user_id(), wallet.version(), wallet.events().last()) == 1;
}

/// A wallet holds few methods: they are all written anew.
void write_methods(Connection& connection, const Wallet::Snapshot& wallet) {
  connection.execute("DELETE FROM payment_methods WHERE user_id = ?1", wallet.user_id);
  int position = 0;
  for (const auto& method : wallet.methods) {
    connection.execute(
        R"(INSERT INTO payment_methods (user_id, position, id, token, brand, last_four_digits, expiry_month, expiry_year,
             is_default, is_active, created_at, updated_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))",
        wallet.user_id, position++, method.id, method.token, method.card.brand, method.card.last_four_digits,
        method.card.expiry_month, method.card.expiry_year, method.is_default, method.is_active, method.created_at,
        method.updated_at);
  }
}

}  // namespace

Task<Result<Wallet>> SqliteWallets::find(UserId user_id) {
  auto read = [user_id](Connection& connection) -> Result<Wallet> {
    auto row = connection.query("SELECT version, event_sequence FROM wallets WHERE user_id = ?1", user_id);
    if (!row.next()) return Wallet::empty(user_id);
    return Wallet::restore({.user_id = user_id,
                            .methods = read_methods(connection, user_id),
                            .version = row.integer(0),
                            .event_sequence = row.integer(1)});
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteWallets::save(Wallet& wallet, SaveContext context) {
  auto events = stamp(outgoing(wallet), ids_, context);
  DDD_CO_CHECK(co_await database_.writer().write(
      [wallet, events = std::move(events), context = std::move(context)](Connection& connection) -> Result<> {
        if (!write_version(connection, wallet)) return Refused(store_errors::version_conflict());
        write_methods(connection, wallet.state());
        return sqlite::write_effects(connection, context, events);
      }));
  wallet.mark_saved();
  co_return Result<>{};
}

}  // namespace ddd::payment
