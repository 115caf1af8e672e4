#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/result.hpp>

namespace ddd::sandbox {

/// Ways in which a provider fails the shop. What the client sees never tells them apart from each other's cause.
enum class FaultKind {
  execute_then_drop_response,  ///< does it; the answer never comes
  drop_request,                ///< does nothing; the answer never comes
  error_with_effect,           ///< "500_with_effect": does it and answers 500, as recorded for the key
  error_without_effect,        ///< "500_without_effect": answers 500, as recorded for the key, and does nothing
  rate_limited,                ///< "429": does nothing and records nothing
  delay,                       ///< waits before it does it, with the key locked
};

struct Fault {
  std::string
      op;  ///< "create", "confirm", "capture", "cancel", "refund", "retrieve", "retrieve_refund", "list_refunds"
  FaultKind kind = FaultKind::delay;
  /// How long `delay` waits, and how long the other side of a dropped request or answer hears nothing before the
  /// connection is closed.
  std::chrono::milliseconds delay{0};
  int times = 1;
};

/// The faults that a test has ordered. Used on one shard.
class Faults {
 public:
  /// From JSON: {"op":…,"fault":…,"delay_ms":…,"times":…}, delay up to a minute, times from 1 (the default) to 1000.
  /// Errors: `sandbox.unreadable`.
  [[nodiscard]] static Result<Fault> parse(std::string_view json);

  /// Error: `sandbox.unreadable` when there are too many already.
  [[nodiscard]] Result<> add(Fault fault);
  void clear() { faults_.clear(); }
  /// The oldest fault for the operation, once less from now on.
  [[nodiscard]] std::optional<Fault> take(std::string_view op);

 private:
  static constexpr std::size_t kMost = 64;

  std::vector<Fault> faults_;
};

}  // namespace ddd::sandbox
