#pragma once

#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::user {

/// The mail that brings a token, in a line of its own, "Token: ...". It names nobody: whoever gets it by mistake learns
/// nothing about the account.
[[nodiscard]] Mail token_mail(const MailOrder& order, UserId user_id, const crypto::Secret& token);

}  // namespace ddd::user
