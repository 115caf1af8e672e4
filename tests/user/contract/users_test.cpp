#include <user/contract/stores.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::new_user;

class UsersInAStore : public test::StoreTest {};
INSTANTIATE_TEST_SUITE_P(Every, UsersInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

void expect_same(const User& a, const User& b) {
  const auto& x = a.state();
  const auto& y = b.state();
  EXPECT_EQ(x.id, y.id);
  EXPECT_EQ(x.email, y.email);
  EXPECT_EQ(x.password_hash, y.password_hash);
  EXPECT_EQ(x.first_name, y.first_name);
  EXPECT_EQ(x.last_name, y.last_name);
  EXPECT_EQ(x.role, y.role);
  EXPECT_EQ(x.is_active, y.is_active);
  EXPECT_EQ(x.email_verified, y.email_verified);
  EXPECT_EQ(x.version, y.version);
  EXPECT_EQ(x.event_sequence, y.event_sequence);
  EXPECT_EQ(x.created_at, y.created_at);
  EXPECT_EQ(x.updated_at, y.updated_at);
}

TEST_P(UsersInAStore, get_numbers_that_nobody_had) {
  const auto first = run(store->users().next_id());
  const auto second = run(store->users().next_id());
  EXPECT_TRUE(first->is_stored());
  EXPECT_NE(*first, *second);
}

TEST_P(UsersInAStore, are_found_as_they_were_added) {
  const auto user = added();
  EXPECT_EQ(user.version(), 1);
  EXPECT_FALSE(user.has_changes());
  expect_same(*run(store->users().find(user.id())), user);
  expect_same(run(store->users().find_by_email(Email::restore("ada@example.com")))->value(), user);
}

TEST_P(UsersInAStore, keep_every_field) {
  auto user = User::restore({.id = UserId(5),
                             .email = Email::restore("zo@example.com"),
                             .password_hash = PasswordHash::restore("h"),
                             .first_name = PersonName::restore("Zo\xc3\xab'; --"),
                             .last_name = PersonName::restore("\xe6\x9d\x8e"),
                             .role = UserRole::admin,
                             .is_active = false,
                             .email_verified = true,
                             .created_at = kStart - 1us,
                             .updated_at = kStart + 1us});
  ASSERT_TRUE(run(store->users().add(user, saving())));
  expect_same(*run(store->users().find(UserId(5))), user);
}

TEST_P(UsersInAStore, that_are_not_there_are_not_found) {
  EXPECT_EQ(run(store->users().find(UserId(99))).error().code, "user.not_found");
  const auto none = run(store->users().find_by_email(Email::restore("nobody@example.com")));
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TEST_P(UsersInAStore, never_share_an_address) {
  const auto first = added();
  auto second = new_user(*run(store->users().next_id()));
  EXPECT_EQ(run(store->users().add(second, saving())).error().code, "user.email_taken");
  EXPECT_EQ(second.version(), 0);
  EXPECT_EQ(told().size(), 1u);
  expect_same(run(store->users().find_by_email(first.state().email))->value(), first);
}

TEST_P(UsersInAStore, are_saved_with_their_events) {
  auto user = added();
  user.change_profile({.first_name = PersonName::restore("Augusta"), .last_name = {}}, kStart + 1h);
  ASSERT_TRUE(run(store->users().save(user, {}, saving(kStart + 1h))));
  EXPECT_EQ(user.version(), 2);
  expect_same(*run(store->users().find(user.id())), user);

  const auto events = told();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].type, "ddd.user.registered.v1");
  EXPECT_EQ(events[1].type, "ddd.user.updated.v1");
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(events[i].subject, "user/" + user.id().to_text());
    EXPECT_EQ(events[i].key, user.id().to_text());
    EXPECT_EQ(events[i].sequence, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(events[i].aggregate_version, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(events[i].source, "/services/user");
    EXPECT_EQ(events[i].correlation_id, "c");
  }
}

TEST_P(UsersInAStore, saved_from_a_stale_state_write_nothing_at_all) {
  auto mine = added();
  auto theirs = *run(store->users().find(mine.id()));
  theirs.replace_hash(PasswordHash::restore("theirs"));
  ASSERT_TRUE(run(store->users().save(theirs, {}, saving())));
  mine.change_profile({.first_name = PersonName::restore("Mine"), .last_name = {}}, kStart);
  EXPECT_EQ(run(store->users().save(mine, {}, saving())).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(told().size(), 1u);
  expect_same(*run(store->users().find(mine.id())), theirs);
}

TEST_P(UsersInAStore, are_viewed_without_their_hash_as_they_are_now) {
  const auto ada = added();
  const auto bob = added("bob@example.com");
  const auto views = run(store->views().find_many({bob.id(), UserId(99), ada.id()}));
  ASSERT_EQ(views->size(), 2u);
  const auto& view = views->at(0).id == ada.id() ? views->at(0) : views->at(1);
  EXPECT_EQ(view, (UserView{.id = ada.id(),
                            .email = "ada@example.com",
                            .first_name = "Ada",
                            .last_name = "Lovelace",
                            .role = UserRole::user,
                            .is_active = true,
                            .email_verified = false,
                            .version = 1,
                            .created_at = kStart,
                            .updated_at = kStart}));
}

}  // namespace
}  // namespace ddd::user
