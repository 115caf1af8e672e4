#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ddd/kernel/page.hpp>
#include <ddd/payment/domain/payment.hpp>
#include <ddd/payment/domain/wallet.hpp>

namespace ddd::payment {

/// A payment as it is read: the aggregate's own state without its behaviour.
struct PaymentView {
  Payment::Snapshot payment;
};

struct PaymentFilter {
  std::optional<UserId> user_id;
  std::optional<PaymentStatus> status;
  std::optional<std::string> order_id;
};

/// Newest first: creation time and id of the last one.
using PaymentCursor = std::pair<Timestamp, PaymentId>;
using PaymentPage = Page<PaymentView, PaymentCursor>;
/// Oldest first: the sequence of the last one.
using TransitionPage = Page<Transition, std::int64_t>;

/// A refund as it is read.
struct RefundView {
  PaymentId payment_id;
  Refund refund;
};

struct RefundFilter {
  std::optional<PaymentId> payment_id;
  std::optional<RefundStatus> status;
};

/// Newest first: creation time and id of the last one.
using RefundCursor = std::pair<Timestamp, RefundId>;
using RefundPage = Page<RefundView, RefundCursor>;

/// A refund as a request leaves it.
struct RefundOutcome {
  RefundView view;
  bool is_new = false;
};

/// A payment as a request leaves it, and the refusal the client gets, if one.
struct PaymentOutcome {
  PaymentView view;
  bool is_new = false;  ///< made by this very use case, as opposed to process and cancel
  std::optional<Error> refusal;
};

}  // namespace ddd::payment
