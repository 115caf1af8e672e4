#pragma once

#include <cstddef>
#include <string>

namespace ddd::crypto {

/// Makes libsodium ready. Thread-safe and cheap when repeated; throws std::runtime_error when the machine can't supply
/// random numbers.
void initialise_sodium();

/// `bytes` random bytes of the operating system as base64url text: 32 for a refresh token (43 characters). Thread-safe.
[[nodiscard]] std::string random_token(std::size_t bytes);

}  // namespace ddd::crypto
