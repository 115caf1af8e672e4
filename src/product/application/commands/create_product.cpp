#include <ddd/platform/context/authorization.hpp>
#include <ddd/product/application/commands/create_product.hpp>
#include <ddd/product/application/view_of.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {

Result<> CreateProductHandler::check_rules(const CreateProduct& command) const {
  auto broken = command.broken;
  broken.field("", check(command.details, settings_.currency));
  if (command.stock < 0 || command.stock > Stock::kMost) {
    broken.field("", Result<>(Refused(errors::invalid_amount("/stock"))));
  }
  if (!broken.ok()) return std::move(broken).refuse("product.invalid");
  return {};
}

Task<Result<ProductView>> CreateProductHandler::handle(const CallContext& call, CreateProduct command) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_CHECK(check_rules(command));
  DDD_CO_TRY(const auto id, co_await products_.next_id());
  const auto now = clock_.now();
  DDD_CO_TRY(auto product, Product::create(id, std::move(command.details), settings_.currency, now));
  auto stock = Stock::open(id, command.stock, {ids_.make<AdjustmentId>().to_text(), {}}, now);
  auto view = view_after_save(product, stock);
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, id.to_text(), command.render, view, now);
  DDD_CO_CHECK(co_await products_.add(product, stock, std::move(context)));
  co_await changes_.changed({id});
  co_return view;
}

}  // namespace ddd::product
