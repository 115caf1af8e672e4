#pragma once

#include <ddd/payment/domain/wallet.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::payment {

/// Where the users' payment methods live.
class WalletRepository {
 public:
  virtual ~WalletRepository() = default;
  /// An empty wallet for a user who has none.
  [[nodiscard]] virtual Task<Result<Wallet>> find(UserId user_id) = 0;
  [[nodiscard]] virtual Task<Result<>> save(Wallet& wallet, SaveContext context) = 0;
};

}  // namespace ddd::payment
