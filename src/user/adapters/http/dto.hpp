#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>
#include <ddd/user/application/views.hpp>

/// The JSON bodies of the user routes. Their shapes are the schema in the OpenAPI document.
namespace ddd::user {

struct UserBody {
  UserId id;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string role;
  bool is_active = true;
  bool email_verified = false;
  std::int64_t version = 0;
  Timestamp created_at;
  Timestamp updated_at;
};

struct RegisterBody {
  std::string email;
  std::string password;
  std::string first_name;
  std::string last_name;
};
struct LoginBody {
  std::string email;
  std::string password;
};
struct RefreshTokenBody {
  std::string refresh_token;
};
struct ProfileBody {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
};
struct AccessTokenBody {
  std::string token;
};

struct TokenPairBody {
  std::string access_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;
  std::string refresh_token;
};
struct SignedInBody {
  std::string access_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;
  std::string refresh_token;
  UserBody user;
};
struct TokenValidityBody {
  bool valid = true;
  UserId user_id;
  std::string role;
  Timestamp expires_at;
};

[[nodiscard]] UserBody to_body(const UserView& view);
[[nodiscard]] TokenPairBody to_body(const TokenPair& pair);
[[nodiscard]] SignedInBody to_body(const SignedIn& signed_in);
[[nodiscard]] TokenValidityBody to_body(const TokenValidity& validity);

}  // namespace ddd::user

namespace ddd::json {

template <>
struct Shape<user::UserBody> {
  using T = user::UserBody;
  static constexpr std::string_view name = "User";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("email", &T::email, {.description = "In lower case.", .max_length = 254, .format = "email"}),
             field("first_name", &T::first_name),
             field("last_name", &T::last_name),
             field("role", &T::role, {.one_of = "user,admin"}),
             field("is_active", &T::is_active),
             field("email_verified", &T::email_verified),
             field("version", &T::version, {.minimum = 1}),
             field("created_at", &T::created_at),
             field("updated_at", &T::updated_at)};
};

template <>
struct Shape<user::RegisterBody> {
  using T = user::RegisterBody;
  static constexpr std::string_view name = "Register";
  static constexpr auto fields = Fields{
      field("email", &T::email,
            {.description = "The address to sign in with; upper and lower case are the same.",
             .max_length = 254,
             .format = "email"}),
      field("password", &T::password,
            {.description = "Any characters; none of the most used passwords.", .min_length = 8, .max_length = 128}),
      field("first_name", &T::first_name, {.min_length = 1, .max_length = 100}),
      field("last_name", &T::last_name, {.min_length = 1, .max_length = 100})};
};
template <>
struct Shape<user::LoginBody> {
  using T = user::LoginBody;
  static constexpr std::string_view name = "Login";
  static constexpr auto fields = Fields{field("email", &T::email), field("password", &T::password)};
};
template <>
struct Shape<user::RefreshTokenBody> {
  using T = user::RefreshTokenBody;
  static constexpr std::string_view name = "RefreshToken";
  static constexpr auto fields = Fields{field("refresh_token", &T::refresh_token)};
};
template <>
struct Shape<user::ProfileBody> {
  using T = user::ProfileBody;
  static constexpr std::string_view name = "Profile";
  static constexpr auto fields = Fields{field("first_name", &T::first_name, {.min_length = 1, .max_length = 100}),
                                        field("last_name", &T::last_name, {.min_length = 1, .max_length = 100})};
};
template <>
struct Shape<user::AccessTokenBody> {
  using T = user::AccessTokenBody;
  static constexpr std::string_view name = "AccessToken";
  static constexpr auto fields = Fields{field("token", &T::token, {.description = "An access token."})};
};

template <>
struct Shape<user::TokenPairBody> {
  using T = user::TokenPairBody;
  static constexpr std::string_view name = "TokenPair";
  static constexpr auto fields =
      Fields{field("access_token", &T::access_token, {.description = "A JWT; its keys are at /.well-known/jwks.json."}),
             field("token_type", &T::token_type, {.one_of = "Bearer"}),
             field("expires_in", &T::expires_in, {.description = "Seconds.", .minimum = 1}),
             field("refresh_token", &T::refresh_token, {.description = "Good for one refresh."})};
};
template <>
struct Shape<user::SignedInBody> {
  using T = user::SignedInBody;
  static constexpr std::string_view name = "SignedIn";
  static constexpr auto fields = Fields{
      field("access_token", &T::access_token, {.description = "A JWT; its keys are at /.well-known/jwks.json."}),
      field("token_type", &T::token_type, {.one_of = "Bearer"}),
      field("expires_in", &T::expires_in, {.description = "Seconds.", .minimum = 1}),
      field("refresh_token", &T::refresh_token, {.description = "Good for one refresh."}), field("user", &T::user)};
};
template <>
struct Shape<user::TokenValidityBody> {
  using T = user::TokenValidityBody;
  static constexpr std::string_view name = "TokenValidity";
  static constexpr auto fields =
      Fields{field("valid", &T::valid, {.description = "Always true: a token that isn't good is a 401."}),
             field("user_id", &T::user_id), field("role", &T::role, {.one_of = "user,admin"}),
             field("expires_at", &T::expires_at)};
};

}  // namespace ddd::json
