#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kInvariants{
    Invariant{.id = "I3",
              .promise = "A refresh token that was traded in is nobody's refresh token any more.",
              .sql = R"(
                SELECT s.id FROM user.sessions s JOIN user.used_refresh_tokens t ON t.hash = s.refresh_hash)",
              .at_all_times = true},
    Invariant{.id = "I4",
              .promise = "Who is deactivated has no session.",
              .sql = R"(
                SELECT s.id FROM user.sessions s JOIN user.users u ON u.id = s.user_id
                WHERE u.is_active = 0 AND s.revoked_at IS NULL)",
              .at_all_times = true},
    Invariant{.id = "I9", .promise = "Who was erased left no card behind.", .sql = R"(
                SELECT m.id FROM payment.payment_methods m
                WHERE NOT EXISTS (SELECT 1 FROM user.users u WHERE u.id = m.user_id))"},
};

}  // namespace

std::span<const Invariant> identity_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
