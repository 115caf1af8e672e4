#pragma once

#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/payment/domain/refund.hpp>

namespace ddd::payment {

/// One side of a booking. Entries are written once and never changed.
struct LedgerEntry {
  enum class Side { debit, credit };

  std::string account;  ///< "cash_clearing" (what the provider owes us) or "sales"
  Side side = Side::debit;
  Money amount;  ///< > 0
};

/// A booking: the debits equal the credits, in one currency.
struct LedgerBooking {
  std::string cause;  ///< "capture", "refund:<id>", "refund_failed:<id>"
  std::vector<LedgerEntry> entries;
};

/// A captured payment: the provider owes us the amount, and it is a sale.
[[nodiscard]] LedgerBooking booking_of_capture(const Money& amount);
/// A refund that succeeded reverses as much of the sale.
[[nodiscard]] LedgerBooking booking_of_refund(const RefundId& id, const Money& amount);
/// The buyer's bank turned it back: the money is the provider's debt again.
[[nodiscard]] LedgerBooking booking_of_returned_refund(const RefundId& id, const Money& amount);

}  // namespace ddd::payment
