#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/payment/domain/events.hpp>

namespace ddd::payment {

using PaymentMethodId = TextId<"pm_">;

/// What the provider says of a card. Never a number: only the provider has seen it.
struct CardFacts {
  std::string brand;
  std::string last_four_digits;
  int expiry_month = 1;
  int expiry_year = 2000;

  friend bool operator==(const CardFacts&, const CardFacts&) = default;
};

/// A saved payment method: a reference to what the provider keeps.
struct PaymentMethod {
  PaymentMethodId id;
  std::string token;  ///< the provider's pm_...
  CardFacts card;
  bool is_default = false;
  bool is_active = true;
  Timestamp created_at;
  Timestamp updated_at;

  friend bool operator==(const PaymentMethod&, const PaymentMethod&) = default;
};

/// A provider's payment method token: "pm_" and 1-64 letters, digits or underscores.
[[nodiscard]] bool is_provider_token(std::string_view text);

/// A user's payment methods. As long as there is an active one, exactly one is the default, and it is active.
class Wallet {
 public:
  struct Snapshot {
    UserId user_id;
    std::vector<PaymentMethod> methods;  ///< in the order they were added
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
  };
  static constexpr std::size_t kMostMethods = 20;

  [[nodiscard]] static Wallet empty(UserId user_id) { return Wallet(Snapshot{.user_id = user_id}); }
  [[nodiscard]] static Wallet restore(Snapshot snapshot) { return Wallet(std::move(snapshot)); }

  /// The first method is the default whatever `as_default` says. Error: `payment_method.too_many`.
  [[nodiscard]] Result<> add(PaymentMethodId id, std::string token, CardFacts card, bool as_default, Timestamp now);
  /// Errors: `payment_method.not_found`, `payment_method.inactive`.
  [[nodiscard]] Result<> make_default(const PaymentMethodId& id, Timestamp now);
  /// Switching the default off makes the oldest active one the default. Error: `payment_method.not_found`.
  [[nodiscard]] Result<> set_active(const PaymentMethodId& id, bool active, Timestamp now);
  /// Error: `payment_method.not_found`.
  [[nodiscard]] Result<> remove(const PaymentMethodId& id, Timestamp now);

  /// Error: `payment_method.not_found`.
  [[nodiscard]] Result<PaymentMethod> find(const PaymentMethodId& id) const;

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] UserId user_id() const { return state_.user_id; }
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<WalletEvent>& events() const { return events_; }
  void mark_saved();

 private:
  explicit Wallet(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}
  [[nodiscard]] PaymentMethod* locate(const PaymentMethodId& id);
  void keep_one_default(Timestamp now);

  Snapshot state_;
  EventLog<WalletEvent> events_;
};

}  // namespace ddd::payment
