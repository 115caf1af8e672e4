#include <type_traits>
#include <utility>

#include <signal.h>
#include <unistd.h>

#include <ddd/embedded/crash_point.hpp>

namespace ddd::embedded {

void CrashPoint::reached(std::string_view place) const {
  if (name_.empty() || name_ != place) return;
  ::kill(::getpid(), SIGKILL);
  ::pause();
}

Task<Result<>> CrashingPayments::add(payment::Payment& payment, payment::Schedule schedule, SaveContext context) {
  DDD_CO_CHECK(co_await inner_.add(payment, std::move(schedule), std::move(context)));
  crash_.reached("payment." + std::string(payment::to_text(payment.state().state)));
  co_return Result<>{};
}

Task<Result<>> CrashingPayments::save(payment::Payment& payment, payment::Schedule schedule, SaveContext context) {
  // The save forgets what it has written.
  const auto refunds = payment.changed_refunds();
  DDD_CO_CHECK(co_await inner_.save(payment, std::move(schedule), std::move(context)));
  for (const auto& id : refunds) {
    const auto* refund = payment.find_refund(id);
    crash_.reached("refund." + std::string(refund->uncertain_since ? "uncertain" : payment::to_text(refund->status)));
  }
  crash_.reached("payment." + std::string(payment::to_text(payment.state().state)));
  co_return Result<>{};
}

Task<Result<bool>> CrashingPayments::record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                    Timestamp now) {
  auto recorded = co_await inner_.record_webhook(std::move(event_id), std::move(type), std::move(intent_id), now);
  crash_.reached("payment.webhook");
  co_return recorded;
}

Task<payment::GatewayAnswer> CrashingGateway::create(const CallContext& call, payment::CreateIntent request) {
  auto answer = co_await inner_.create(call, std::move(request));
  crash_.reached("provider.create");
  co_return answer;
}

Task<payment::GatewayAnswer> CrashingGateway::confirm(const CallContext& call, payment::ConfirmIntent request) {
  auto answer = co_await inner_.confirm(call, std::move(request));
  crash_.reached("provider.confirm");
  co_return answer;
}

Task<payment::GatewayAnswer> CrashingGateway::capture(const CallContext& call, std::string key, std::string intent_id) {
  auto answer = co_await inner_.capture(call, std::move(key), std::move(intent_id));
  crash_.reached("provider.capture");
  co_return answer;
}

Task<payment::GatewayAnswer> CrashingGateway::cancel(const CallContext& call, std::string key, std::string intent_id) {
  auto answer = co_await inner_.cancel(call, std::move(key), std::move(intent_id));
  crash_.reached("provider.cancel");
  co_return answer;
}

Task<payment::RefundAnswer> CrashingGateway::refund(const CallContext& call, payment::CreateRefund request) {
  auto answer = co_await inner_.refund(call, std::move(request));
  crash_.reached("provider.refund");
  co_return answer;
}

namespace {

std::string_view place_of(const product::ReservationOrder& order) {
  return std::visit(
      []<class Order>(const Order&) -> std::string_view {
        if constexpr (std::is_same_v<Order, product::ReserveStock>) return "stock.reserve";
        if constexpr (std::is_same_v<Order, product::PinReservation>) return "stock.pin";
        if constexpr (std::is_same_v<Order, product::ConsumeReservation>) return "stock.consume";
        if constexpr (std::is_same_v<Order, product::ReleaseReservation>) return "stock.release";
        if constexpr (std::is_same_v<Order, product::RestockReturn>) return "stock.restock";
        return "stock.expire";
      },
      order);
}

}  // namespace

Task<Result<product::StockBooks>> CrashingStocks::apply(product::ReservationOrder order, SaveContext context) {
  const auto place = place_of(order);
  auto books = co_await inner_.apply(std::move(order), std::move(context));
  if (books) crash_.reached(place);
  co_return books;
}

Task<Result<>> CrashingBaskets::save(basket::Basket& basket, SaveContext context) {
  DDD_CO_CHECK(co_await inner_.save(basket, std::move(context)));
  crash_.reached("basket.save");
  co_return Result<>{};
}

Task<Result<>> CrashingOutbox::mark_published(std::vector<std::int64_t> rows, Timestamp at) {
  crash_.reached("outbox.published");
  auto marked = co_await inner_.mark_published(std::move(rows), at);
  crash_.reached("outbox.marked");
  co_return marked;
}

}  // namespace ddd::embedded
