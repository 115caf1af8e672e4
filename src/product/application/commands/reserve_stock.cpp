#include <ddd/platform/context/authorization.hpp>
#include <ddd/product/application/commands/reserve_stock.hpp>

namespace ddd::product {

Task<Result<>> ReserveStockHandler::handle(const CallContext& call, ReserveStock command) {
  DDD_CO_CHECK(require_service(call, {"payment-service"}));
  auto touched = products_of(command);
  DDD_CO_CHECK(co_await stocks_.apply(std::move(command), SaveContext::of(call, clock_.now())));
  co_await changes_.changed(std::move(touched));
  co_return Result<>{};
}

}  // namespace ddd::product
