#include <ddd/product/application/queries/list_products.hpp>

namespace ddd::product {

Task<Result<ProductPage>> ListProductsHandler::handle(const CallContext& call, ProductListing query) {
  if (!call.is_admin()) {
    query.filter.is_active = true;
    query.filter.is_low.reset();
  }
  co_return co_await views_.list(std::move(query));
}

}  // namespace ddd::product
