#include <ddd/platform/context/authorization.hpp>
#include <ddd/product/application/queries/list_movements.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {

Task<Result<MovementPage>> ListMovementsHandler::handle(const CallContext& call, ListMovements query) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_TRY(const auto found, co_await views_.find_many({query.id}));
  if (found.empty()) co_return Refused(errors::not_found());
  co_return co_await views_.movements(query.id, query.limit, query.before);
}

}  // namespace ddd::product
