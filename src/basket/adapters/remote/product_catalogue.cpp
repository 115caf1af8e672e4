#include <algorithm>
#include <span>

#include <ddd/basket/adapters/remote/product_catalogue.hpp>

namespace ddd::basket {
namespace {

/// What one call of the product context takes.
constexpr std::size_t kMostIdsPerCall = 100;

}  // namespace

Task<Result<std::vector<Offer>>> ProductApiCatalogue::find_many(const CallContext& call, std::vector<ProductId> ids) {
  std::vector<Offer> offers;
  offers.reserve(ids.size());
  auto internal = call;
  internal.service = "basket-service";
  for (std::span<const ProductId> rest(ids); !rest.empty();) {
    const auto part = rest.first(std::min(rest.size(), kMostIdsPerCall));
    rest = rest.subspan(part.size());
    DDD_CO_TRY(auto infos, co_await products_.validate_products(internal, {part.begin(), part.end()}));
    for (auto& info : infos) {
      offers.push_back({.product_id = info.product_id,
                        .name = std::move(info.name),
                        .price = info.price,
                        .available = info.available,
                        .is_active = info.is_active});
    }
  }
  co_return offers;
}

}  // namespace ddd::basket
