#include <cstddef>

#include <ddd/user/application/commands/sweep_accounts.hpp>

namespace ddd::user {
namespace {

constexpr std::size_t kAtOnce = 200;

/// Calls `remove()` (a function that makes a Task<Result<std::size_t>>) until it finds less than it may take.
template <class Remove>
Task<Result<>> remove_all(Remove remove) {
  for (std::size_t removed = kAtOnce; removed == kAtOnce;) {
    DDD_CO_TRY(removed, co_await remove());
  }
  co_return Result<>{};
}

}  // namespace

Task<Result<>> SweepAccountsHandler::handle(const CallContext&, SweepAccounts) {
  const auto now = clock_.now();
  DDD_CO_CHECK(co_await remove_all([&] { return sessions_.remove_expired(now, kAtOnce); }));
  DDD_CO_CHECK(co_await remove_all([&] { return account_tokens_.remove_expired(now, kAtOnce); }));
  co_return co_await remove_all([&] { return mails_.remove_finished(now - MailOrder::kWindow, kAtOnce); });
}

}  // namespace ddd::user
