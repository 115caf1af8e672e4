#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ddd/simulation/wrappers.hpp>

namespace ddd::simulation::test {

// Ports that pass every call on: what a mutant does otherwise, it overrides.

class PassingPayments : public payment::PaymentRepository {
 public:
  explicit PassingPayments(payment::PaymentRepository& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<payment::Payment>> find(PaymentId id) override { return inner_.find(std::move(id)); }
  [[nodiscard]] Task<Result<>> add(payment::Payment& payment, payment::Schedule schedule,
                                   SaveContext context) override {
    return inner_.add(payment, std::move(schedule), std::move(context));
  }
  [[nodiscard]] Task<Result<>> save(payment::Payment& payment, payment::Schedule schedule,
                                    SaveContext context) override {
    return inner_.save(payment, std::move(schedule), std::move(context));
  }
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
                                                  Timestamp now) override {
    return inner_.record_webhook(std::move(event_id), std::move(type), std::move(intent_id), now);
  }

 protected:
  payment::PaymentRepository& inner_;
};

class PassingStocks : public product::StockRepository {
 public:
  explicit PassingStocks(product::StockRepository& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<product::Stock>> find(ProductId id) override { return inner_.find(id); }
  [[nodiscard]] Task<Result<>> save(product::Stock& stock, SaveContext context) override {
    return inner_.save(stock, std::move(context));
  }
  [[nodiscard]] Task<Result<product::StockBooks>> apply(product::ReservationOrder order, SaveContext context) override {
    return inner_.apply(std::move(order), std::move(context));
  }
  [[nodiscard]] Task<Result<>> note_failure(product::StockConsumeFailed failure, SaveContext context) override {
    return inner_.note_failure(std::move(failure), std::move(context));
  }
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override {
    return inner_.expired_reservations(now, limit);
  }

 protected:
  product::StockRepository& inner_;
};

class PassingGateway : public payment::PaymentGateway {
 public:
  explicit PassingGateway(payment::PaymentGateway& inner) : inner_(inner) {}
  using Answer = Task<payment::GatewayAnswer>;
  [[nodiscard]] Answer create(const CallContext& call, payment::CreateIntent request) override {
    return inner_.create(call, std::move(request));
  }
  [[nodiscard]] Answer confirm(const CallContext& call, payment::ConfirmIntent request) override {
    return inner_.confirm(call, std::move(request));
  }
  [[nodiscard]] Answer capture(const CallContext& call, std::string key, std::string intent_id) override {
    return inner_.capture(call, std::move(key), std::move(intent_id));
  }
  [[nodiscard]] Answer cancel(const CallContext& call, std::string key, std::string intent_id) override {
    return inner_.cancel(call, std::move(key), std::move(intent_id));
  }
  [[nodiscard]] Answer look_up(const CallContext& call, std::string intent_id) override {
    return inner_.look_up(call, std::move(intent_id));
  }
  [[nodiscard]] Task<Result<std::optional<payment::IntentFacts>>> find(const CallContext& call, PaymentId payment_id,
                                                                       Timestamp since) override {
    return inner_.find(call, std::move(payment_id), since);
  }
  [[nodiscard]] Task<payment::RefundAnswer> refund(const CallContext& call, payment::CreateRefund request) override {
    return inner_.refund(call, std::move(request));
  }
  [[nodiscard]] Task<payment::RefundAnswer> look_up_refund(const CallContext& call, std::string provider_id) override {
    return inner_.look_up_refund(call, std::move(provider_id));
  }
  [[nodiscard]] Task<payment::RefundList> list_refunds(const CallContext& call, std::string intent_id) override {
    return inner_.list_refunds(call, std::move(intent_id));
  }
  [[nodiscard]] Task<Result<payment::CardFacts>> card_of(const CallContext& call, std::string token) override {
    return inner_.card_of(call, std::move(token));
  }

 protected:
  payment::PaymentGateway& inner_;
};

}  // namespace ddd::simulation::test
