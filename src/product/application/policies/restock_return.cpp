#include <ddd/product/application/policies/restock_return.hpp>
#include <ddd/product/application/touched_products.hpp>

namespace ddd::product {

Task<Result<>> RestockReturnHandler::handle(const CallContext& call, GoodsReturned fact) {
  auto context = SaveContext::of(call, clock_.now());
  context.inbox = std::move(fact.event);
  RestockReturn order{.reservation_id = std::move(fact.payment_id),
                      .refund_id = std::move(fact.refund_id),
                      .lines = std::move(fact.lines)};
  DDD_CO_TRY(const auto books, co_await stocks_.apply(std::move(order), std::move(context)));
  co_await changes_.changed(touched_products(books));
  co_return Result<>{};
}

}  // namespace ddd::product
