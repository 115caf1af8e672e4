#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/user/domain/events.hpp>
#include <ddd/user/domain/hashes.hpp>

namespace ddd::user {

/// Where somebody signed in, for that person to recognise.
struct Device {
  std::string name;     ///< what the client calls itself; cut to Session::kLongestDevice bytes
  std::string address;  ///< cut to Session::kLongestAddress bytes
};

/// Why and when a session ended before its time.
struct Revocation {
  Timestamp at;
  RevocationReason reason = RevocationReason::logout;
};

/// One login and the family of refresh tokens that grew out of it (RFC 9700 §4.14.2): each token is good for one
/// rotation. A second use means that two parties hold it, so it ends the session, without any grace.
class Session {
 public:
  static constexpr std::chrono::days kIdle{7};      ///< between two rotations
  static constexpr std::chrono::days kLongest{30};  ///< from the login on
  static constexpr std::size_t kLongestDevice = 255;
  static constexpr std::size_t kLongestAddress = 64;

  struct Snapshot {
    SessionId id;
    UserId user_id;
    TokenHash refresh_hash = TokenHash::restore("");  ///< of the one token that is good
    Device device;
    Timestamp created_at;
    Timestamp last_used_at;
    Timestamp expires_at;
    std::optional<Revocation> revocation;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
  };

  [[nodiscard]] static Session open(SessionId id, UserId user_id, TokenHash refresh_hash, Device device, Timestamp now);
  [[nodiscard]] static Session restore(Snapshot snapshot) { return Session(std::move(snapshot)); }

  /// Trades `presented`, a token of this family, for `next`. Errors: `auth.refresh_reused` when it was traded before,
  /// and then a session that lived is revoked by this call, which has to be saved; `auth.invalid_refresh_token` when
  /// the session has ended.
  [[nodiscard]] Result<> rotate(const TokenHash& presented, TokenHash next, Timestamp now);
  /// Ends the session; nothing happens to one that has ended already.
  void revoke(RevocationReason reason, Timestamp now);

  [[nodiscard]] bool is_alive(Timestamp now) const { return !state_.revocation && now < state_.expires_at; }

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const SessionId& id() const { return state_.id; }
  [[nodiscard]] UserId user_id() const { return state_.user_id; }
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<SessionEvent>& events() const { return events_; }
  /// Tokens traded in since the session was loaded. A store keeps all it ever had, to recognise a second use.
  [[nodiscard]] const std::vector<TokenHash>& used_up() const { return used_up_; }
  [[nodiscard]] bool has_changes() const { return changed_; }

  /// Called by a repository after it has stored the session.
  void mark_saved();

 private:
  explicit Session(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}

  Snapshot state_;
  std::vector<TokenHash> used_up_;
  EventLog<SessionEvent> events_;
  bool changed_ = false;
};

}  // namespace ddd::user
