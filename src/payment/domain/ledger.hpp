#pragma once

#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>

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
  std::string cause;  ///< "capture"
  std::vector<LedgerEntry> entries;
};

/// A captured payment: the provider owes us the amount, and it is a sale.
[[nodiscard]] LedgerBooking booking_of_capture(const Money& amount);

}  // namespace ddd::payment
