#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/id.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::payment {

using RefundId = TextId<"rfd_">;

/// pending -> succeeded or failed. A card's bank may still turn back a refund that had succeeded: succeeded -> failed.
enum class RefundStatus { pending, succeeded, failed };
[[nodiscard]] std::string_view to_text(RefundStatus status);
[[nodiscard]] std::optional<RefundStatus> refund_status_from(std::string_view text);

/// Units of one product that go back on the shelf.
struct ReturnedLine {
  ProductId product_id;
  std::int64_t quantity = 0;

  friend bool operator==(const ReturnedLine&, const ReturnedLine&) = default;
};

/// What an administrator asks for. With `restock` the named units go back on the shelf; without names it is all that
/// the buyer still has, which only a refund of all that is left can mean.
struct RefundOrder {
  RefundId id;
  Money amount;
  std::string reason;
  bool restock = false;
  std::vector<ReturnedLine> lines;
};

/// Money that goes back to the buyer, wholly or in part: a part of its payment.
struct Refund {
  RefundId id;
  Money amount;
  std::string reason;
  bool restock = false;
  std::vector<ReturnedLine> lines;  ///< ascending by product, each once
  RefundStatus status = RefundStatus::pending;
  /// The provider may have acted without our knowing; only evidence ends this.
  std::optional<Timestamp> uncertain_since;
  int attempt = 1;             ///< number of the provider's key
  Timestamp prepared_at;       ///< when that key was written down
  std::string provider_id;     ///< re_...; empty until known
  std::string failure_reason;  ///< empty unless failed
  std::int64_t version = 1;
  Timestamp created_at;
  std::optional<Timestamp> succeeded_at;  ///< stays when it fails later: the goods came back all the same
  std::optional<Timestamp> completed_at;  ///< when it got its last status; nothing while pending
};

/// "refund:<id>", and "refund:<id>:2" where the provider has provably not acted under the first.
[[nodiscard]] std::string refund_key(const RefundId& id, int attempt);

}  // namespace ddd::payment
