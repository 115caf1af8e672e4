#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/user/adapters/events/publish.hpp>

namespace ddd::user {
namespace {

using namespace contracts;

template <class Fact>
OutgoingEvent make(const Fact& fact) {
  OutgoingEvent event;
  event.topic = kUserTopic;
  event.source = "/services/user";
  event.type = Fact::type;
  event.data = json::encode(fact);
  return event;
}

OutgoingEvent published(UserId id, const UserRegistered&) {
  return make(UserRegisteredV1{id});
}
OutgoingEvent published(UserId id, const UserUpdated& fact) {
  return make(UserUpdatedV1{id, fact.changed});
}
OutgoingEvent published(UserId id, const UserRoleChanged& fact) {
  return make(UserRoleChangedV1{id, std::string(to_text(fact.role))});
}
OutgoingEvent published(UserId id, const UserDeactivated&) {
  return make(UserDeactivatedV1{id});
}
OutgoingEvent published(UserId id, const UserReactivated&) {
  return make(UserReactivatedV1{id});
}
OutgoingEvent published(UserId id, const PasswordChanged&) {
  return make(PasswordChangedV1{id});
}
OutgoingEvent published(UserId id, const UserDeleted&) {
  return make(UserDeletedV1{id});
}
OutgoingEvent published(UserId user_id, const SessionsRevoked& fact) {
  return make(SessionsRevokedV1{user_id, fact.session_ids, std::string(to_text(fact.reason))});
}

std::string_view published(RiskSignal reason) {
  switch (reason) {
    case RiskSignal::payment_failed:
      return "payments_failed";
    case RiskSignal::payment_disputed:
      return "payment_disputed";
    case RiskSignal::logins_failed:
      return "logins_failed";
  }
  std::unreachable();
}

template <class Aggregate, class DomainEvent>
std::vector<OutgoingEvent> all(std::string_view kind, const Aggregate& aggregate, UserId user_id,
                               const EventLog<DomainEvent>& events) {
  std::vector<OutgoingEvent> result;
  auto sequence = events.stored();
  for (const auto& pending : events.pending()) {
    auto event = std::visit([&](const auto& fact) { return published(user_id, fact); }, pending);
    event.key = aggregate.id().to_text();
    event.subject = std::string(kind) + "/" + event.key;
    event.sequence = ++sequence;
    event.aggregate_version = aggregate.version() + 1;
    result.push_back(std::move(event));
  }
  return result;
}

}  // namespace

std::vector<OutgoingEvent> outgoing(const User& user) {
  return all("user", user, user.id(), user.events());
}
std::vector<OutgoingEvent> outgoing(const Session& session) {
  return all("session", session, session.user_id(), session.events());
}
std::vector<OutgoingEvent> outgoing(const Risk& risk) {
  std::vector<OutgoingEvent> result;
  auto sequence = risk.events().stored();
  for (const auto& pending : risk.events().pending()) {
    auto event = make(LoginSuspiciousV1{risk.id(), std::string(published(pending.reason)), pending.score});
    event.key = risk.id().to_text();
    event.subject = "risk/" + event.key;
    event.sequence = ++sequence;
    event.aggregate_version = risk.version() + 1;
    result.push_back(std::move(event));
  }
  return result;
}

}  // namespace ddd::user
