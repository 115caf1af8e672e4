#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/product/application/commands/update_product.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {

Task<Result<ProductView>> UpdateProductHandler::handle(const CallContext& call, UpdateProduct command) {
  DDD_CO_CHECK(require_admin(call));
  co_return co_await retry_on_conflict([&] { return attempt(call, command); });
}

Task<Result<ProductView>> UpdateProductHandler::attempt(const CallContext& call, const UpdateProduct& command) {
  DDD_CO_TRY(auto product, co_await products_.find(command.id));
  DDD_CO_TRY(auto found, co_await views_.find_many({command.id}));
  if (found.empty()) co_return Refused(errors::not_found());
  const auto now = clock_.now();
  DDD_CO_CHECK(product.change(command.patch, command.expected_version, settings_.currency, now));
  auto view = std::move(found.front());
  if (!product.has_changes()) co_return view;
  view.details = product.state().details;
  view.updated_at = product.state().updated_at;
  view.version = product.version() + 1;
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, command.id.to_text(), command.render, view, now);
  DDD_CO_CHECK(co_await products_.save(product, std::move(context)));
  co_await changes_.changed({command.id});
  co_return view;
}

}  // namespace ddd::product
