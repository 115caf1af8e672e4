#include <random>
#include <stdexcept>

#include "loads.hpp"
#include <fmt/format.h>

#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/async/when_all.hpp>

namespace ddd::bench {
namespace {

constexpr int kProducts = 60;  // of the demo data, numbered from 1
constexpr int kPlenty = 10'000'000;
constexpr std::chrono::seconds kSettleLimit{30};
constexpr std::size_t kSignUpsAtOnce = 8;  // well within the queue of the password pool

class Buyer {
 public:
  Buyer(ShopClient& shop, Tally& tally, std::vector<Account> accounts, unsigned number)
      : shop_(shop), tally_(tally), accounts_(std::move(accounts)), random_(number) {}

  Task<> buy_repeatedly() {
    for (std::size_t turn = 0; !tally_.window().is_over(); ++turn) {
      co_await buy(accounts_[turn % accounts_.size()]);
    }
    for (const auto& account : accounts_) co_await wait_until_empty(account);
  }

 private:
  Task<> buy(const Account& account) {
    const auto began = std::chrono::steady_clock::now();
    const auto product = std::uniform_int_distribution(1, kProducts)(random_);
    const auto basket = co_await shop_.post("/api/v1/users/basket/items",
                                            fmt::format(R"({{"product_id":{},"quantity":1}})", product), account.token);
    if (basket.status != 200) co_return tally_.failed("basket " + basket.reason);
    const auto payment = co_await shop_.post(
        "/api/v1/payments", R"({"basket":"current","payment_method_id":"pm_card_visa"})", account.token, make_key());
    if (payment.status != 201) co_return tally_.failed("payment " + payment.reason);
    tally_.succeeded(began);
    if (basket.integer("item_count") != 1) tally_.noticed("earlier purchase still in the basket");
  }

  // Of letters alone: a random run of digits now and then looks like a card number, which the shop refuses.
  std::string make_key() {
    std::string key(32, 'a');
    for (auto& letter : key) letter = static_cast<char>('a' + random_() % 26);
    return key;
  }

  // The last of what a purchase sets off: by then its events have been everywhere.
  Task<> wait_until_empty(const Account& account) {
    const auto limit = std::chrono::steady_clock::now() + kSettleLimit;
    for (;;) {
      const auto basket = co_await shop_.get("/api/v1/users/basket", account.token);
      expect(basket, 200, "get basket");
      if (basket.integer("item_count") == 0) co_return;
      if (std::chrono::steady_clock::now() > limit) co_return tally_.failed("basket not emptied");
      co_await sleeper_.sleep_for(std::chrono::milliseconds(5));
    }
  }

  ShopClient& shop_;
  Tally& tally_;
  std::vector<Account> accounts_;
  std::mt19937_64 random_;
  TimerSleeper sleeper_;
};

Task<> sign_up_some(ShopClient& shop, std::vector<Account>& accounts, std::size_t& next, std::size_t wanted,
                    unsigned run) {
  while (next < wanted) {
    const auto number = next++;
    accounts.push_back(co_await shop.sign_up(fmt::format("load-{:08x}-{}@example.com", run, number)));
  }
}

Task<> stock_all(ShopClient& shop) {
  const auto admin =
      co_await shop.log_in({.email = "admin@example.com", .password = "admin-demo-password", .token = {}});
  expect(admin, 200, "log in as administrator");
  for (int product = 1; product <= kProducts; ++product) {
    expect(co_await shop.put(fmt::format("/api/v1/admin/products/{}/stock", product),
                             fmt::format(R"({{"stock":{}}})", kPlenty), admin.text("access_token")),
           200, "set stock");
  }
}

}  // namespace

Task<std::vector<Account>> prepare_shop(ShopClient& shop, std::size_t users) {
  co_await stock_all(shop);
  const auto run = std::random_device()();
  std::vector<Account> accounts;
  std::size_t next = 0;
  std::vector<Task<>> workers;
  for (std::size_t i = 0; i < kSignUpsAtOnce; ++i) workers.push_back(sign_up_some(shop, accounts, next, users, run));
  co_await when_all(std::move(workers));
  co_return accounts;
}

Task<std::string> run_purchases(ShopClient& shop, std::vector<Account> accounts, LoadOptions options) {
  if (accounts.size() < options.clients) throw std::runtime_error("there are fewer accounts than clients");
  Tally tally(Window::starting_now(options.warm_up, options.measured));
  std::vector<std::unique_ptr<Buyer>> buyers;
  std::vector<Task<>> running;
  for (std::size_t i = 0; i < options.clients; ++i) {
    std::vector<Account> own;
    for (auto at = i; at < accounts.size(); at += options.clients) own.push_back(accounts[at]);
    buyers.push_back(std::make_unique<Buyer>(shop, tally, std::move(own), std::random_device()()));
    running.push_back(buyers.back()->buy_repeatedly());
  }
  co_await when_all(std::move(running));
  co_return tally.to_json();
}

}  // namespace ddd::bench
