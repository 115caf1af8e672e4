#include <ddd/user/adapters/http/held_data_dto.hpp>

namespace ddd::user {
namespace {

HeldSessionBody to_body(const HeldData::HeldSession& held) {
  const auto& [session, expires_at, revocation] = held;
  HeldSessionBody body{.id = session.id,
                       .device = session.device.name,
                       .address = session.device.address,
                       .created_at = session.created_at,
                       .last_used_at = session.last_used_at,
                       .expires_at = expires_at,
                       .revoked_at = std::nullopt,
                       .revocation_reason = std::nullopt};
  if (revocation) {
    body.revoked_at = revocation->at;
    body.revocation_reason = std::string(to_text(revocation->reason));
  }
  return body;
}

}  // namespace

SessionBody to_body(const SessionView& session, const SessionId& current) {
  return {.id = session.id,
          .device = session.device.name,
          .address = session.device.address,
          .created_at = session.created_at,
          .last_used_at = session.last_used_at,
          .current = session.id == current};
}

ExportBody to_body(const HeldData& held) {
  ExportBody body{.user = to_body(held.user), .sessions = {}, .failed_logins = {}, .mails = {}};
  for (const auto& session : held.sessions) body.sessions.push_back(to_body(session));
  for (const auto at : held.failed_logins) body.failed_logins.push_back({at});
  for (const auto& mail : held.mails) body.mails.push_back({std::string(to_text(mail.purpose)), mail.ordered_at});
  return body;
}

}  // namespace ddd::user
