#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/crypto/verified_token_cache.hpp>

namespace ddd::crypto {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Timestamp kNow = from_micros(1'769'860'800'000'000);

const SigningKey& key() {
  static const auto key = SigningKey::generate();
  return key;
}

TokenVerifier verifier_of(const SigningKey& key) {
  return {{key.public_key()}, {.issuer = "shop", .audience = "api"}};
}

SessionId session(std::uint8_t number) {
  return SessionId::make(Uuid::v7(kNow, {number}));
}

std::string token_of(std::uint8_t number, Timestamp issued = kNow) {
  return TokenSigner(key(), "shop", "api")
      .sign({.subject = UserId(number),
             .role = Role::user,
             .session = session(number),
             .jti = "jti",
             .issued_at = issued,
             .expires_at = issued + minutes(10)});
}

class TokenCache : public testing::Test {
 protected:
  DeniedSessions denied_;
  VerifiedTokenCache cache_{verifier_of(key()), denied_, 4};
};

TEST_F(TokenCache, gives_the_same_claims_again) {
  const auto token = token_of(1);
  const auto first = cache_.verify(token, kNow);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->subject, UserId(1));
  EXPECT_EQ(cache_.verify(token, kNow + minutes(1)), first);
  EXPECT_EQ(cache_.size(), 1U);
}

TEST_F(TokenCache, keeps_no_token_that_was_refused) {
  EXPECT_EQ(cache_.verify("a.b.c", kNow).error().code, "auth.invalid_token");
  EXPECT_FALSE(cache_.verify(token_of(1) + "A", kNow));
  EXPECT_EQ(cache_.size(), 0U);
}

TEST_F(TokenCache, refuses_a_known_token_outside_of_its_time) {
  const auto token = token_of(1);
  ASSERT_TRUE(cache_.verify(token, kNow));
  EXPECT_TRUE(cache_.verify(token, kNow + minutes(10) + seconds(30) - microseconds(1)));
  EXPECT_EQ(cache_.verify(token, kNow + minutes(10) + seconds(30)).error().code, "auth.invalid_token");
  EXPECT_FALSE(cache_.verify(token, kNow - seconds(31)));
  EXPECT_TRUE(cache_.verify(token, kNow - seconds(30)));
}

TEST_F(TokenCache, refuses_a_denied_session_whether_or_not_its_token_is_known) {
  const auto known = token_of(1);
  const auto unknown = token_of(2);
  ASSERT_TRUE(cache_.verify(known, kNow));
  denied_.deny(session(1), kNow);
  denied_.deny(session(2), kNow);
  const auto refusal = cache_.verify("nonsense", kNow).error();
  EXPECT_EQ(cache_.verify(known, kNow).error(), refusal);
  EXPECT_EQ(cache_.verify(unknown, kNow).error(), refusal);
  EXPECT_TRUE(cache_.verify(token_of(3), kNow));
}

TEST_F(TokenCache, makes_room_by_what_expires_first) {
  const auto oldest = token_of(1, kNow - minutes(2));
  ASSERT_TRUE(cache_.verify(token_of(2), kNow));
  ASSERT_TRUE(cache_.verify(oldest, kNow));
  for (std::uint8_t i = 3; i < 50; ++i) {
    EXPECT_TRUE(cache_.verify(token_of(i), kNow));
    EXPECT_LE(cache_.size(), 4U);
  }
  EXPECT_TRUE(cache_.verify(oldest, kNow));
}

TEST_F(TokenCache, drops_expired_tokens_when_new_ones_come) {
  for (std::uint8_t i = 1; i <= 3; ++i) ASSERT_TRUE(cache_.verify(token_of(i), kNow));
  const auto later = kNow + minutes(11);
  ASSERT_TRUE(cache_.verify(token_of(4, later), later));
  EXPECT_EQ(cache_.size(), 1U);
}

TEST_F(TokenCache, forgets_tokens_of_a_withdrawn_key) {
  const auto token = token_of(1);
  ASSERT_TRUE(cache_.verify(token, kNow));
  cache_.replace_verifier(verifier_of(SigningKey::generate()));
  EXPECT_FALSE(cache_.verify(token, kNow));
  cache_.replace_verifier(verifier_of(key()));
  EXPECT_TRUE(cache_.verify(token, kNow));
}

TEST(DeniedSessions, are_denied_for_11_minutes) {
  DeniedSessions denied;
  EXPECT_FALSE(denied.is_denied(session(1), kNow));
  denied.deny(session(1), kNow);
  EXPECT_TRUE(denied.is_denied(session(1), kNow));
  EXPECT_FALSE(denied.is_denied(session(2), kNow));
  EXPECT_TRUE(denied.is_denied(session(1), kNow + minutes(11) - microseconds(1)));
  EXPECT_FALSE(denied.is_denied(session(1), kNow + minutes(11)));
}

TEST(DeniedSessions, start_anew_when_denied_again) {
  DeniedSessions denied;
  denied.deny(session(1), kNow);
  denied.deny(session(2), kNow + minutes(1));
  denied.deny(session(1), kNow + minutes(6));
  EXPECT_EQ(denied.size(), 2U);
  EXPECT_TRUE(denied.is_denied(session(1), kNow + minutes(16)));
  EXPECT_FALSE(denied.is_denied(session(2), kNow + minutes(16)));
}

TEST(DeniedSessions, are_forgotten_when_they_are_over) {
  DeniedSessions denied;
  for (std::uint8_t i = 0; i < 100; ++i) denied.deny(session(i), kNow);
  denied.deny(session(200), kNow + minutes(11));
  EXPECT_EQ(denied.size(), 1U);
}

TEST(DeniedSessions, give_up_the_oldest_when_there_are_too_many) {
  DeniedSessions denied(2);
  for (std::uint8_t i = 1; i <= 3; ++i) denied.deny(session(i), kNow);
  EXPECT_EQ(denied.size(), 2U);
  EXPECT_FALSE(denied.is_denied(session(1), kNow));
  EXPECT_TRUE(denied.is_denied(session(2), kNow));
  EXPECT_TRUE(denied.is_denied(session(3), kNow));
}

TEST(DeniedSessions, are_as_old_as_their_last_denial) {
  DeniedSessions denied(2);
  denied.deny(session(1), kNow);
  denied.deny(session(2), kNow);
  denied.deny(session(1), kNow);
  denied.deny(session(3), kNow);
  EXPECT_TRUE(denied.is_denied(session(1), kNow));
  EXPECT_FALSE(denied.is_denied(session(2), kNow));
}

// Against the simplest thing that could be right: a map of all denials that never forgets.
RC_GTEST_PROP(DeniedSessionsLaws, answer_like_a_plain_map,
              (const std::vector<std::pair<std::uint8_t, std::uint16_t>>& steps)) {
  DeniedSessions denied;
  std::map<std::uint8_t, Timestamp> until;
  auto now = kNow;
  for (const auto& [number, wait] : steps) {
    now += seconds(wait % 400);
    denied.deny(session(number % 8), now);
    until[number % 8] = now + minutes(11);
    for (std::uint8_t i = 0; i < 8; ++i) {
      RC_ASSERT(denied.is_denied(session(i), now) == (until.contains(i) && until[i] > now));
    }
  }
}

}  // namespace
}  // namespace ddd::crypto
