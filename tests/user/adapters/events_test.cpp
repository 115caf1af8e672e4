#include <gtest/gtest.h>
#include <user/support/values.hpp>

#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/events/subscribe.hpp>

namespace ddd::user {
namespace {

using test::kStart;

std::vector<Event> stamped(std::vector<OutgoingEvent> events) {
  test::CountingIds ids;
  return stamp(std::move(events), ids,
               {.now = kStart, .trace = {}, .correlation_id = {}, .causation_id = {}, .inbox = {}, .idempotency = {}});
}

TEST(PublishedUsers, tell_each_fact_in_these_very_words) {
  auto user = test::new_user();
  user.change_account({.profile = {.first_name = PersonName::restore("Augusta"), .last_name = {}},
                       .role = UserRole::admin,
                       .is_active = false},
                      kStart);
  user.change_account({.profile = {}, .role = {}, .is_active = true}, kStart);
  user.change_password(PasswordHash::restore("next"), kStart);
  user.erase();
  std::vector<std::string> told;
  for (const auto& event : stamped(outgoing(user))) {
    EXPECT_EQ(event.subject, "user/7");
    EXPECT_EQ(event.sequence, static_cast<std::int64_t>(told.size()) + 1);
    told.push_back(event.type + " " + event.data);
  }
  EXPECT_EQ(told, (std::vector<std::string>{
                      R"(ddd.user.registered.v1 {"user_id":7})",
                      R"(ddd.user.updated.v1 {"user_id":7,"changed":["first_name"]})",
                      R"(ddd.user.role_changed.v1 {"user_id":7,"role":"admin"})",
                      R"(ddd.user.deactivated.v1 {"user_id":7})", R"(ddd.user.reactivated.v1 {"user_id":7})",
                      R"(ddd.user.password_changed.v1 {"user_id":7})", R"(ddd.user.deleted.v1 {"user_id":7})"}));
}

TEST(RevokedSessions, tell_why) {
  test::CountingIds ids;
  for (const auto& [reason, word] :
       {std::pair(RevocationReason::logout, "logout"), std::pair(RevocationReason::refresh_reused, "refresh_reused"),
        std::pair(RevocationReason::password_changed, "password_changed"),
        std::pair(RevocationReason::role_changed, "role_changed"),
        std::pair(RevocationReason::deactivated, "deactivated"), std::pair(RevocationReason::deleted, "deleted")}) {
    auto session = test::new_session(ids.make<SessionId>());
    session.revoke(reason, kStart);
    EXPECT_NE(outgoing(session).at(0).data.find("\"reason\":\"" + std::string(word) + "\""), std::string::npos) << word;
  }
}

TEST(RevokedSessions, are_heard_of_by_every_process_and_nothing_else_is) {
  std::vector<SessionId> heard;
  const auto subscription = revocation_subscription([&](const SessionId& id) { heard.push_back(id); });
  EXPECT_EQ(subscription.topic, "user-events");

  test::CountingIds ids;
  auto session = test::new_session(ids.make<SessionId>());
  session.revoke(RevocationReason::logout, kStart);
  for (const auto& event : stamped(outgoing(test::new_user()))) subscription.handle(event);
  EXPECT_TRUE(heard.empty());
  for (const auto& event : stamped(outgoing(session))) subscription.handle(event);
  EXPECT_EQ(heard, std::vector{session.id()});
}

TEST(RevokedSessions, of_an_event_that_cannot_be_read_are_none) {
  std::vector<SessionId> heard;
  const auto subscription = revocation_subscription([&](const SessionId& id) { heard.push_back(id); });
  subscription.handle({.type = "ddd.user.sessions_revoked.v1", .data = "{"});
  EXPECT_TRUE(heard.empty());
}

}  // namespace
}  // namespace ddd::user
