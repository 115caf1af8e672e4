#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::user {

/// What somebody does who tries out an account or cards.
enum class RiskSignal {
  payment_failed,
  payment_disputed,
  logins_failed,  ///< so many within a minute that no more were tried
};
[[nodiscard]] std::string_view to_text(RiskSignal signal);
/// Throws for a text that is none of these.
[[nodiscard]] RiskSignal signal_from(std::string_view text);

struct NotedSignal {
  RiskSignal signal = RiskSignal::payment_failed;
  Timestamp at;

  friend bool operator==(const NotedSignal&, const NotedSignal&) = default;
};

/// The signals of an account within the last hour are alarming.
struct LoginSuspicious {
  RiskSignal reason = RiskSignal::payment_failed;  ///< the one that was too many
  std::int64_t score = 0;
};

/// How an account was used lately, as far as it may tell misuse.
class Risk {
 public:
  static constexpr std::chrono::hours kWindow{1};
  static constexpr std::int64_t kAlarming = 100;
  static constexpr std::size_t kMostSignals = 20;

  struct Snapshot {
    UserId user_id;
    std::vector<NotedSignal> signals;  ///< of about the last hour, oldest first, at most kMostSignals
    std::optional<Timestamp> warned_at;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
  };

  /// Of an account that nothing was noted of yet.
  [[nodiscard]] static Risk none(UserId user_id) { return Risk(Snapshot{.user_id = user_id}); }
  [[nodiscard]] static Risk restore(Snapshot snapshot) { return Risk(std::move(snapshot)); }

  /// Takes the signal down and forgets those that are older than the window; of failed logins one an hour counts. Warns
  /// when the score is alarming, at most once within the window. Three failed payments are, one of the others is.
  void note(RiskSignal signal, Timestamp at);
  /// The sum of the weights of the signals in the window that ends `now`.
  [[nodiscard]] std::int64_t score(Timestamp now) const;

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] UserId id() const { return state_.user_id; }
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<LoginSuspicious>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return changed_; }

  void mark_saved();

 private:
  explicit Risk(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}

  Snapshot state_;
  EventLog<LoginSuspicious> events_;
  bool changed_ = false;
};

}  // namespace ddd::user
