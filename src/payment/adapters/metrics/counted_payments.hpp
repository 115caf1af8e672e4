#pragma once

#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd::payment {

/// A store that counts payments and refunds by how they end: `payments_total{outcome}`, `refunds_total{outcome}`, when
/// it is durable.
class CountedPayments final : public PaymentRepository {
 public:
  /// Both outlive it.
  CountedPayments(PaymentRepository& inner, metrics::Registry& metrics) : inner_(inner), metrics_(metrics) {}

  [[nodiscard]] Task<Result<Payment>> find(PaymentId id) override { return inner_.find(std::move(id)); }
  [[nodiscard]] Task<Result<>> add(Payment& payment, Schedule schedule, SaveContext context) override {
    return inner_.add(payment, std::move(schedule), std::move(context));
  }
  [[nodiscard]] Task<Result<>> save(Payment& payment, Schedule schedule, SaveContext context) override;
  [[nodiscard]] Task<Result<ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                   Timestamp until) override {
    return inner_.claim(std::move(id), std::move(owner), now, until);
  }
  [[nodiscard]] Task<Result<DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
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

 private:
  PaymentRepository& inner_;
  metrics::Registry& metrics_;
};

}  // namespace ddd::payment
