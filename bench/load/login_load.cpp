#include "loads.hpp"
#include <fmt/format.h>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::bench {
namespace {

Task<> log_in_repeatedly(ShopClient& shop, Account account, Tally& tally) {
  while (!tally.window().is_over()) {
    const auto began = std::chrono::steady_clock::now();
    const auto answer = co_await shop.log_in(account);
    answer.status == 200 ? tally.succeeded(began) : tally.failed(answer.reason);
  }
}

}  // namespace

Task<std::string> run_logins(ShopClient& shop, std::vector<Account> accounts, LoadOptions options) {
  Tally tally(Window::starting_now(options.warm_up, options.measured));
  std::vector<Task<>> clients;
  for (std::size_t i = 0; i < options.clients; ++i) {
    clients.push_back(log_in_repeatedly(shop, accounts[i % accounts.size()], tally));
  }
  co_await when_all(std::move(clients));
  co_return tally.to_json();
}

}  // namespace ddd::bench
