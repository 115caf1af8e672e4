#include <ddd/product/application/queries/get_product.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {

Task<Result<ProductView>> GetProductHandler::handle(const CallContext& call, GetProduct query) {
  std::optional<ProductView> found;
  if (const auto* id = std::get_if<ProductId>(&query.which)) {
    DDD_CO_TRY(auto views, co_await views_.find_many({*id}));
    if (!views.empty()) found = std::move(views.front());
  } else {
    DDD_CO_TRY(found, co_await views_.find_by_sku(std::get<std::string>(std::move(query.which))));
  }
  if (!found || (!found->details.is_active && !call.is_admin())) co_return Refused(errors::not_found());
  co_return *std::move(found);
}

}  // namespace ddd::product
