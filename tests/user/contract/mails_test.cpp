#include <user/contract/stores.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using test::hash;
using test::kStart;

class MailsInAStore : public test::StoreTest {
 protected:
  MailOrder order(Timestamp at = kStart, std::string email = "ada@example.com",
                  TokenPurpose purpose = TokenPurpose::password_reset) {
    return {.id = ids.make<MailId>(), .purpose = purpose, .to = Email::restore(std::move(email)), .ordered_at = at};
  }
  bool add(MailOrder order, std::int64_t most = 100) {
    const auto since = order.ordered_at - 1h;
    return run(store->mails().add(std::move(order), {.most = most, .since = since}, saving())).value();
  }
  std::vector<MailOrder> due(Timestamp now, std::size_t limit = 100) {
    return run(store->mails().due(now, limit)).value();
  }
};
INSTANTIATE_TEST_SUITE_P(Every, MailsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(MailsInAStore, are_due_at_once_and_as_they_were_ordered) {
  const auto first = order();
  const auto second = order(kStart + 1s, "bob@example.com", TokenPurpose::email_verification);
  ASSERT_TRUE(add(second));
  ASSERT_TRUE(add(first));
  EXPECT_EQ(due(kStart), std::vector{first});
  EXPECT_EQ(due(kStart + 1s), (std::vector{first, second}));
  EXPECT_EQ(due(kStart + 1s, 1), std::vector{first});
  EXPECT_TRUE(due(kStart - 1us).empty());
}

TEST_P(MailsInAStore, are_put_off_and_count_their_attempts) {
  auto mail = order();
  ASSERT_TRUE(add(mail));
  ASSERT_TRUE(run(store->mails().put_off(mail.id, kStart + 30s)));
  EXPECT_TRUE(due(kStart + 30s - 1us).empty());
  mail.attempts = 1;
  EXPECT_EQ(due(kStart + 30s), std::vector{mail});
}

TEST_P(MailsInAStore, are_never_due_again_when_they_are_finished) {
  const auto mail = order();
  ASSERT_TRUE(add(mail));
  ASSERT_TRUE(run(store->mails().finish(mail.id, kStart)));
  ASSERT_TRUE(run(store->mails().put_off(ids.make<MailId>(), kStart)));
  EXPECT_TRUE(due(kStart + 24h).empty());
}

TEST_P(MailsInAStore, are_limited_by_address_and_purpose_within_a_time_also_when_they_are_finished) {
  const auto first = order();
  ASSERT_TRUE(add(first, 2));
  ASSERT_TRUE(run(store->mails().finish(first.id, kStart)));
  EXPECT_TRUE(add(order(), 2));
  EXPECT_FALSE(add(order(kStart + 1h), 2));
  EXPECT_TRUE(add(order(kStart, "bob@example.com"), 2));
  EXPECT_TRUE(add(order(kStart, "ada@example.com", TokenPurpose::email_verification), 2));
  EXPECT_TRUE(add(order(kStart + 1h + 1us), 2));
  EXPECT_EQ(due(kStart + 2h).size(), 4u);
}

TEST_P(MailsInAStore, are_ordered_once_for_an_event_whether_or_not_the_limit_leaves_them_out) {
  const auto add_for = [&](const EventId& event, std::int64_t most) {
    auto context = saving();
    context.inbox = InboxEntry{"user.order_verification", event};
    return run(store->mails().add(order(), {.most = most, .since = kStart}, std::move(context)));
  };
  const auto first = ids.make<EventId>();
  const auto second = ids.make<EventId>();
  EXPECT_EQ(add_for(first, 1), true);
  EXPECT_EQ(add_for(first, 9).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(add_for(second, 1), false);
  EXPECT_EQ(add_for(second, 9).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(due(kStart).size(), 1u);
}

TEST_P(MailsInAStore, are_removed_when_they_are_finished_and_old) {
  const auto waiting = order();
  const auto recent = order(kStart + 1h);
  ASSERT_TRUE(add(waiting));
  ASSERT_TRUE(add(recent));
  ASSERT_TRUE(run(store->mails().finish(recent.id, kStart + 1h)));
  for (int i = 0; i < 3; ++i) {
    const auto old = order();
    ASSERT_TRUE(add(old));
    ASSERT_TRUE(run(store->mails().finish(old.id, kStart)));
  }
  EXPECT_EQ(run(store->mails().remove_finished(kStart + 1h, 2)), 2u);
  EXPECT_EQ(run(store->mails().remove_finished(kStart + 1h, 2)), 1u);
  EXPECT_EQ(run(store->mails().remove_finished(kStart + 1h, 2)), 0u);
  EXPECT_EQ(run(store->mails().remove_finished(kStart + 2h, 2)), 1u);
  EXPECT_EQ(due(kStart + 1h), std::vector{waiting});
}

class MailedTokensInAStore : public test::StoreTest {
 protected:
  AccountToken token(const User& user, std::string text, TokenPurpose purpose = TokenPurpose::password_reset) {
    auto token = AccountToken::issue(hash(std::move(text)), user.id(), purpose, kStart);
    EXPECT_TRUE(run(store->account_tokens().add(token)));
    return token;
  }
  std::optional<AccountToken> find(std::string text, TokenPurpose purpose = TokenPurpose::password_reset) {
    return run(store->account_tokens().find(hash(std::move(text)), purpose)).value();
  }
};
INSTANTIATE_TEST_SUITE_P(Every, MailedTokensInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(MailedTokensInAStore, are_found_for_their_purpose_alone) {
  const auto user = added();
  const auto reset = token(user, "reset");
  const auto verification = token(user, "verification", TokenPurpose::email_verification);
  EXPECT_EQ(find("reset"), reset);
  EXPECT_EQ(find("verification", TokenPurpose::email_verification), verification);
  EXPECT_FALSE(find("reset", TokenPurpose::email_verification));
  EXPECT_FALSE(find("verification"));
  EXPECT_FALSE(find("unknown"));
}

TEST_P(MailedTokensInAStore, are_removed_when_they_are_too_old) {
  const auto user = added();
  for (const auto* text : {"a", "b", "c"}) token(user, text);
  token(user, "d", TokenPurpose::email_verification);
  const auto remove = [&](Timestamp now) { return run(store->account_tokens().remove_expired(now, 2)).value(); };
  EXPECT_EQ(remove(kStart + 30min - 1us), 0u);
  EXPECT_EQ(remove(kStart + 30min), 2u);
  EXPECT_EQ(remove(kStart + 30min), 1u);
  EXPECT_FALSE(find("a"));
  EXPECT_TRUE(find("d", TokenPurpose::email_verification));
}

}  // namespace
}  // namespace ddd::user
