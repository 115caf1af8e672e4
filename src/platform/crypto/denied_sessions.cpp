#include <ddd/platform/crypto/denied_sessions.hpp>

namespace ddd::crypto {

void DeniedSessions::deny(const SessionId& session, Timestamp now) {
  while (!by_age_.empty() && by_age_.front().until <= now) forget_oldest();
  if (const auto known = by_session_.find(session); known != by_session_.end()) {
    known->second->until = now + kTime;
    by_age_.splice(by_age_.end(), by_age_, known->second);
    return;
  }
  if (by_age_.size() >= capacity_) forget_oldest();
  by_age_.push_back({session, now + kTime});
  by_session_.emplace(session, std::prev(by_age_.end()));
}

bool DeniedSessions::is_denied(const SessionId& session, Timestamp now) const {
  if (by_session_.empty()) return false;
  const auto known = by_session_.find(session);
  return known != by_session_.end() && known->second->until > now;
}

void DeniedSessions::forget_oldest() {
  by_session_.erase(by_age_.front().session);
  by_age_.pop_front();
}

}  // namespace ddd::crypto
