#pragma once

#include <optional>
#include <string>

#include <ddd/platform/json/shape.hpp>

/// What is sent to change an account. The shapes are the schema in the OpenAPI document.
namespace ddd::user {

struct ChangePasswordBody {
  std::string current_password;
  std::string new_password;
};
struct RequestPasswordResetBody {
  std::string email;
};
struct ResetPasswordBody {
  std::string token;
  std::string new_password;
};
struct VerifyEmailBody {
  std::string token;
};
struct EraseAccountBody {
  std::string password;
};
struct UpdateUserBody {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> role;
  std::optional<bool> is_active;
};
struct AssignRoleBody {
  std::string role;
};

}  // namespace ddd::user

namespace ddd::json {

template <>
struct Shape<user::ChangePasswordBody> {
  using T = user::ChangePasswordBody;
  static constexpr std::string_view name = "ChangePassword";
  static constexpr auto fields = Fields{
      field("current_password", &T::current_password),
      field("new_password", &T::new_password,
            {.description = "Any characters; none of the most used passwords.", .min_length = 8, .max_length = 128})};
};
template <>
struct Shape<user::RequestPasswordResetBody> {
  using T = user::RequestPasswordResetBody;
  static constexpr std::string_view name = "RequestPasswordReset";
  static constexpr auto fields = Fields{field("email", &T::email, {.max_length = 254, .format = "email"})};
};
template <>
struct Shape<user::ResetPasswordBody> {
  using T = user::ResetPasswordBody;
  static constexpr std::string_view name = "ResetPassword";
  static constexpr auto fields = Fields{
      field("token", &T::token, {.description = "Of the mail."}),
      field("new_password", &T::new_password,
            {.description = "Any characters; none of the most used passwords.", .min_length = 8, .max_length = 128})};
};
template <>
struct Shape<user::VerifyEmailBody> {
  using T = user::VerifyEmailBody;
  static constexpr std::string_view name = "VerifyEmail";
  static constexpr auto fields = Fields{field("token", &T::token, {.description = "Of the mail."})};
};
template <>
struct Shape<user::EraseAccountBody> {
  using T = user::EraseAccountBody;
  static constexpr std::string_view name = "EraseAccount";
  static constexpr auto fields = Fields{field("password", &T::password)};
};
template <>
struct Shape<user::UpdateUserBody> {
  using T = user::UpdateUserBody;
  static constexpr std::string_view name = "UpdateUser";
  static constexpr auto fields =
      Fields{field("first_name", &T::first_name, {.min_length = 1, .max_length = 100}),
             field("last_name", &T::last_name, {.min_length = 1, .max_length = 100}),
             field("role", &T::role, {.one_of = "user,admin"}), field("is_active", &T::is_active)};
};
template <>
struct Shape<user::AssignRoleBody> {
  using T = user::AssignRoleBody;
  static constexpr std::string_view name = "AssignRole";
  static constexpr auto fields = Fields{field("role", &T::role, {.one_of = "user,admin"})};
};

}  // namespace ddd::json
