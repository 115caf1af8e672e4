#include <ddd/platform/context/authorization.hpp>
#include <ddd/product/application/queries/validate_products.hpp>

namespace ddd::product {

Task<Result<std::vector<ProductView>>> ValidateProductsHandler::handle(const CallContext& call,
                                                                       ValidateProducts query) {
  DDD_CO_CHECK(require_service(call, {"payment-service", "basket-service"}));
  co_return co_await views_.find_many(std::move(query.ids));
}

}  // namespace ddd::product
