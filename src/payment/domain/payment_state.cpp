#include <algorithm>
#include <array>
#include <utility>

#include <ddd/payment/domain/payment_state.hpp>

namespace ddd::payment {
namespace {

using S = PaymentState;

constexpr std::array<std::pair<S, std::string_view>, 17> kStates = {{
    {S::created, "created"},
    {S::validated, "validated"},
    {S::stock_reserved, "stock_reserved"},
    {S::intent_created, "intent_created"},
    {S::confirming, "confirming"},
    {S::requires_action, "requires_action"},
    {S::authorized, "authorized"},
    {S::stock_pinned, "stock_pinned"},
    {S::capturing, "capturing"},
    {S::completed, "completed"},
    {S::partially_refunded, "partially_refunded"},
    {S::refunded, "refunded"},
    {S::cancelling, "cancelling"},
    {S::cancelled, "cancelled"},
    {S::expired, "expired"},
    {S::failed, "failed"},
    {S::manual_review, "manual_review"},
}};

constexpr std::array<std::pair<PaymentStatus, std::string_view>, 8> kStatuses = {{
    {PaymentStatus::pending, "pending"},
    {PaymentStatus::processing, "processing"},
    {PaymentStatus::completed, "completed"},
    {PaymentStatus::failed, "failed"},
    {PaymentStatus::cancelled, "cancelled"},
    {PaymentStatus::expired, "expired"},
    {PaymentStatus::refunded, "refunded"},
    {PaymentStatus::partially_refunded, "partially_refunded"},
}};

constexpr std::pair<S, S> kEdges[] = {
    {S::created, S::validated},
    {S::created, S::cancelling},
    {S::validated, S::stock_reserved},
    {S::validated, S::cancelling},
    {S::stock_reserved, S::intent_created},
    {S::stock_reserved, S::cancelling},
    {S::intent_created, S::confirming},
    {S::intent_created, S::cancelling},
    {S::confirming, S::intent_created},  // declined: another method may be tried
    {S::confirming, S::requires_action},
    {S::confirming, S::authorized},
    {S::confirming, S::cancelling},
    {S::confirming, S::manual_review},
    {S::requires_action, S::intent_created},
    {S::requires_action, S::authorized},
    {S::requires_action, S::cancelling},
    {S::requires_action, S::manual_review},
    {S::authorized, S::stock_pinned},
    {S::authorized, S::cancelling},
    {S::authorized, S::manual_review},
    {S::stock_pinned, S::capturing},
    {S::capturing, S::completed},
    {S::capturing, S::cancelling},  // the hold lapsed before it was taken
    {S::capturing, S::manual_review},
    {S::completed, S::partially_refunded},
    {S::completed, S::refunded},
    {S::partially_refunded, S::partially_refunded},
    {S::partially_refunded, S::refunded},
    {S::partially_refunded, S::completed},  // the buyer's bank turned a refund back
    {S::refunded, S::partially_refunded},
    {S::refunded, S::completed},
    {S::cancelling, S::cancelled},
    {S::cancelling, S::expired},
    {S::cancelling, S::failed},
    {S::cancelling, S::authorized},  // the provider says that money is held
    {S::cancelling, S::capturing},   // or that it was taken
    {S::cancelling, S::manual_review},
    {S::manual_review, S::authorized},
    {S::manual_review, S::capturing},
    {S::manual_review, S::cancelling},
};

template <class Table>
std::string_view name_in(const Table& table, auto value) {
  const auto found = std::ranges::find(table, value, [](const auto& entry) { return entry.first; });
  return found->second;
}

}  // namespace

std::string_view to_text(PaymentState state) {
  return name_in(kStates, state);
}
std::string_view to_text(PaymentStatus status) {
  return name_in(kStatuses, status);
}

std::optional<PaymentState> payment_state_from(std::string_view text) {
  const auto found = std::ranges::find(kStates, text, [](const auto& entry) { return entry.second; });
  return found == kStates.end() ? std::nullopt : std::optional(found->first);
}

std::optional<PaymentStatus> payment_status_from(std::string_view text) {
  const auto found = std::ranges::find(kStatuses, text, [](const auto& entry) { return entry.second; });
  return found == kStatuses.end() ? std::nullopt : std::optional(found->first);
}

PaymentStatus status_of(PaymentState state) {
  switch (state) {
    case S::created:
    case S::validated:
    case S::stock_reserved:
    case S::intent_created:
      return PaymentStatus::pending;
    case S::confirming:
    case S::requires_action:
    case S::authorized:
    case S::stock_pinned:
    case S::capturing:
    case S::cancelling:
    case S::manual_review:
      return PaymentStatus::processing;
    case S::completed:
      return PaymentStatus::completed;
    case S::partially_refunded:
      return PaymentStatus::partially_refunded;
    case S::refunded:
      return PaymentStatus::refunded;
    case S::cancelled:
      return PaymentStatus::cancelled;
    case S::expired:
      return PaymentStatus::expired;
    case S::failed:
      return PaymentStatus::failed;
  }
  std::unreachable();
}

bool can_follow(PaymentState from, PaymentState to) {
  return std::ranges::find(kEdges, std::pair(from, to)) != std::end(kEdges);
}

bool is_cancellable(PaymentState state) {
  return state == S::created || state == S::validated || state == S::stock_reserved || state == S::intent_created ||
         state == S::requires_action;
}

bool is_abandoned(PaymentState state) {
  return state == S::cancelled || state == S::expired || state == S::failed;
}

bool is_sold(PaymentState state) {
  return state == S::completed || state == S::partially_refunded || state == S::refunded;
}

bool is_final(PaymentState state) {
  return is_abandoned(state) || is_sold(state);
}

}  // namespace ddd::payment
