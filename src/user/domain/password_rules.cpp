#include <ddd/kernel/text.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/user/domain/common_passwords.hpp>
#include <ddd/user/domain/password_rules.hpp>

namespace ddd::user {
namespace {

constexpr std::string_view kCode = "user.password_weak";

}  // namespace

Result<> check_password(std::string_view password, std::string_view email) {
  const auto length = utf8_length(password);
  if (!length) return broken_rule(kCode, "encoding", "Must be valid UTF-8.");
  if (*length < kShortestPassword) {
    return broken_rule(kCode, "min_length", "A password has at least 8 characters.", kShortestPassword);
  }
  if (*length > kLongestPassword) {
    return broken_rule(kCode, "max_length", "A password has at most 128 characters.", kLongestPassword);
  }
  if (is_common_password(password)) {
    return broken_rule(kCode, "common", "This password is one of the most used ones; choose another.");
  }
  if (to_lower(trim(password)) == to_lower(trim(email))) {
    return broken_rule(kCode, "equals_email", "A password must not be the e-mail address.");
  }
  return {};
}

}  // namespace ddd::user
