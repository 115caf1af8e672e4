#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/user/domain/password_rules.hpp>
#include <ddd/user/domain/registration.hpp>

namespace ddd::user {

Result<Registration> check(const RegistrationForm& form) {
  Validation check;
  auto email = check.field("/email", Email::parse(form.email));
  check.field("/password", check_password(form.password, form.email));
  auto first_name = check.field("/first_name", PersonName::parse(form.first_name));
  auto last_name = check.field("/last_name", PersonName::parse(form.last_name));
  if (!check.ok()) return std::move(check).refuse("user.invalid");
  return Registration{*std::move(email), *std::move(first_name), *std::move(last_name)};
}

}  // namespace ddd::user
