#include <string>

#include <ddd/platform/api/errors.hpp>

namespace ddd::api::errors {

Error not_found() {
  return {.kind = ErrorKind::not_found, .code = "http.not_found", .message = "There is nothing at this path."};
}
Error method_not_allowed() {
  return {.kind = ErrorKind::malformed,
          .code = "http.method_not_allowed",
          .message = "This path does not take this method; the Allow header lists those it takes."};
}
Error body_too_large(std::size_t limit) {
  return {.kind = ErrorKind::malformed,
          .code = "http.body_too_large",
          .message = "The body is larger than " + std::to_string(limit) + " bytes."};
}
Error unsupported_media_type() {
  return {.kind = ErrorKind::malformed,
          .code = "http.unsupported_media_type",
          .message = "The body must be sent as application/json, without a Content-Encoding."};
}
Error card_number() {
  return {
      .kind = ErrorKind::rejected,
      .code = "request.card_number",
      .message = "The request seems to hold a payment card number, which must never be sent here; it was not stored."};
}
Error invalid_token() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "auth.invalid_token",
          .message = "The access token is not valid; sign in again or refresh it."};
}
Error key_required() {
  return {.kind = ErrorKind::malformed,
          .code = "idempotency.key_required",
          .message = "This request needs an Idempotency-Key header, so that it can be repeated safely."};
}
Error key_invalid() {
  return {.kind = ErrorKind::malformed,
          .code = "idempotency.key_invalid",
          .message = "An Idempotency-Key has 16 to 255 characters out of A-Z, a-z, 0-9, \"_\" and \"-\"."};
}
Error key_reused() {
  return {.kind = ErrorKind::rejected,
          .code = "idempotency.key_reused",
          .message = "This Idempotency-Key was used with another request; use a new key for a new request."};
}
Error key_in_flight() {
  return {.kind = ErrorKind::conflict,
          .code = "idempotency.in_flight",
          .message = "The first request with this Idempotency-Key is still under way; repeat it shortly."};
}
Error too_many_requests(int retry_after) {
  return {.kind = ErrorKind::too_many,
          .code = "http.too_many_requests",
          .message = "Too many requests come from this address; Retry-After says when to come back.",
          .retry_after_seconds = retry_after};
}
Error overloaded() {
  return {.kind = ErrorKind::unavailable,
          .code = "server.overloaded",
          .message = "The server has more to do than it gets done; nothing was done. Try again shortly.",
          .retry_after_seconds = 1};
}
Error internal() {
  return {.kind = ErrorKind::internal, .code = "internal"};
}

}  // namespace ddd::api::errors
