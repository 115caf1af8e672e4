#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/crypto/secret.hpp>
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
