#include <sodium.h>

#include <ddd/platform/crypto/secret.hpp>

namespace ddd::crypto {

Secret Secret::take(std::string&& source) {
  Secret secret{std::string_view(source)};
  sodium_memzero(source.data(), source.size());
  source.clear();
  return secret;
}

Secret::~Secret() {
  if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
}

}  // namespace ddd::crypto
