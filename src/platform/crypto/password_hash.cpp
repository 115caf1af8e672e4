#include <array>
#include <cerrno>

#include <sodium.h>

#include <ddd/platform/crypto/errors.hpp>
#include <ddd/platform/crypto/password_hash.hpp>
#include <ddd/platform/crypto/random.hpp>

namespace ddd::crypto {

Result<std::string> hash_password(const Secret& password, PasswordCost cost) {
  initialise_sodium();
  const auto text = password.reveal();
  std::array<char, crypto_pwhash_argon2id_STRBYTES> hash{};
  if (crypto_pwhash_argon2id_str(hash.data(), text.data(), text.size(), cost.passes, cost.memory_kib * 1024) != 0) {
    return Refused(errors::out_of_memory());
  }
  return std::string(hash.data());
}

Result<bool> verify_password(const std::string& hash, const Secret& password) {
  initialise_sodium();
  const auto text = password.reveal();
  errno = 0;
  if (crypto_pwhash_argon2id_str_verify(hash.c_str(), text.data(), text.size()) == 0) return true;
  // Otherwise a machine short of memory would tell a user that the password is wrong.
  if (errno == ENOMEM) return Refused(errors::out_of_memory());
  return false;
}

bool needs_rehash(const std::string& hash, PasswordCost cost) {
  return crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_kib * 1024) != 0;
}

}  // namespace ddd::crypto
