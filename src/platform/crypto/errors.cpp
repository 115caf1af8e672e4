#include <ddd/platform/crypto/errors.hpp>

namespace ddd::crypto::errors {

Error invalid_token() {
  return {
      .kind = ErrorKind::unauthenticated, .code = "auth.invalid_token", .message = "The access token is not valid."};
}

Error key_permissions() {
  return {.kind = ErrorKind::internal,
          .code = "crypto.key_permissions",
          .message = "The signing key's file must be readable by its owner alone: set its mode to 0400."};
}
Error key_unreadable() {
  return {.kind = ErrorKind::internal,
          .code = "crypto.key_unreadable",
          .message = "The signing key's file is missing or can't be read."};
}
Error key_unwritable() {
  return {.kind = ErrorKind::internal,
          .code = "crypto.key_unwritable",
          .message = "A new signing key can't be stored: its folder is missing or not writable."};
}
Error key_malformed() {
  return {.kind = ErrorKind::internal,
          .code = "crypto.key_malformed",
          .message = "The signing key's file holds no P-256 private key in PEM form without a passphrase."};
}

Error out_of_memory() {
  return {.kind = ErrorKind::unavailable,
          .code = "crypto.out_of_memory",
          .message = "The server is short of memory; try again shortly.",
          .retry_after_seconds = 1};
}

}  // namespace ddd::crypto::errors
