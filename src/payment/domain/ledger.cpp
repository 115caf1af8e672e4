#include <ddd/payment/domain/ledger.hpp>

namespace ddd::payment {

LedgerBooking booking_of_capture(const Money& amount) {
  return {
      .cause = "capture",
      .entries = {{"cash_clearing", LedgerEntry::Side::debit, amount}, {"sales", LedgerEntry::Side::credit, amount}}};
}

}  // namespace ddd::payment
