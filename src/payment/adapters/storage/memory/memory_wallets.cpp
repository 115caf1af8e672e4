#include <ddd/payment/adapters/events/publish.hpp>
#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>

namespace ddd::payment {

Task<Result<Wallet>> MemoryWallets::find(UserId user_id) {
  const auto found = data_.wallets.find(user_id);
  if (found == data_.wallets.end()) co_return Wallet::empty(user_id);
  co_return Wallet::restore(found->second);
}

Task<Result<>> MemoryWallets::save(Wallet& wallet, SaveContext context) {
  const auto found = data_.wallets.find(wallet.user_id());
  const auto stored = found == data_.wallets.end() ? 0 : found->second.version;
  if (stored != wallet.version()) co_return Refused(store_errors::version_conflict());
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(wallet), ids_, context)));
  wallet.mark_saved();
  data_.wallets.insert_or_assign(wallet.user_id(), wallet.state());
  co_return Result<>{};
}

}  // namespace ddd::payment
