#pragma once

#include <string>
#include <string_view>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>

namespace ddd::embedded {

/// Kills the process by SIGKILL when a named place is reached: how the crash tests prove that every durable write can
/// be the last one. Does nothing unless testing.crash_point names a place.
class CrashPoint {
 public:
  explicit CrashPoint(std::string name) : name_(std::move(name)) {}
  void reached(std::string_view place) const;
  [[nodiscard]] bool is_set() const { return !name_.empty(); }

 private:
  std::string name_;
};

/// "payment.<state>" after each durable write of a payment, before it "refund.<status>" or "refund.uncertain" of the
/// refunds in it, "payment.webhook" after that of a provider's event.
class CrashingPayments final : public payment::PaymentRepository {
 public:
  CrashingPayments(payment::PaymentRepository& inner, const CrashPoint& crash) : inner_(inner), crash_(crash) {}

  [[nodiscard]] Task<Result<payment::Payment>> find(PaymentId id) override { return inner_.find(std::move(id)); }
  [[nodiscard]] Task<Result<>> add(payment::Payment& payment, payment::Schedule schedule, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(payment::Payment& payment, payment::Schedule schedule,
                                    SaveContext context) override;
  [[nodiscard]] Task<Result<payment::ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                            Timestamp until) override {
    return inner_.claim(std::move(id), std::move(owner), now, until);
  }
  [[nodiscard]] Task<Result<payment::DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
                                                             std::size_t limit) override {
    return inner_.claim_due(std::move(owner), now, until, limit);
  }
  [[nodiscard]] Task<Result<>> release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) override {
    return inner_.release(std::move(id), std::move(owner), next_action_at, tries);
  }
  [[nodiscard]] Task<Result<>> release_all(Timestamp now) override { return inner_.release_all(now); }
  [[nodiscard]] Task<Result<bool>> record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) override;

 private:
  payment::PaymentRepository& inner_;
  const CrashPoint& crash_;
};

/// "provider.create", "provider.confirm", "provider.capture", "provider.cancel", "provider.refund" when the provider
/// has answered and nothing of it is stored yet.
class CrashingGateway final : public payment::PaymentGateway {
 public:
  CrashingGateway(payment::PaymentGateway& inner, const CrashPoint& crash) : inner_(inner), crash_(crash) {}

  [[nodiscard]] Task<payment::GatewayAnswer> create(const CallContext& call, payment::CreateIntent request) override;
  [[nodiscard]] Task<payment::GatewayAnswer> confirm(const CallContext& call, payment::ConfirmIntent request) override;
  [[nodiscard]] Task<payment::GatewayAnswer> capture(const CallContext& call, std::string key,
                                                     std::string intent_id) override;
  [[nodiscard]] Task<payment::GatewayAnswer> cancel(const CallContext& call, std::string key,
                                                    std::string intent_id) override;
  [[nodiscard]] Task<payment::GatewayAnswer> look_up(const CallContext& call, std::string intent_id) override {
    return inner_.look_up(call, std::move(intent_id));
  }
  [[nodiscard]] Task<Result<std::optional<payment::IntentFacts>>> find(const CallContext& call, PaymentId payment_id,
                                                                       Timestamp since) override {
    return inner_.find(call, std::move(payment_id), since);
  }
  [[nodiscard]] Task<payment::RefundAnswer> refund(const CallContext& call, payment::CreateRefund request) override;
  [[nodiscard]] Task<payment::RefundAnswer> look_up_refund(const CallContext& call, std::string provider_id) override {
    return inner_.look_up_refund(call, std::move(provider_id));
  }
  [[nodiscard]] Task<payment::RefundList> list_refunds(const CallContext& call, std::string intent_id) override {
    return inner_.list_refunds(call, std::move(intent_id));
  }
  [[nodiscard]] Task<Result<payment::CardFacts>> card_of(const CallContext& call, std::string token) override {
    return inner_.card_of(call, std::move(token));
  }

 private:
  payment::PaymentGateway& inner_;
  const CrashPoint& crash_;
};

/// "stock.reserve", "stock.pin", "stock.consume", "stock.release", "stock.expire", "stock.restock" after each
/// durable write of a reservation.
class CrashingStocks final : public product::StockRepository {
 public:
  CrashingStocks(product::StockRepository& inner, const CrashPoint& crash) : inner_(inner), crash_(crash) {}

  [[nodiscard]] Task<Result<product::Stock>> find(ProductId id) override { return inner_.find(id); }
  [[nodiscard]] Task<Result<>> save(product::Stock& stock, SaveContext context) override {
    return inner_.save(stock, std::move(context));
  }
  [[nodiscard]] Task<Result<product::StockBooks>> apply(product::ReservationOrder order, SaveContext context) override;
  [[nodiscard]] Task<Result<>> note_failure(product::StockConsumeFailed failure, SaveContext context) override {
    return inner_.note_failure(std::move(failure), std::move(context));
  }
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override {
    return inner_.expired_reservations(now, limit);
  }

 private:
  product::StockRepository& inner_;
  const CrashPoint& crash_;
};

/// "basket.save" after each durable write of a basket, the one that takes out what was paid among them.
class CrashingBaskets final : public basket::BasketRepository {
 public:
  CrashingBaskets(basket::BasketRepository& inner, const CrashPoint& crash) : inner_(inner), crash_(crash) {}

  [[nodiscard]] Task<Result<std::optional<basket::Basket>>> find_by_user(UserId user_id) override {
    return inner_.find_by_user(user_id);
  }
  [[nodiscard]] Task<Result<>> save(basket::Basket& basket, SaveContext context) override;
  [[nodiscard]] Task<Result<>> forget_answers(UserId user_id) override { return inner_.forget_answers(user_id); }
  [[nodiscard]] Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) override {
    return inner_.expired(now, limit);
  }

 private:
  basket::BasketRepository& inner_;
  const CrashPoint& crash_;
};

/// "outbox.published" when the bus has events that the outbox does not know of yet, "outbox.marked" when it does.
class CrashingOutbox final : public Outbox {
 public:
  CrashingOutbox(Outbox& inner, const CrashPoint& crash) : inner_(inner), crash_(crash) {}
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override {
    return inner_.unpublished(limit);
  }
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) override;

 private:
  Outbox& inner_;
  const CrashPoint& crash_;
};

}  // namespace ddd::embedded
