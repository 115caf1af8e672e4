#include <ddd/user/domain/errors.hpp>

namespace ddd::user::errors {

Error not_found() {
  return {.kind = ErrorKind::not_found, .code = "user.not_found", .message = "There is no such user."};
}
Error email_taken() {
  return {.kind = ErrorKind::conflict,
          .code = "user.email_taken",
          .message = "There is an account with this e-mail address already."};
}
Error stale() {
  return {.kind = ErrorKind::stale,
          .code = "user.stale",
          .message = "The user was changed since it was read; read it again and repeat the change."};
}
Error wrong_password() {
  return {.kind = ErrorKind::rejected, .code = "user.wrong_password", .message = "This is not your password."};
}
Error token_invalid() {
  return {.kind = ErrorKind::rejected,
          .code = "user.token_invalid",
          .message = "The token is not valid, was used before or is too old; ask for another mail."};
}
Error last_admin() {
  return {.kind = ErrorKind::conflict,
          .code = "user.last_admin",
          .message = "This is the last active administrator; make another one first."};
}
Error session_not_found() {
  return {.kind = ErrorKind::not_found, .code = "user.session_not_found", .message = "There is no such session."};
}

Error invalid_credentials() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "auth.invalid_credentials",
          .message = "E-mail address or password is wrong."};
}
Error too_many_logins(std::chrono::seconds retry_after) {
  return {.kind = ErrorKind::too_many,
          .code = "auth.too_many_logins",
          .message = "Too many failed logins for this e-mail address; wait a little.",
          .retry_after_seconds = static_cast<int>(retry_after.count())};
}
Error invalid_refresh_token() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "auth.invalid_refresh_token",
          .message = "The refresh token is not valid; sign in again."};
}
Error refresh_reused() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "auth.refresh_reused",
          .message = "The refresh token was used before, so its session was ended; sign in again."};
}

}  // namespace ddd::user::errors
