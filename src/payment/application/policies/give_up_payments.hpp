#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// The units that a payment held are on sale again, says an event: they were held too long.
struct ReservationExpired {
  PaymentId payment_id;
  InboxEntry event;
};

/// A user may not buy any more, says an event.
struct BuyerGone {
  UserId user_id;
  std::string reason;
  InboxEntry event;
};

enum class GivingUp {
  done,
  nothing_open,
};

/// Ends payments that can't come to a sale any more: at once where the provider knows of nothing, otherwise the
/// recovery undoes them there. Errors: `store.duplicate_event`; `store.version_conflict` while somebody works on one.
class GiveUpPaymentsHandler {
 public:
  GiveUpPaymentsHandler(PaymentRepository& payments, PaymentViews& views, const Clock& clock, IdSource& ids)
      : payments_(payments), views_(views), clock_(clock), ids_(ids) {}

  /// One that is pinned already has its units for good.
  [[nodiscard]] Task<Result<GivingUp>> handle(const CallContext& call, ReservationExpired fact);
  /// All of theirs that hold no money yet.
  [[nodiscard]] Task<Result<GivingUp>> handle(const CallContext& call, BuyerGone fact);

 private:
  [[nodiscard]] Task<Result<Payment>> claim(const PaymentId& id, const std::string& owner);
  [[nodiscard]] Task<Result<>> save(const CallContext& call, Payment& payment, std::optional<InboxEntry> event);

  PaymentRepository& payments_;
  PaymentViews& views_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
