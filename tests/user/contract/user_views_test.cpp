#include <gmock/gmock.h>
#include <user/contract/stores.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::hash;
using test::kStart;

class ListsOfUsers : public test::StoreTest {
 protected:
  User stored(std::string email, std::string first_name, std::string last_name, Timestamp at = kStart,
              UserRole role = UserRole::user, bool is_active = true) {
    auto user = User::restore({.id = *run(store->users().next_id()),
                               .email = Email::restore(std::move(email)),
                               .password_hash = PasswordHash::restore("h"),
                               .first_name = PersonName::restore(std::move(first_name)),
                               .last_name = PersonName::restore(std::move(last_name)),
                               .role = role,
                               .is_active = is_active,
                               .created_at = at,
                               .updated_at = at});
    EXPECT_TRUE(run(store->users().add(user, saving())));
    return user;
  }
  UserPage page(UserListing listing) { return run(store->views().list(std::move(listing))).value(); }
  std::vector<std::string> emails(UserListing listing) {
    std::vector<std::string> emails;
    for (const auto& user : page(std::move(listing)).items) emails.push_back(user.email);
    return emails;
  }
  void three_people() {
    stored("ada@example.com", "Ada", "Lovelace", kStart);
    stored("grace@example.com", "Grace", "Hopper", kStart + 1h, UserRole::admin);
    stored("alan@sample.org", "Alan", "Turing", kStart + 2h, UserRole::user, false);
  }
};
INSTANTIATE_TEST_SUITE_P(Every, ListsOfUsers, testing::ValuesIn(test::store_kinds()), test::name_of);

using Emails = std::vector<std::string>;

TEST_P(ListsOfUsers, are_in_the_order_asked_for) {
  three_people();
  EXPECT_EQ(emails({}), (Emails{"alan@sample.org", "grace@example.com", "ada@example.com"}));
  EXPECT_EQ(emails({.sort = UserSort::email}), (Emails{"ada@example.com", "alan@sample.org", "grace@example.com"}));
  EXPECT_EQ(emails({.sort = UserSort::name}), (Emails{"grace@example.com", "ada@example.com", "alan@sample.org"}));
}

TEST_P(ListsOfUsers, hold_whom_the_filter_lets_through) {
  three_people();
  EXPECT_EQ(emails({.filter = {.role = UserRole::admin}}), Emails{"grace@example.com"});
  EXPECT_EQ(emails({.filter = {.is_active = false}}), Emails{"alan@sample.org"});
  EXPECT_EQ(emails({.filter = {.role = UserRole::user, .is_active = true}}), Emails{"ada@example.com"});
  EXPECT_TRUE(emails({.filter = {.role = UserRole::admin, .is_active = false}}).empty());
}

TEST_P(ListsOfUsers, find_a_text_in_the_address_and_in_the_whole_name_in_any_case) {
  three_people();
  const auto found = [&](std::string text) { return emails({.filter = {.text = std::move(text)}}); };
  EXPECT_EQ(found("SAMPLE"), Emails{"alan@sample.org"});
  EXPECT_EQ(found("ada LOVE"), Emails{"ada@example.com"});
  EXPECT_EQ(found("example.com"), (Emails{"grace@example.com", "ada@example.com"}));
  for (const auto* text : {"%", "_", "a%a", "'; DROP TABLE users; --", "lovelace ada"}) {
    EXPECT_TRUE(found(text).empty()) << text;
  }
  stored("percent@example.com", "100%", "O'Neill", kStart);
  EXPECT_EQ(found("0% o'"), Emails{"percent@example.com"});
}

TEST_P(ListsOfUsers, count_all_whom_the_filter_lets_through_when_asked_to) {
  three_people();
  const auto counted = page({.filter = {.is_active = true}, .limit = 1, .with_total = true});
  EXPECT_EQ(counted.total, 2);
  EXPECT_EQ(counted.items.size(), 1u);
  EXPECT_FALSE(page({}).total);
  EXPECT_EQ(page({.limit = 1, .after = counted.next, .with_total = true}).total, 3);
}

TEST_P(ListsOfUsers, show_a_user_as_it_is_read_by_its_number) {
  three_people();
  for (const auto& user : page({}).items) EXPECT_EQ(run(store->views().find_many({user.id}))->at(0), user);
}

TEST_P(ListsOfUsers, come_in_pages_that_leave_nobody_out_while_others_join) {
  const auto join = [&](Timestamp at) { stored(ids.make<MailId>().to_text() + "@example.com", "A", "B", at); };
  for (const auto sort : {UserSort::newest, UserSort::email, UserSort::name}) {
    for (int i = 0; i < 5; ++i) join(kStart);
    std::vector<UserId> before;
    for (const auto& user : page({.sort = sort, .limit = 100}).items) before.push_back(user.id);
    std::vector<UserId> seen;
    UserListing listing{.sort = sort, .limit = 2};
    do {
      auto part = page(listing);
      for (const auto& user : part.items) {
        if (std::ranges::find(before, user.id) != before.end()) seen.push_back(user.id);
      }
      listing.after = std::move(part.next);
      if (seen.size() < before.size()) join(kStart + 1h);
    } while (listing.after);
    EXPECT_EQ(seen, before);
  }
}

class ListsOfSessions : public test::StoreTest {
 protected:
  SessionPage page(UserId user_id, Timestamp now = kStart, std::size_t limit = 20,
                   std::optional<SessionId> before = std::nullopt) {
    return run(store->views().sessions(user_id, now, limit, std::move(before))).value();
  }
  static std::vector<SessionId> ids_of(const SessionPage& page) {
    std::vector<SessionId> ids;
    for (const auto& session : page.items) ids.push_back(session.id);
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, ListsOfSessions, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(ListsOfSessions, show_where_and_when_a_user_signed_in_newest_first) {
  const auto user = added();
  const auto first = opened(user.id(), "first");
  auto second = opened(user.id(), "second");
  ASSERT_TRUE(second.rotate(hash("second"), hash("third"), kStart + 1h));
  ASSERT_TRUE(run(store->sessions().save(second, saving())));
  const auto list = page(user.id());
  ASSERT_EQ(ids_of(list), (std::vector{second.id(), first.id()}));
  EXPECT_EQ(list.items[0].device.name, "curl/8");
  EXPECT_EQ(list.items[0].device.address, "192.0.2.1");
  EXPECT_EQ(list.items[0].created_at, kStart);
  EXPECT_EQ(list.items[0].last_used_at, kStart + 1h);
  EXPECT_FALSE(list.next);
}

TEST_P(ListsOfSessions, hold_the_users_own_that_live) {
  const auto user = added();
  auto ended = opened(user.id(), "first");
  ended.revoke(RevocationReason::logout, kStart);
  ASSERT_TRUE(run(store->sessions().save(ended, saving())));
  const auto alive = opened(user.id(), "second");
  opened(added("bob@example.com").id(), "third");
  EXPECT_EQ(ids_of(page(user.id())), std::vector{alive.id()});
  EXPECT_TRUE(page(user.id(), alive.state().expires_at).items.empty());
}

TEST_P(ListsOfSessions, come_in_pages) {
  const auto user = added();
  std::vector<SessionId> all;
  for (int i = 0; i < 5; ++i) all.insert(all.begin(), opened(user.id(), std::to_string(i)).id());
  std::vector<SessionId> seen;
  std::optional<SessionId> before;
  do {
    auto part = page(user.id(), kStart, 2, before);
    for (auto& id : ids_of(part)) seen.push_back(id);
    before = std::move(part.next);
  } while (before);
  EXPECT_EQ(seen, all);
}

class WhatIsHeldOfAUser : public test::StoreTest {};
INSTANTIATE_TEST_SUITE_P(Every, WhatIsHeldOfAUser, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(WhatIsHeldOfAUser, is_all_of_its_own_and_nothing_of_others) {
  const auto user = added();
  const auto bob = added("bob@example.com");
  auto ended = opened(user.id(), "first");
  ended.revoke(RevocationReason::logout, kStart + 1h);
  ASSERT_TRUE(run(store->sessions().save(ended, saving())));
  const auto alive = opened(user.id(), "second");
  opened(bob.id(), "third");
  for (const auto* email : {"ada@example.com", "bob@example.com"}) {
    ASSERT_TRUE(run(store->login_failures().add(Email::restore(email), kStart + 2h, kStart)));
    MailOrder order{.id = ids.make<MailId>(),
                    .purpose = TokenPurpose::email_verification,
                    .to = Email::restore(email),
                    .ordered_at = kStart + 3h};
    ASSERT_TRUE(run(store->mails().add(std::move(order), {.most = 9, .since = kStart}, saving())));
  }

  const auto held = run(store->views().everything(user.id())).value();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->user.email, "ada@example.com");
  ASSERT_EQ(held->sessions.size(), 2u);
  EXPECT_EQ(held->sessions[0].session.id, ended.id());
  ASSERT_TRUE(held->sessions[0].revocation);
  EXPECT_EQ(held->sessions[0].revocation->at, kStart + 1h);
  EXPECT_EQ(held->sessions[0].revocation->reason, RevocationReason::logout);
  EXPECT_EQ(held->sessions[1].session.id, alive.id());
  EXPECT_EQ(held->sessions[1].session.device.address, "192.0.2.1");
  EXPECT_EQ(held->sessions[1].expires_at, alive.state().expires_at);
  EXPECT_FALSE(held->sessions[1].revocation);
  EXPECT_EQ(held->failed_logins, std::vector{kStart + 2h});
  ASSERT_EQ(held->mails.size(), 1u);
  EXPECT_EQ(held->mails[0].purpose, TokenPurpose::email_verification);
  EXPECT_EQ(held->mails[0].ordered_at, kStart + 3h);
}

TEST_P(WhatIsHeldOfAUser, is_nothing_of_somebody_who_is_not_there) {
  EXPECT_FALSE(run(store->views().everything(UserId(99))).value());
}

}  // namespace
}  // namespace ddd::user
