#pragma once

#include <chrono>

#include <ddd/kernel/error.hpp>

/// Every refusal of the user context. The codes are part of the public contract (docs/errors.md).
namespace ddd::user::errors {

[[nodiscard]] Error not_found();
[[nodiscard]] Error email_taken();
[[nodiscard]] Error stale();
/// Of the password of the account that is signed in.
[[nodiscard]] Error wrong_password();
/// A token of a mail that was never ours, was used or is too old.
[[nodiscard]] Error token_invalid();
/// The one active administrator can't be demoted, deactivated or deleted.
[[nodiscard]] Error last_admin();
[[nodiscard]] Error session_not_found();

/// One answer for an unknown e-mail address, a wrong password and an inactive account.
[[nodiscard]] Error invalid_credentials();
/// Too many failed logins for one e-mail address, whether or not it has an account.
[[nodiscard]] Error too_many_logins(std::chrono::seconds retry_after);
/// A refresh token that was never ours, or whose session has ended.
[[nodiscard]] Error invalid_refresh_token();
/// A refresh token that was traded in before: someone else has it too.
[[nodiscard]] Error refresh_reused();

}  // namespace ddd::user::errors
