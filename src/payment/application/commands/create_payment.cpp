#include <algorithm>

#include <ddd/kernel/text.hpp>
#include <ddd/payment/application/commands/create_payment.hpp>
#include <ddd/payment/application/process/chosen_method.hpp>
#include <ddd/payment/application/process/resume.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {
namespace {

constexpr std::int64_t kMostUnits = 99;
constexpr std::size_t kMostLines = 100;

Result<> check(const CreatePayment& command) {
  const int ways = (command.basket_id ? 1 : 0) + (command.current_basket ? 1 : 0) + (command.product_id ? 1 : 0);
  if (ways != 1) return Refused(errors::subject_required(""));
  if (command.product_id && !command.quantity) {
    return Refused(errors::invalid_field("/quantity", "required", "Say how many units are bought."));
  }
  if (!command.product_id && command.quantity) {
    return Refused(errors::invalid_field("/quantity", "unexpected", "Belongs to product_id only."));
  }
  if (command.quantity && (*command.quantity < 1 || *command.quantity > kMostUnits)) {
    return Refused(errors::invalid_quantity("/quantity", kMostUnits));
  }
  constexpr std::size_t kLongestOrder = 64;
  if (utf8_length(command.order_id).value_or(kLongestOrder + 1) > kLongestOrder) {
    return Refused(errors::invalid_field("/order_id", "max_length", "Must have at most 64 characters."));
  }
  return check_return_url(command.return_url);
}

const OfferedProduct* find(const std::vector<OfferedProduct>& offered, ProductId id) {
  const auto found = std::ranges::find(offered, id, &OfferedProduct::product_id);
  return found == offered.end() ? nullptr : &*found;
}

}  // namespace

Task<Result<PaymentOutcome>> CreatePaymentHandler::handle(const CallContext& call, CreatePayment command) {
  DDD_CO_TRY(const auto buyer, require_user(call));
  const auto errand = errand_of(settings_, clock_, ids_, command.render, true);
  DDD_CO_TRY(auto begun, co_await begun_under_key(call, idempotency_, payments_, clock_, errand));
  if (begun) co_return co_await process_.drive(call, *std::move(begun), errand);

  DDD_CO_CHECK(check(command));
  DDD_CO_TRY(const bool valid, co_await users_.is_valid(call, buyer));
  if (!valid) co_return Refused(errors::user_invalid());
  std::string method;
  if (!command.payment_method.empty()) {
    DDD_CO_TRY(method, co_await chosen_method(wallets_, settings_, buyer.user_id, command.payment_method));
  }
  DDD_CO_TRY(auto subject, co_await wanted(call, buyer.user_id, command));
  DDD_CO_TRY(auto lines, co_await priced(call, subject.lines));
  DDD_CO_TRY(const auto amount, total_of(lines));
  if (amount.minor_units() == 0) co_return Refused(errors::nothing_to_charge());
  if (command.expected_total && *command.expected_total != amount) co_return Refused(errors::total_changed(amount));

  const auto now = clock_.now();
  auto order_id = command.order_id.empty() ? ids_.make<OrderId>().to_text() : std::move(command.order_id);
  std::optional<BasketSnapshot> basket;
  if (!command.product_id) basket = subject.snapshot;
  auto payment = Payment::open({.id = ids_.make<PaymentId>(),
                                .user_id = buyer.user_id,
                                .order_id = std::move(order_id),
                                .basket = std::move(basket),
                                .lines = std::move(lines),
                                .amount = amount},
                               now);
  if (!method.empty()) DDD_CO_CHECK(payment.choose_method(std::move(method), command.return_url, now));
  auto context = process_.context_for(call, payment, errand, std::nullopt);
  DDD_CO_CHECK(co_await payments_.add(payment, process_.leased(errand), std::move(context)));
  co_return co_await process_.drive(call, std::move(payment), errand);
}

Task<Result<BasketToPay>> CreatePaymentHandler::wanted(const CallContext& call, UserId buyer,
                                                       const CreatePayment& command) {
  if (command.product_id) {
    co_return BasketToPay{.snapshot = {}, .lines = {{*command.product_id, *command.quantity}}};
  }
  DDD_CO_TRY(auto basket, co_await baskets_.find(call, buyer, command.basket_id));
  if (basket.lines.empty()) co_return Refused(errors::basket_empty());
  if (basket.lines.size() > kMostLines) co_return Refused(errors::too_many_lines());
  co_return basket;
}

Task<Result<std::vector<Line>>> CreatePaymentHandler::priced(const CallContext& call,
                                                             const std::vector<WantedLine>& wanted) {
  std::vector<ProductId> ids;
  ids.reserve(wanted.size());
  for (const auto& line : wanted) ids.push_back(line.product_id);
  DDD_CO_TRY(const auto offered, co_await products_.find_many(call, std::move(ids)));
  std::vector<Line> lines;
  ErrorRows inactive;
  ErrorRows short_lines;
  for (const auto& line : wanted) {
    const auto* product = find(offered, line.product_id);
    if (product == nullptr) {
      co_return Refused(
          Error{.kind = ErrorKind::not_found, .code = "product.not_found", .message = "There is no such product."});
    }
    if (!product->is_active) inactive.push_back({{"product_id", line.product_id.to_int()}});
    if (product->available < line.quantity) {
      short_lines.push_back(
          {{"product_id", line.product_id.to_int()}, {"requested", line.quantity}, {"available", product->available}});
    }
    lines.push_back({line.product_id, product->name, line.quantity, product->price});
  }
  if (!inactive.empty()) co_return Refused(errors::product_inactive(std::move(inactive)));
  if (!short_lines.empty()) co_return Refused(errors::insufficient_stock(std::move(short_lines)));
  co_return lines;
}

}  // namespace ddd::payment
