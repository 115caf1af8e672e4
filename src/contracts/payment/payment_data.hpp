#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::contracts {

struct HeldPaymentLine {
  ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;
  Money unit_price;
};

struct HeldPayment {
  PaymentId payment_id;
  std::string order_id;
  std::string status;
  Money amount;
  Money refunded_amount;
  std::string payment_method;  ///< empty: none was named
  std::vector<HeldPaymentLine> lines;
  Timestamp created_at;
  std::optional<Timestamp> completed_at;
};

struct HeldPaymentMethod {
  std::string payment_method_id;
  std::string brand;
  std::string last_four_digits;
  std::int64_t expiry_month = 0;
  std::int64_t expiry_year = 0;
  bool is_default = false;
  Timestamp created_at;
};

struct HeldPaymentData {
  std::vector<HeldPayment> payments;  ///< newest first
  std::vector<HeldPaymentMethod> payment_methods;
};

/// What the payment context holds of a person, for whoever answers that person. Error: `auth.internal_only` without the
/// user service's identity.
class PaymentDataApi {
 public:
  virtual ~PaymentDataApi() = default;
  [[nodiscard]] virtual Task<Result<HeldPaymentData>> held_of(const CallContext& call, UserId user_id) = 0;
};

}  // namespace ddd::contracts
