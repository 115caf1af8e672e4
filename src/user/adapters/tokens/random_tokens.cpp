#include <utility>

#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/random.hpp>
#include <ddd/user/adapters/tokens/random_tokens.hpp>

namespace ddd::user {

OpaqueToken RandomTokens::make() {
  constexpr std::size_t kBytes = 32;
  auto text = crypto::Secret::take(crypto::random_token(kBytes));
  auto hash = hash_of(text);
  return {.text = std::move(text), .hash = std::move(hash)};
}

TokenHash RandomTokens::hash_of(const crypto::Secret& token) const {
  return TokenHash::restore(crypto::sha256_hex(token.reveal()));
}

}  // namespace ddd::user
