#include <algorithm>
#include <utility>

#include <ddd/user/domain/errors.hpp>
#include <ddd/user/domain/session.hpp>

namespace ddd::user {
namespace {

/// Not in the middle of a UTF-8 sequence.
std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  text.resize(most);
  return text;
}

}  // namespace

std::string_view to_text(RevocationReason reason) {
  switch (reason) {
    case RevocationReason::logout:
      return "logout";
    case RevocationReason::refresh_reused:
      return "refresh_reused";
    case RevocationReason::password_changed:
      return "password_changed";
    case RevocationReason::role_changed:
      return "role_changed";
    case RevocationReason::deactivated:
      return "deactivated";
    case RevocationReason::deleted:
      return "deleted";
  }
  std::unreachable();
}

Session Session::open(SessionId id, UserId user_id, TokenHash refresh_hash, Device device, Timestamp now) {
  Session session(
      Snapshot{.id = std::move(id),
               .user_id = user_id,
               .refresh_hash = std::move(refresh_hash),
               .device = {cut(std::move(device.name), kLongestDevice), cut(std::move(device.address), kLongestAddress)},
               .created_at = now,
               .last_used_at = now,
               .expires_at = now + kIdle,
               .revocation = std::nullopt});
  session.changed_ = true;
  return session;
}

Result<> Session::rotate(const TokenHash& presented, TokenHash next, Timestamp now) {
  if (presented != state_.refresh_hash) {
    revoke(RevocationReason::refresh_reused, now);
    return Refused(errors::refresh_reused());
  }
  if (!is_alive(now)) return Refused(errors::invalid_refresh_token());
  used_up_.push_back(std::exchange(state_.refresh_hash, std::move(next)));
  state_.last_used_at = now;
  state_.expires_at = std::min<Timestamp>(now + kIdle, state_.created_at + kLongest);
  changed_ = true;
  return {};
}

void Session::revoke(RevocationReason reason, Timestamp now) {
  if (!is_alive(now)) return;
  state_.revocation = Revocation{now, reason};
  changed_ = true;
  events_.add(SessionsRevoked{{state_.id}, reason});
}

void Session::mark_saved() {
  ++state_.version;
  changed_ = false;
  used_up_.clear();
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::user
