#include <ddd/product/application/queries/list_categories.hpp>

namespace ddd::product {

Task<Result<std::vector<CategoryView>>> ListCategoriesHandler::handle(const CallContext&, ListCategories) {
  co_return co_await views_.categories();
}

}  // namespace ddd::product
