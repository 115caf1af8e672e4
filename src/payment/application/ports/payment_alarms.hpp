#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::payment {

/// A payment that somebody has to know of, and since when.
struct Waiting {
  PaymentId id;
  Timestamp since;
};

/// What should have come to an end by now.
struct OverduePayments {
  // The longest first.
  std::vector<Waiting> uncertain;      ///< nobody knows what the provider did
  std::vector<Waiting> unfulfilled;    ///< sold, but stock or basket have not reported
  std::vector<Waiting> unfulfillable;  ///< sold, but the stock says that it can't let the units go
  std::int64_t in_review = 0;          ///< waits for a person
};

/// How an operator hears of what goes wrong.
class PaymentAlarms {
 public:
  virtual ~PaymentAlarms() = default;
  /// All that is overdue now; said again and again.
  virtual void overdue(const OverduePayments& payments, Timestamp now) = 0;
  /// A payment that is due can't be read from the store.
  virtual void unreadable(const PaymentId& id) = 0;
};

}  // namespace ddd::payment
