#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/payment/domain/gateway_call.hpp>
#include <ddd/simulation/provider.hpp>
#include <ddd/simulation/scheduler.hpp>
#include <ddd/simulation/statistics.hpp>
#include <ddd/simulation/stores.hpp>

namespace ddd::simulation {

/// A promise that was broken: its number in the reliability notes (M1 … L6), and where.
struct Violation {
  std::string promise;
  std::string what;
  Micros at{0};
};

/// Holds the promises that must be true at every moment against each durable write and each request to the provider,
/// while the run goes on.
class Watch {
 public:
  Watch(const Scheduler& scheduler, const Stores& stores, const Provider& provider, Statistics& statistics)
      : scheduler_(scheduler), stores_(stores), provider_(provider), statistics_(statistics) {}

  // After a durable write.
  void payment_saved(const PaymentId& id);
  void stock_saved(ProductId id);
  void reservation_saved(const PaymentId& id);
  void basket_saved(UserId user_id);

  /// Before the first byte of a request to the provider; `parameters` as they were to be written down, empty where they
  /// are not compared.
  void request_leaves(payment::GatewayOperation operation, const std::string& key, const std::string& payment_id,
                      const std::string& parameters);
  /// The provider has told something about the payment.
  void evidence_heard(const std::string& payment_id) { ++evidence_[payment_id]; }

  /// Units that a sale found missing in its buyer's basket: taken out meanwhile, or sold by a payment of another
  /// version of the basket.
  [[nodiscard]] const std::map<std::pair<UserId, ProductId>, std::int64_t>& missing() const { return missing_; }

  void report(std::string promise, std::string what);
  [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }

 private:
  struct SeenPayment {
    std::int64_t version = 0;
    std::size_t transitions = 0;
    std::int64_t amount = 0;
    bool uncertain = false;
    std::uint64_t evidence = 0;
  };
  struct SeenStock {
    std::int64_t version = 0;
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
  };

  void check_transitions(const payment::Payment::Snapshot& payment, SeenPayment& seen);
  void check_amounts(const payment::Payment::Snapshot& payment, SeenPayment& seen);
  void check_money(const payment::Payment::Snapshot& payment);
  void check_basket_is_paid_once(const payment::Payment::Snapshot& payment);
  void check_evidence(const payment::Payment::Snapshot& payment, SeenPayment& seen);
  void add_movements();
  void check_subtraction(const basket::Basket::Snapshot& before, const basket::Basket::Snapshot& after,
                         const PaymentId& payment);

  const Scheduler& scheduler_;
  const Stores& stores_;
  const Provider& provider_;
  Statistics& statistics_;
  std::map<PaymentId, SeenPayment> payments_;
  std::map<std::tuple<UserId, BasketId, std::int64_t>, PaymentId> open_for_basket_;
  std::map<std::string, std::uint64_t> evidence_;
  std::map<ProductId, SeenStock> stocks_;
  std::size_t movements_ = 0;
  std::set<std::tuple<std::string, ProductId, product::MovementKind>> causes_;
  std::map<PaymentId, product::ReservationState> reservations_;
  std::map<UserId, basket::Basket::Snapshot> baskets_;
  std::set<PaymentId> subtracted_;
  std::map<std::pair<UserId, ProductId>, std::int64_t> missing_;
  std::vector<Violation> violations_;
};

}  // namespace ddd::simulation
