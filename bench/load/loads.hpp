#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "shop_client.hpp"
#include "tally.hpp"

namespace ddd::bench {

struct LoadOptions {
  std::size_t clients = 1;
  std::chrono::milliseconds warm_up{500};
  std::chrono::milliseconds measured{5000};
};

/// Makes `users` accounts and stocks every product so that no load empties it.
[[nodiscard]] Task<std::vector<Account>> prepare_shop(ShopClient& shop, std::size_t users);

/// Every client logs in to an account of its own, again and again.
[[nodiscard]] Task<std::string> run_logins(ShopClient& shop, std::vector<Account> accounts, LoadOptions options);

/// Every client searches the catalogue, for one of `queries` after the other; each begins at another place.
[[nodiscard]] Task<std::string> run_searches(ShopClient& shop, std::vector<std::string> queries, LoadOptions options);

/// Every client puts one product into a basket and pays the basket, again and again. It takes turns between its
/// accounts, so that a basket has been emptied by event when its turn comes again.
[[nodiscard]] Task<std::string> run_purchases(ShopClient& shop, std::vector<Account> accounts, LoadOptions options);

}  // namespace ddd::bench
