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
