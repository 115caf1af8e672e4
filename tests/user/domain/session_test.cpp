#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <user/support/values.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::hash;
using test::kStart;

class ASession : public testing::Test {
 protected:
  std::string_view refusal(const Result<>& result) { return result ? "none" : result.error().code; }

  test::CountingIds ids;
  Session session = test::new_session(ids.make<SessionId>());
};

TEST_F(ASession, lives_seven_days_and_tells_nothing_when_it_begins) {
  EXPECT_TRUE(session.is_alive(kStart + 7 * 24h - 1us));
  EXPECT_FALSE(session.is_alive(kStart + 7 * 24h));
  EXPECT_TRUE(session.events().pending().empty());
  EXPECT_TRUE(session.has_changes());
}

TEST_F(ASession, is_renewed_by_each_rotation_but_ends_thirty_days_after_the_login) {
  auto now = kStart;
  for (int i = 1; i <= 5; ++i) {
    now += 6 * 24h;
    const auto presented = session.state().refresh_hash;
    EXPECT_EQ(refusal(session.rotate(presented, hash(std::to_string(i)), now)),
              i < 5 ? "none" : "auth.invalid_refresh_token");
  }
  EXPECT_EQ(session.state().expires_at, kStart + 30 * 24h);
  EXPECT_EQ(session.state().last_used_at, kStart + 24 * 24h);
}

TEST_F(ASession, trades_its_current_token_for_the_next_and_remembers_the_used_one) {
  ASSERT_TRUE(session.rotate(hash("first"), hash("second"), kStart + 1h));
  EXPECT_EQ(session.state().refresh_hash, hash("second"));
  EXPECT_EQ(session.used_up(), std::vector{hash("first")});
  session.mark_saved();
  EXPECT_TRUE(session.used_up().empty());
  EXPECT_FALSE(session.has_changes());
}

TEST_F(ASession, is_revoked_when_a_used_token_comes_again_without_any_grace) {
  ASSERT_TRUE(session.rotate(hash("first"), hash("second"), kStart));
  session.mark_saved();
  const auto reused = session.rotate(hash("first"), hash("third"), kStart);
  EXPECT_EQ(refusal(reused), "auth.refresh_reused");
  EXPECT_EQ(reused.error().kind, ErrorKind::unauthenticated);
  EXPECT_FALSE(session.is_alive(kStart));
  ASSERT_EQ(session.events().pending().size(), 1u);
  const auto& fact = std::get<SessionsRevoked>(session.events().pending()[0]);
  EXPECT_EQ(fact.session_ids, std::vector{session.id()});
  EXPECT_EQ(fact.reason, RevocationReason::refresh_reused);
  EXPECT_EQ(refusal(session.rotate(hash("second"), hash("third"), kStart)), "auth.invalid_refresh_token");
}

TEST_F(ASession, is_revoked_once_and_keeps_the_first_reason) {
  session.revoke(RevocationReason::logout, kStart + 1h);
  session.revoke(RevocationReason::refresh_reused, kStart + 2h);
  EXPECT_EQ(session.events().pending().size(), 1u);
  EXPECT_EQ(session.state().revocation->reason, RevocationReason::logout);
  EXPECT_EQ(session.state().revocation->at, kStart + 1h);
}

TEST_F(ASession, that_has_expired_has_nothing_left_to_revoke) {
  session.mark_saved();
  session.revoke(RevocationReason::logout, kStart + 8 * 24h);
  EXPECT_FALSE(session.has_changes());
  EXPECT_EQ(refusal(session.rotate(hash("first"), hash("second"), kStart + 8 * 24h)), "auth.invalid_refresh_token");
  EXPECT_EQ(refusal(session.rotate(hash("older"), hash("second"), kStart + 8 * 24h)), "auth.refresh_reused");
  EXPECT_FALSE(session.has_changes());
}

TEST_F(ASession, cuts_what_a_client_says_of_itself_at_a_whole_character) {
  std::string name(254, 'x');
  const auto device = [&](const std::string& text) {
    return Session::open(ids.make<SessionId>(), UserId(1), hash("x"), {.name = text, .address = std::string(99, '1')},
                         kStart)
        .state()
        .device;
  };
  EXPECT_EQ(device(name + "yz").name, name + "y");
  EXPECT_EQ(device(name + "\xd0\xb6").name, name);
  EXPECT_EQ(device(name).address.size(), Session::kLongestAddress);
}

/// Uses of new and old tokens, logouts and the passing of time, in any order, against a model that says in one line
/// what each use must give.
RC_GTEST_PROP(SessionLaws, a_token_is_good_exactly_once_and_never_after_the_end, ()) {
  test::CountingIds ids;
  auto session = test::new_session(ids.make<SessionId>(), UserId(7), "token 0");
  auto now = kStart;
  int current = 0;
  bool ended = false;
  const auto steps = *rc::gen::inRange(1, 40);
  for (int step = 0; step < steps; ++step) {
    now += std::chrono::hours(*rc::gen::inRange(0, 100));
    ended = ended || now >= session.state().expires_at;
    RC_ASSERT(session.is_alive(now) == !ended);
    if (*rc::gen::weightedElement<bool>({{1, true}, {30, false}})) {
      session.revoke(RevocationReason::logout, now);
      ended = true;
    }
    const auto shown =
        *rc::gen::weightedOneOf<int>({{5, rc::gen::just(current)}, {1, rc::gen::inRange(0, current + 1)}});
    const auto result =
        session.rotate(hash("token " + std::to_string(shown)), hash("token " + std::to_string(current + 1)), now);
    RC_ASSERT(result.has_value() == (shown == current && !ended));
    if (result) ++current;
    if (shown != current && !result) {
      RC_ASSERT(result.error().code == (shown == current ? "auth.invalid_refresh_token" : "auth.refresh_reused"));
      ended = true;
    }
    RC_ASSERT(session.state().expires_at <= session.state().created_at + Session::kLongest);
    RC_ASSERT(std::ssize(session.used_up()) == current);
    RC_ASSERT(session.events().pending().size() <= 1u);
  }
}

}  // namespace
}  // namespace ddd::user
