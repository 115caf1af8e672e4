#include <ddd/kernel/text.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/product/application/commands/change_stock.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

Result<> change(Stock& stock, const ChangeStock& command, Cause cause, Timestamp now) {
  switch (command.how) {
    case ChangeStock::How::set:
      return stock.set_on_hand(command.amount, std::move(cause), now);
    case ChangeStock::How::increase:
      return stock.receive(command.amount, std::move(cause), now);
    case ChangeStock::How::reduce:
      return stock.take_out(command.amount, std::move(cause), now);
  }
  std::unreachable();
}

Result<> check_reason(std::string_view reason) {
  constexpr std::size_t kMost = 255;
  Validation check;
  if (utf8_length(reason).value_or(kMost + 1) > kMost) {
    check.add({"/reason", "max_length", "Must have at most 255 characters.", kMost});
  }
  if (!check.ok()) return std::move(check).refuse("product.invalid");
  return {};
}

}  // namespace

Task<Result<ProductView>> ChangeStockHandler::handle(const CallContext& call, ChangeStock command) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_CHECK(check_reason(command.reason));
  co_return co_await retry_on_conflict([&] { return attempt(call, command); });
}

Task<Result<ProductView>> ChangeStockHandler::attempt(const CallContext& call, const ChangeStock& command) {
  DDD_CO_TRY(auto stock, co_await stocks_.find(command.id));
  DDD_CO_TRY(auto found, co_await views_.find_many({command.id}));
  if (found.empty()) co_return Refused(errors::not_found());
  const auto now = clock_.now();
  DDD_CO_CHECK(change(stock, command, {ids_.make<AdjustmentId>().to_text(), command.reason}, now));
  auto view = std::move(found.front());
  if (!stock.has_changes()) co_return view;
  view.on_hand = stock.state().on_hand;
  view.reserved = stock.state().reserved;
  view.stock_version = stock.version() + 1;
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, command.id.to_text(), command.render, view, now);
  DDD_CO_CHECK(co_await stocks_.save(stock, std::move(context)));
  co_await changes_.changed({command.id});
  co_return view;
}

}  // namespace ddd::product
