#pragma once

#include <map>
#include <string>
#include <string_view>

#include <ddd/kernel/id.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::sandbox {

using IntentId = TextId<"pi_">;
using ChargeId = TextId<"ch_">;

using Metadata = std::map<std::string, std::string>;

/// Money that really moved, as the bank would book it.
struct BankEntry {
  enum class Kind { capture, refund, refund_failed };
  Kind kind = Kind::capture;
  IntentId intent;
  ChargeId charge;
  Money amount;
  Timestamp at;
  std::string refund{};     ///< id of the refund; empty for a capture
  std::string refund_id{};  ///< the shop's own id of it, from its metadata

  friend bool operator==(const BankEntry&, const BankEntry&) = default;
};
[[nodiscard]] std::string_view to_text(BankEntry::Kind kind);

}  // namespace ddd::sandbox
