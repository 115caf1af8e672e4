#include <gtest/gtest.h>
#include <user/support/values.hpp>

#include <ddd/user/domain/mail_order.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::hash;
using test::kStart;

TEST(AMailedToken, is_good_for_half_an_hour_to_reset_a_password_and_for_a_day_to_verify_an_address) {
  const auto reset = AccountToken::issue(hash("a"), UserId(1), TokenPurpose::password_reset, kStart);
  EXPECT_TRUE(reset.is_good(kStart + 30min - 1us));
  EXPECT_FALSE(reset.is_good(kStart + 30min));
  const auto verification = AccountToken::issue(hash("a"), UserId(1), TokenPurpose::email_verification, kStart);
  EXPECT_TRUE(verification.is_good(kStart + 24h - 1us));
  EXPECT_FALSE(verification.is_good(kStart + 24h));
}

TEST(AMailOrder, is_tried_eight_times_within_an_hour_or_so_with_growing_pauses) {
  MailOrder order{.id = {}, .purpose = {}, .to = Email::restore("ada@example.com"), .ordered_at = kStart};
  auto now = kStart;
  Timestamp::duration pause{};
  int attempts = 1;
  while (const auto next = order.next_attempt(now)) {
    EXPECT_GT(*next - now, pause);
    pause = *next - now;
    now = *next;
    ++order.attempts;
    ++attempts;
  }
  EXPECT_EQ(attempts, 8);
  EXPECT_GT(now, kStart + 1h);
  EXPECT_LT(now, kStart + 2h);
}

}  // namespace
}  // namespace ddd::user
