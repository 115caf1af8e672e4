#include <array>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/errors.hpp>
#include <ddd/platform/crypto/openssl_handle.hpp>
#include <ddd/platform/crypto/signing_key.hpp>

namespace ddd::crypto {
namespace {

constexpr std::size_t kCoordinate = 32;
constexpr std::size_t kLongestDer = 72;

std::string coordinate(const EVP_PKEY& key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(&key, name, &number) != 1) throw std::runtime_error("an EC key has no public point");
  const Handle<BIGNUM, BN_free> owner(number);
  std::array<std::uint8_t, kCoordinate> bytes;
  BN_bn2binpad(number, bytes.data(), kCoordinate);
  return to_base64url(bytes);
}

PublicKey public_part(const EVP_PKEY& key) {
  auto part =
      PublicKey::from_coordinates(coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X), coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y));
  if (!part) throw std::runtime_error("an EC key's public point is not on its curve");
  return *std::move(part);
}

bool is_sound_p256(EVP_PKEY& key) {
  std::array<char, 32> group{};
  if (EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr) != 1) return false;
  const Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> check(EVP_PKEY_CTX_new_from_pkey(nullptr, &key, nullptr));
  return std::string_view(group.data()) == "prime256v1" && check && EVP_PKEY_check(check.get()) == 1;
}

/// Without this, OpenSSL would ask at the terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

}  // namespace

void SigningKey::Free::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}

SigningKey SigningKey::generate() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) throw std::runtime_error("an EC key can't be generated");
  auto public_key = public_part(*key);
  return {std::move(key), std::move(public_key)};
}

Result<SigningKey> SigningKey::from_pem(const Secret& pem) {
  const auto text = pem.reveal();
  const Handle<BIO, BIO_free_all> source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Key key(source ? PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr) : nullptr);
  const bool sound = key && is_sound_p256(*key);
  ERR_clear_error();
  if (!sound) return Refused(errors::key_malformed());
  auto public_key = public_part(*key);
  return SigningKey(std::move(key), std::move(public_key));
}

std::string SigningKey::sign(std::string_view message) const {
  const Handle<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  std::array<unsigned char, kLongestDer> der;
  std::size_t size = der.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, reinterpret_cast<const unsigned char*>(message.data()),
                     message.size()) != 1) {
    ERR_clear_error();
    throw std::runtime_error("ES256 can't sign");
  }
  const auto* begin = der.data();
  const Handle<ECDSA_SIG, ECDSA_SIG_free> pair(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size)));
  std::string signature(2 * kCoordinate, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, kCoordinate);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + kCoordinate, kCoordinate);
  return signature;
}

Secret SigningKey::to_pem() const {
  const Handle<BIO, BIO_free_all> target(BIO_new(BIO_s_secmem()));  // wiped when freed
  if (!target || PEM_write_bio_PKCS8PrivateKey(target.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    ERR_clear_error();
    throw std::runtime_error("an EC key can't be written as PEM");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(target.get(), &text);
  return Secret({text, static_cast<std::size_t>(size)});
}

}  // namespace ddd::crypto
