#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <unordered_map>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::crypto {

/// The sessions whose tokens are refused though they are not expired: those that user has revoked. One per shard, fed
/// by a broadcast subscription; not thread-safe. All operations take constant time.
class DeniedSessions {
 public:
  /// Longer than an access token lives (10 minutes and the skew); after it nothing is left to deny.
  static constexpr std::chrono::minutes kTime{11};

  /// Above `capacity` the oldest denial is given up. A session costs a login, of which two cores do fewer than 65,000
  /// in 11 minutes (argon2id).
  explicit DeniedSessions(std::size_t capacity = 100'000) : capacity_(capacity) {}

  /// From now on for 11 minutes; the same session again starts them anew.
  void deny(const SessionId& session, Timestamp now);
  [[nodiscard]] bool is_denied(const SessionId& session, Timestamp now) const;

  [[nodiscard]] std::size_t size() const { return by_age_.size(); }

 private:
  struct Denial {
    SessionId session;
    Timestamp until;
  };
  void forget_oldest();

  std::size_t capacity_;
  std::list<Denial> by_age_;
  std::unordered_map<SessionId, std::list<Denial>::iterator> by_session_;
};

}  // namespace ddd::crypto
