#pragma once

#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/user/domain/email.hpp>
#include <ddd/user/domain/person_name.hpp>

namespace ddd::user {

/// What somebody typed to get an account.
struct RegistrationForm {
  std::string_view email;
  std::string_view password;
  std::string_view first_name;
  std::string_view last_name;
};

/// The parts of it that are kept in the clear, checked.
struct Registration {
  Email email;
  PersonName first_name;
  PersonName last_name;
};

/// Error: `user.invalid` (rejected) with every broken rule of e-mail, password and names, at their places in the form.
[[nodiscard]] Result<Registration> check(const RegistrationForm& form);

}  // namespace ddd::user
