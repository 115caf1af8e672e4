#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/json/shape.hpp>

/// The facts of topic user-events, version 1: ids alone, no personal data, so that erasure needs no rewriting of logs.
namespace ddd::contracts {

inline constexpr std::string_view kUserTopic = "user-events";

struct UserRegisteredV1 {
  static constexpr std::string_view type = "ddd.user.registered.v1";
  UserId user_id;
};
struct UserUpdatedV1 {
  static constexpr std::string_view type = "ddd.user.updated.v1";
  UserId user_id;
  std::vector<std::string> changed;
};
struct UserRoleChangedV1 {
  static constexpr std::string_view type = "ddd.user.role_changed.v1";
  UserId user_id;
  std::string role;
};
struct UserDeactivatedV1 {
  static constexpr std::string_view type = "ddd.user.deactivated.v1";
  UserId user_id;
};
struct UserReactivatedV1 {
  static constexpr std::string_view type = "ddd.user.reactivated.v1";
  UserId user_id;
};
struct PasswordChangedV1 {
  static constexpr std::string_view type = "ddd.user.password_changed.v1";
  UserId user_id;
};
/// The last fact about a user: what others hold of it is to go.
struct UserDeletedV1 {
  static constexpr std::string_view type = "ddd.user.deleted.v1";
  UserId user_id;
};
struct SessionsRevokedV1 {
  static constexpr std::string_view type = "ddd.user.sessions_revoked.v1";
  UserId user_id;
  std::vector<SessionId> session_ids;
  std::string reason;
};

/// Somebody may be trying out an account or cards. At most once an hour and user.
struct LoginSuspiciousV1 {
  static constexpr std::string_view type = "ddd.user.login_suspicious.v1";
  UserId user_id;
  std::string reason;
  std::int64_t score = 0;
};

}  // namespace ddd::contracts

namespace ddd::json {

template <>
struct Shape<contracts::UserRegisteredV1> {
  using T = contracts::UserRegisteredV1;
  static constexpr std::string_view name = "UserRegistered";
  static constexpr auto fields = Fields{field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::UserUpdatedV1> {
  using T = contracts::UserUpdatedV1;
  static constexpr std::string_view name = "UserUpdated";
  static constexpr auto fields = Fields{field("user_id", &T::user_id),
                                        field("changed", &T::changed, {.description = "Names of the changed fields."})};
};
template <>
struct Shape<contracts::UserRoleChangedV1> {
  using T = contracts::UserRoleChangedV1;
  static constexpr std::string_view name = "UserRoleChanged";
  static constexpr auto fields =
      Fields{field("user_id", &T::user_id), field("role", &T::role, {.one_of = "user,admin"})};
};
template <>
struct Shape<contracts::UserDeactivatedV1> {
  using T = contracts::UserDeactivatedV1;
  static constexpr std::string_view name = "UserDeactivated";
  static constexpr auto fields = Fields{field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::UserReactivatedV1> {
  using T = contracts::UserReactivatedV1;
  static constexpr std::string_view name = "UserReactivated";
  static constexpr auto fields = Fields{field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::PasswordChangedV1> {
  using T = contracts::PasswordChangedV1;
  static constexpr std::string_view name = "PasswordChanged";
  static constexpr auto fields = Fields{field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::UserDeletedV1> {
  using T = contracts::UserDeletedV1;
  static constexpr std::string_view name = "UserDeleted";
  static constexpr auto fields = Fields{field("user_id", &T::user_id)};
};
template <>
struct Shape<contracts::SessionsRevokedV1> {
  using T = contracts::SessionsRevokedV1;
  static constexpr std::string_view name = "SessionsRevoked";
  static constexpr auto fields =
      Fields{field("user_id", &T::user_id), field("session_ids", &T::session_ids),
             field("reason", &T::reason,
                   {.one_of = "logout,refresh_reused,password_changed,role_changed,deactivated,deleted"})};
};
template <>
struct Shape<contracts::LoginSuspiciousV1> {
  using T = contracts::LoginSuspiciousV1;
  static constexpr std::string_view name = "LoginSuspicious";
  static constexpr auto fields =
      Fields{field("user_id", &T::user_id),
             field("reason", &T::reason, {.one_of = "payments_failed,payment_disputed,logins_failed"}),
             field("score", &T::score, {.description = "Of the last hour's signals; 100 is alarming.", .minimum = 0})};
};

}  // namespace ddd::json
