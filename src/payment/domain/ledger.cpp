#include <ddd/payment/domain/ledger.hpp>

namespace ddd::payment {

LedgerBooking booking_of_capture(const Money& amount) {
  return {
      .cause = "capture",
      .entries = {{"cash_clearing", LedgerEntry::Side::debit, amount}, {"sales", LedgerEntry::Side::credit, amount}}};
}

LedgerBooking booking_of_refund(const RefundId& id, const Money& amount) {
  return {
      .cause = "refund:" + id.to_text(),
      .entries = {{"sales", LedgerEntry::Side::debit, amount}, {"cash_clearing", LedgerEntry::Side::credit, amount}}};
}

LedgerBooking booking_of_returned_refund(const RefundId& id, const Money& amount) {
  return {
      .cause = "refund_failed:" + id.to_text(),
      .entries = {{"cash_clearing", LedgerEntry::Side::debit, amount}, {"sales", LedgerEntry::Side::credit, amount}}};
}

}  // namespace ddd::payment
