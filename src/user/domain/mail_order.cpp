#include <ddd/user/domain/mail_order.hpp>

namespace ddd::user {

std::optional<Timestamp> MailOrder::next_attempt(Timestamp now) const {
  constexpr int kMostAttempts = 8;
  if (attempts + 1 >= kMostAttempts) return std::nullopt;
  return now + std::chrono::seconds(30) * (1 << attempts);
}

}  // namespace ddd::user
