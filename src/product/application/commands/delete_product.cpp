#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/product/application/commands/delete_product.hpp>

namespace ddd::product {

Task<Result<>> DeleteProductHandler::handle(const CallContext& call, DeleteProduct command) {
  DDD_CO_CHECK(require_admin(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, command); });
}

Task<Result<>> DeleteProductHandler::attempt(const CallContext& call, const DeleteProduct& command) {
  DDD_CO_TRY(auto product, co_await products_.find(command.id));
  const auto now = clock_.now();
  DDD_CO_CHECK(product.remove(command.expected_version, now));
  DDD_CO_CHECK(co_await products_.save(product, SaveContext::of(call, now)));
  co_await changes_.changed({command.id});
  co_return Result<>{};
}

}  // namespace ddd::product
