#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::user::mail_errors {

Error unavailable() {
  return {.kind = ErrorKind::unavailable, .code = "mail.unavailable", .message = "No mail can be sent now."};
}
Error refused() {
  return {.kind = ErrorKind::rejected, .code = "mail.refused", .message = "The mail was refused for good."};
}

}  // namespace ddd::user::mail_errors
