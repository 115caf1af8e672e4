#pragma once

#include <ddd/kernel/error.hpp>

namespace ddd::crypto::errors {

/// `auth.invalid_token` (unauthenticated): one answer for every reason, so that nobody learns by trying.
[[nodiscard]] Error invalid_token();

// The signing key's file, for the operator at start (internal).
/// `crypto.key_permissions`: others than the owner may read it.
[[nodiscard]] Error key_permissions();
/// `crypto.key_unreadable`: it isn't there, or this process may not read it.
[[nodiscard]] Error key_unreadable();
/// `crypto.key_unwritable`: a new one can't be stored.
[[nodiscard]] Error key_unwritable();
/// `crypto.key_malformed`: no unencrypted P-256 private key in PEM.
[[nodiscard]] Error key_malformed();

/// `crypto.out_of_memory` (unavailable): a password hash needs more memory than there is now.
[[nodiscard]] Error out_of_memory();

}  // namespace ddd::crypto::errors
