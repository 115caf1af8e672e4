#pragma once

#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/user/application/ports/risk_repository.hpp>

namespace ddd::user {

/// Something that may tell misuse of an account was seen, perhaps by an event.
struct SignalSeen {
  UserId user_id;
  RiskSignal signal = RiskSignal::payment_failed;
  Timestamp at;
  std::optional<InboxEntry> event;
};

enum class Watching {
  noted,
  not_needed,  ///< the account is gone, or this says nothing new of it
};

/// Keeps the signals of each account together and warns when they are alarming. Error: `store.duplicate_event`.
class WatchRiskHandler {
 public:
  WatchRiskHandler(RiskRepository& risks, const Clock& clock) : risks_(risks), clock_(clock) {}

  [[nodiscard]] Task<Result<Watching>> handle(const CallContext& call, SignalSeen fact);

 private:
  [[nodiscard]] Task<Result<Watching>> attempt(const CallContext& call, const SignalSeen& fact);

  RiskRepository& risks_;
  const Clock& clock_;
};

}  // namespace ddd::user
