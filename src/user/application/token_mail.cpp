#include <string>
#include <string_view>
#include <utility>

#include <ddd/user/application/token_mail.hpp>

namespace ddd::user {
namespace {

struct Wording {
  std::string_view subject;
  std::string_view before;
  std::string_view after;
};

Wording wording_of(TokenPurpose purpose) {
  switch (purpose) {
    case TokenPurpose::password_reset:
      return {"Reset your password",
              "Somebody, most likely you, wants to replace the password of your account.\n"
              "This token lets you choose a new one:\n",
              "It is good once, for 30 minutes. If it was not you, ignore this mail:\n"
              "your password stays as it is.\n"};
    case TokenPurpose::email_verification:
      return {"Verify your e-mail address",
              "An account was opened with this e-mail address.\n"
              "This token verifies that the address is yours:\n",
              "It is good once, for 24 hours. If it was not you, ignore this mail.\n"};
  }
  std::unreachable();
}

}  // namespace

Mail token_mail(const MailOrder& order, UserId user_id, const crypto::Secret& token) {
  const auto [subject, before, after] = wording_of(order.purpose);
  std::string text;
  // One allocation: no copy of the token is left behind.
  text.reserve(before.size() + token.reveal().size() + after.size() + 16);
  text.append(before).append("\nToken: ").append(token.reveal()).append("\n\n").append(after);
  return {.id = order.id,
          .user_id = user_id,
          .to = order.to,
          .subject = std::string(subject),
          .text = crypto::Secret::take(std::move(text))};
}

}  // namespace ddd::user
