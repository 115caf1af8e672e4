#include <user/contract/stores.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::hash;
using test::kStart;

class SessionsInAStore : public test::StoreTest {
 protected:
  std::optional<Session> by_token(std::string token) {
    return run(store->sessions().find_by_refresh_hash(hash(std::move(token)))).value();
  }
  bool is_valid(UserId user_id, SessionId id, Timestamp now) {
    return run(store->views().validity({{user_id, std::move(id)}}, now))->at(0).valid;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, SessionsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

void expect_same(const Session& a, const Session& b) {
  const auto& x = a.state();
  const auto& y = b.state();
  EXPECT_EQ(x.id, y.id);
  EXPECT_EQ(x.user_id, y.user_id);
  EXPECT_EQ(x.refresh_hash, y.refresh_hash);
  EXPECT_EQ(x.device.name, y.device.name);
  EXPECT_EQ(x.device.address, y.device.address);
  EXPECT_EQ(x.created_at, y.created_at);
  EXPECT_EQ(x.last_used_at, y.last_used_at);
  EXPECT_EQ(x.expires_at, y.expires_at);
  EXPECT_EQ(x.version, y.version);
  EXPECT_EQ(x.event_sequence, y.event_sequence);
  ASSERT_EQ(x.revocation.has_value(), y.revocation.has_value());
  if (!x.revocation) return;
  EXPECT_EQ(x.revocation->at, y.revocation->at);
  EXPECT_EQ(x.revocation->reason, y.revocation->reason);
}

TEST_P(SessionsInAStore, are_found_as_they_were_added_by_id_and_by_token) {
  const auto session = opened(added().id());
  EXPECT_EQ(session.version(), 1);
  expect_same(run(store->sessions().find(session.id()))->value(), session);
  expect_same(by_token("first").value(), session);
  EXPECT_FALSE(run(store->sessions().find(ids.make<SessionId>())).value());
  EXPECT_FALSE(by_token("unknown"));
}

TEST_P(SessionsInAStore, are_found_by_every_token_they_ever_had) {
  const auto user = added();
  auto session = opened(user.id());
  opened(user.id(), "of another session");
  for (const auto& [now, next] : {std::pair("first", "second"), std::pair("second", "third")}) {
    ASSERT_TRUE(session.rotate(hash(now), hash(next), kStart + 1h));
    ASSERT_TRUE(run(store->sessions().save(session, saving())));
  }
  EXPECT_TRUE(session.used_up().empty());
  for (const auto* token : {"first", "second", "third"}) expect_same(by_token(token).value(), session);
}

TEST_P(SessionsInAStore, that_were_revoked_stay_so_and_tell_it_once) {
  auto session = opened(added().id());
  ASSERT_TRUE(session.rotate(hash("first"), hash("second"), kStart));
  ASSERT_FALSE(session.rotate(hash("first"), hash("third"), kStart + 1s));
  ASSERT_TRUE(run(store->sessions().save(session, saving())));
  expect_same(by_token("second").value(), session);
  EXPECT_FALSE(by_token("second")->is_alive(kStart));

  const auto events = told();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].type, "ddd.user.sessions_revoked.v1");
  EXPECT_EQ(events[1].subject, "session/" + session.id().to_text());
  EXPECT_EQ(events[1].sequence, 1);
  EXPECT_EQ(events[1].aggregate_version, 2);
}

TEST_P(SessionsInAStore, saved_from_a_stale_state_write_nothing_at_all) {
  auto mine = opened(added().id());
  auto theirs = by_token("first").value();
  ASSERT_TRUE(theirs.rotate(hash("first"), hash("theirs"), kStart));
  ASSERT_TRUE(run(store->sessions().save(theirs, saving())));
  ASSERT_TRUE(mine.rotate(hash("first"), hash("mine"), kStart));
  mine.revoke(RevocationReason::logout, kStart);
  EXPECT_EQ(run(store->sessions().save(mine, saving())).error().code, store_errors::kVersionConflict);
  EXPECT_FALSE(by_token("mine"));
  EXPECT_EQ(told().size(), 1u);
  expect_same(by_token("first").value(), theirs);
}

TEST_P(SessionsInAStore, are_valid_while_alive_for_their_own_active_user) {
  const auto ada = added();
  const auto bob = added("bob@example.com");
  const auto session = opened(ada.id());
  EXPECT_TRUE(is_valid(ada.id(), session.id(), kStart));
  EXPECT_TRUE(is_valid(ada.id(), session.id(), session.state().expires_at - 1us));
  EXPECT_FALSE(is_valid(ada.id(), session.id(), session.state().expires_at));
  EXPECT_FALSE(is_valid(bob.id(), session.id(), kStart));
  EXPECT_FALSE(is_valid(ada.id(), ids.make<SessionId>(), kStart));
  EXPECT_FALSE(is_valid(UserId(99), session.id(), kStart));

  auto revoked = session;
  revoked.revoke(RevocationReason::logout, kStart);
  ASSERT_TRUE(run(store->sessions().save(revoked, saving())));
  EXPECT_FALSE(is_valid(ada.id(), session.id(), kStart));
}

TEST_P(SessionsInAStore, of_an_inactive_account_are_not_valid) {
  auto inactive = User::restore({.id = *run(store->users().next_id()),
                                 .email = Email::restore("gone@example.com"),
                                 .is_active = false,
                                 .created_at = kStart,
                                 .updated_at = kStart});
  ASSERT_TRUE(run(store->users().add(inactive, saving())));
  EXPECT_FALSE(is_valid(inactive.id(), opened(inactive.id()).id(), kStart));
}

TEST_P(SessionsInAStore, are_validated_many_at_once_in_the_order_asked) {
  const auto user = added();
  const auto session = opened(user.id());
  std::vector<UserSession> asked;
  std::vector<UserValidity> expected;
  for (int i = 0; i < 100; ++i) {
    const bool known = i % 3 == 0;
    asked.push_back({user.id(), known ? session.id() : ids.make<SessionId>()});
    expected.push_back({user.id(), known});
  }
  EXPECT_EQ(*run(store->views().validity(asked, kStart)), expected);
}

TEST_P(SessionsInAStore, of_a_user_that_live_are_found_oldest_first) {
  const auto ada = added();
  const auto first = opened(ada.id(), "first");
  auto ended = opened(ada.id(), "ended");
  ended.revoke(RevocationReason::logout, kStart);
  ASSERT_TRUE(run(store->sessions().save(ended, saving())));
  const auto last = opened(ada.id(), "last");
  opened(added("bob@example.com").id(), "bobs");
  const auto alive = run(store->sessions().alive_of(ada.id(), kStart)).value();
  ASSERT_EQ(alive.size(), 2u);
  expect_same(alive[0], first);
  expect_same(alive[1], last);
  EXPECT_TRUE(run(store->sessions().alive_of(ada.id(), first.state().expires_at)).value().empty());
}

TEST_P(SessionsInAStore, of_nobody_are_not_opened) {
  auto session = test::new_session(ids.make<SessionId>(), UserId(99));
  EXPECT_EQ(run(store->sessions().add(session, 1, saving())).error().code, store_errors::kVersionConflict);
}

TEST_P(SessionsInAStore, are_removed_past_their_end_with_the_tokens_they_used_up) {
  const auto user = added();
  std::vector<Session> old;
  for (const auto* token : {"a", "b", "c"}) {
    auto session = opened(user.id(), token);
    ASSERT_TRUE(session.rotate(hash(token), hash(std::string(token) + "2"), kStart));
    if (old.empty()) session.revoke(RevocationReason::logout, kStart);
    ASSERT_TRUE(run(store->sessions().save(session, saving())));
    old.push_back(session);
  }
  auto renewed = opened(user.id(), "d");
  ASSERT_TRUE(renewed.rotate(hash("d"), hash("d2"), kStart + 1h));
  ASSERT_TRUE(run(store->sessions().save(renewed, saving())));
  const auto remove = [&](Timestamp now) { return run(store->sessions().remove_expired(now, 2)).value(); };
  const auto end = old[0].state().expires_at;
  EXPECT_EQ(remove(end - 1us), 0u);
  EXPECT_EQ(remove(end), 2u);
  EXPECT_EQ(remove(end), 1u);
  EXPECT_EQ(remove(end), 0u);
  for (const auto* token : {"a", "a2", "b", "c2"}) EXPECT_FALSE(by_token(token)) << token;
  EXPECT_TRUE(by_token("d"));
}

class LoginFailuresInAStore : public test::StoreTest {
 protected:
  Result<> fail(std::string_view email, Timestamp at, Timestamp forget_before = kStart) {
    return run(store->login_failures().add(Email::restore(std::string(email)), at, forget_before));
  }
  RecentFailures recent(std::string_view email, Timestamp since) {
    return run(store->login_failures().recent(Email::restore(std::string(email)), since)).value();
  }
};
INSTANTIATE_TEST_SUITE_P(Every, LoginFailuresInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(LoginFailuresInAStore, are_counted_per_address_from_a_moment_on) {
  EXPECT_EQ(recent("ada@example.com", kStart).count, 0);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(fail("ada@example.com", kStart + std::chrono::seconds(i)));
  ASSERT_TRUE(fail("nobody@example.com", kStart));
  EXPECT_EQ(recent("ada@example.com", kStart).count, 3);
  EXPECT_EQ(recent("ada@example.com", kStart).oldest, kStart);
  EXPECT_EQ(recent("ada@example.com", kStart + 1s).count, 2);
  EXPECT_EQ(recent("ada@example.com", kStart + 1s).oldest, kStart + 1s);
  EXPECT_EQ(recent("nobody@example.com", kStart).count, 1);
}

TEST_P(LoginFailuresInAStore, are_forgotten_for_everybody_when_they_are_old) {
  ASSERT_TRUE(fail("ada@example.com", kStart));
  ASSERT_TRUE(fail("ada@example.com", kStart + 1s));
  ASSERT_TRUE(fail("bob@example.com", kStart + 61s, kStart + 1s));
  EXPECT_EQ(recent("ada@example.com", kStart).count, 1);
}

}  // namespace
}  // namespace ddd::user
