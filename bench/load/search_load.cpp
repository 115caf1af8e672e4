#include "loads.hpp"

#include <ddd/platform/async/when_all.hpp>

namespace ddd::bench {
namespace {

Task<> search_repeatedly(ShopClient& shop, const std::vector<std::string>& queries, std::size_t next, Tally& tally) {
  for (; !tally.window().is_over(); ++next) {
    const auto& query = queries[next % queries.size()];
    const auto began = std::chrono::steady_clock::now();
    const auto answer = co_await shop.get("/api/v1/products/search?q=" + query);
    answer.status == 200 ? tally.succeeded(began) : tally.failed(answer.reason);
    if (answer.body.starts_with(R"({"data":[])")) tally.noticed("nothing found");
  }
}

}  // namespace

Task<std::string> run_searches(ShopClient& shop, std::vector<std::string> queries, LoadOptions options) {
  Tally tally(Window::starting_now(options.warm_up, options.measured));
  std::vector<Task<>> clients;
  for (std::size_t i = 0; i < options.clients; ++i) {
    clients.push_back(search_repeatedly(shop, queries, i * queries.size() / options.clients, tally));
  }
  co_await when_all(std::move(clients));
  co_return tally.to_json();
}

}  // namespace ddd::bench
