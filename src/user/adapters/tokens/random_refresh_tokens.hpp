#pragma once

#include <ddd/user/application/ports/refresh_tokens.hpp>

namespace ddd::user {

/// 43 characters of base64url out of the operating system's random numbers.
class RandomRefreshTokens final : public RefreshTokens {
 public:
  [[nodiscard]] RefreshToken make() override;
  [[nodiscard]] RefreshHash hash_of(const crypto::Secret& token) const override;
};

}  // namespace ddd::user
