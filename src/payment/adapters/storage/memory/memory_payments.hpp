#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/fulfilment_repository.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/platform/effects/memory_effects.hpp>

namespace ddd::payment {

/// The payment context's data in memory, shared by the adapters below: for tests and simulation, on one shard.
/// What a "transaction" does here happens without a suspension, so nothing sees half of it.
struct MemoryPaymentStore {
  struct Row {
    Payment::Snapshot payment;
    Schedule schedule;
    /// When the provider told something while somebody held the lease.
    std::optional<Timestamp> woken_at;
  };
  struct Webhook {
    std::string type;
    std::string intent_id;
    Timestamp received_at;
  };

  MemoryEffects effects;
  std::map<PaymentId, Row> payments;
  std::map<PaymentId, std::vector<Transition>> transitions;
  /// By key: a request to the provider is written down once.
  std::map<std::string, GatewayCall> gateway_calls;
  /// By payment and cause: a booking happens once.
  std::map<std::pair<PaymentId, std::string>, std::vector<LedgerEntry>> ledger;
  std::map<std::string, Webhook> webhooks;
  std::map<PaymentId, Fulfilment::Snapshot> fulfilments;
  std::map<UserId, Wallet::Snapshot> wallets;
};

class MemoryPayments final : public PaymentRepository {
 public:
  MemoryPayments(MemoryPaymentStore& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<Payment>> find(PaymentId id) override;
  [[nodiscard]] Task<Result<>> add(Payment& payment, Schedule schedule, SaveContext context) override;
  [[nodiscard]] Task<Result<>> save(Payment& payment, Schedule schedule, SaveContext context) override;
  [[nodiscard]] Task<Result<ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                   Timestamp until) override;
  [[nodiscard]] Task<Result<DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
                                                    std::size_t limit) override;
  [[nodiscard]] Task<Result<>> release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) override;
  [[nodiscard]] Task<Result<>> release_all(Timestamp now) override;
  [[nodiscard]] Task<Result<bool>> record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) override;

 private:
  MemoryPaymentStore& data_;
  IdSource& ids_;
};

class MemoryWallets final : public WalletRepository {
 public:
  MemoryWallets(MemoryPaymentStore& data, IdSource& ids) : data_(data), ids_(ids) {}
  [[nodiscard]] Task<Result<Wallet>> find(UserId user_id) override;
  [[nodiscard]] Task<Result<>> save(Wallet& wallet, SaveContext context) override;

 private:
  MemoryPaymentStore& data_;
  IdSource& ids_;
};

class MemoryFulfilments final : public FulfilmentRepository {
 public:
  explicit MemoryFulfilments(MemoryPaymentStore& data) : data_(data) {}
  [[nodiscard]] Task<Result<std::optional<Fulfilment>>> find(PaymentId id) override;
  [[nodiscard]] Task<Result<>> save(Fulfilment& fulfilment, SaveContext context) override;

 private:
  MemoryPaymentStore& data_;
};

class MemoryPaymentViews final : public PaymentViews {
 public:
  explicit MemoryPaymentViews(MemoryPaymentStore& data) : data_(data) {}
  [[nodiscard]] Task<Result<std::optional<PaymentView>>> find(PaymentId id) override;
  [[nodiscard]] Task<Result<PaymentPage>> list(PaymentListing listing) override;
  [[nodiscard]] Task<Result<std::optional<PaymentId>>> payment_of_intent(std::string intent_id) override;
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> cancellable(UserId user_id, std::size_t limit) override;
  [[nodiscard]] Task<Result<OverduePayments>> overdue(Timestamp uncertain_since, Timestamp unfulfilled_since,
                                                      std::size_t limit) override;
  [[nodiscard]] Task<Result<std::vector<DayTotal>>> day_totals(Timestamp from, Timestamp to) override;
  [[nodiscard]] Task<Result<TransitionPage>> transitions(PaymentId id, std::size_t limit,
                                                         std::optional<std::int64_t> after) override;
  // memory_refund_views.cpp
  [[nodiscard]] Task<Result<std::optional<RefundView>>> find_refund(RefundId id) override;
  [[nodiscard]] Task<Result<RefundPage>> list_refunds(RefundListing listing) override;

 private:
  MemoryPaymentStore& data_;
};

}  // namespace ddd::payment
