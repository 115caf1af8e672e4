#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/page.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/user/application/data_elsewhere.hpp>
#include <ddd/user/domain/mail_order.hpp>
#include <ddd/user/domain/risk.hpp>
#include <ddd/user/domain/session.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// A user as it is read. Never any hash.
struct UserView {
  UserId id;
  std::string email;
  std::string first_name;
  std::string last_name;
  UserRole role = UserRole::user;
  bool is_active = true;
  bool email_verified = false;
  std::int64_t version = 0;
  Timestamp created_at;
  Timestamp updated_at;

  friend bool operator==(const UserView&, const UserView&) = default;
};

enum class UserSort { newest, email, name };

struct UserFilter {
  std::optional<std::string> text;  ///< occurs in the e-mail address or in "first last", whatever the case of ASCII
  std::optional<UserRole> role;
  std::optional<bool> is_active;
};

/// Where a page ended: the sort value of its last user (a time, an address or a last name, by sort) and the user.
struct UserCursor {
  std::variant<std::int64_t, std::string> value;
  UserId id;
};
using UserPage = Page<UserView, UserCursor>;

/// A session as its owner sees it.
struct SessionView {
  SessionId id;
  Device device;
  Timestamp created_at;
  Timestamp last_used_at;
};
using SessionPage = Page<SessionView, SessionId>;

/// How much a user bought.
struct OrderCount {
  std::int64_t count = 0;
  Timestamp last_at;

  friend bool operator==(const OrderCount&, const OrderCount&) = default;
};

/// What the user context holds of a person, but for what was made from secrets.
struct HeldData {
  struct HeldSession {
    SessionView session;
    Timestamp expires_at;
    std::optional<Revocation> revocation;
  };
  struct HeldMail {
    TokenPurpose purpose = TokenPurpose::password_reset;
    Timestamp ordered_at;
  };
  UserView user;
  std::vector<HeldSession> sessions;  ///< oldest first, as the others
  std::vector<Timestamp> failed_logins;
  std::vector<HeldMail> mails;
  std::optional<OrderCount> orders;
  std::vector<NotedSignal> risk_signals;
};

/// All that the shop holds of a person.
struct AccountExport {
  HeldData held;
  DataElsewhere elsewhere;
};

/// What a client goes on with: an access token for `expires_in`, and a refresh token for one rotation.
struct TokenPair {
  crypto::Secret access_token;
  std::chrono::seconds expires_in{0};
  crypto::Secret refresh_token;
};

struct SignedIn {
  TokenPair tokens;
  UserView user;
};

struct TokenValidity {
  UserId user_id;
  Role role = Role::user;
  Timestamp expires_at;
};

struct UserSession {
  UserId user_id;
  SessionId session_id;
};

struct UserValidity {
  UserId user_id;
  bool valid = false;

  friend bool operator==(const UserValidity&, const UserValidity&) = default;
};

}  // namespace ddd::user
