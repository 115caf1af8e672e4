#pragma once

#include <span>
#include <string_view>

namespace ddd::reconcile {

/// A promise of the shop that its stores can show. `sql` gives the ids that break it, one column, none when it holds.
/// It sees the files of all contexts as schemas of their names (user, product, basket, payment), `bus`, the provider's
/// `sandbox`, and temp.moment (at: now, in microseconds), temp.sold_states, temp.payment_edges.
struct Invariant {
  std::string_view id;       ///< "M2": a promise may have several parts of one id
  std::string_view promise;  ///< a sentence
  std::string_view sql;
  bool needs_sandbox = false;  ///< compares with the provider's own books
  /// True if it holds at every commit; otherwise it may be broken for the moment between a write and the event that
  /// follows it.
  bool at_all_times = false;
};

[[nodiscard]] std::span<const Invariant> money_invariants();
[[nodiscard]] std::span<const Invariant> refund_invariants();
[[nodiscard]] std::span<const Invariant> stock_invariants();
[[nodiscard]] std::span<const Invariant> basket_invariants();
[[nodiscard]] std::span<const Invariant> event_invariants();
[[nodiscard]] std::span<const Invariant> identity_invariants();

}  // namespace ddd::reconcile
