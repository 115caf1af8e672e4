#include <stdexcept>

#include <sodium.h>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/random.hpp>
#include <ddd/platform/crypto/secret.hpp>

namespace ddd::crypto {

void initialise_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium can't be initialised");
}

std::string random_token(std::size_t bytes) {
  initialise_sodium();
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return to_base64url(Secret::take(std::move(random)).reveal());
}

}  // namespace ddd::crypto
