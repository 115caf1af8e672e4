#include <array>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/openssl_handle.hpp>
#include <ddd/platform/crypto/public_key.hpp>

namespace ddd::crypto {
namespace {

constexpr std::size_t kCoordinate = 32;
constexpr std::size_t kLongestDer = 72;

std::shared_ptr<evp_pkey_st> make_key(std::string_view x, std::string_view y) {
  auto point = "\x04" + std::string(x) + std::string(y);  // SEC 1 §2.3.3, uncompressed
  char group[] = "prime256v1";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end(),
  };
  const Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> maker(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters)) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  return {key, EVP_PKEY_free};
}

/// The form that EVP takes; its length, or 0.
std::size_t to_der(std::string_view signature, std::array<unsigned char, kLongestDer>& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
  const Handle<ECDSA_SIG, ECDSA_SIG_free> pair(ECDSA_SIG_new());
  Handle<BIGNUM, BN_free> r(BN_bin2bn(bytes, kCoordinate, nullptr));
  Handle<BIGNUM, BN_free> s(BN_bin2bn(bytes + kCoordinate, kCoordinate, nullptr));
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1) return 0;
  auto* end = der.data();
  const int size = i2d_ECDSA_SIG(pair.get(), &end);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::string thumbprint(std::string_view x, std::string_view y) {
  std::string members = R"({"crv":"P-256","kty":"EC","x":")";
  members.append(x).append(R"(","y":")").append(y).append(R"("})");
  return to_base64url(sha256(members));
}

}  // namespace

PublicKey::PublicKey(std::shared_ptr<evp_pkey_st> key, std::string_view x, std::string_view y)
    : key_(std::move(key)), x_(x), y_(y), key_id_(thumbprint(x, y)) {}

std::optional<PublicKey> PublicKey::from_coordinates(std::string_view x, std::string_view y) {
  const auto x_bytes = from_base64url(x);
  const auto y_bytes = from_base64url(y);
  if (!x_bytes || !y_bytes || x_bytes->size() != kCoordinate || y_bytes->size() != kCoordinate) return std::nullopt;
  auto key = make_key(*x_bytes, *y_bytes);
  if (!key) return std::nullopt;
  return PublicKey(std::move(key), x, y);
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != 2 * kCoordinate) return false;
  std::array<unsigned char, kLongestDer> der;
  const auto der_size = to_der(signature, der);
  const Handle<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  const bool valid = der_size > 0 &&
                     EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                     EVP_DigestVerify(context.get(), der.data(), der_size,
                                      reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
  // What is left in the thread's queue would be taken for a failure of its next TLS operation.
  if (!valid) ERR_clear_error();
  return valid;
}

std::string jwks(std::span<const PublicKey> keys) {
  std::string json = R"({"keys":[)";
  for (const auto& key : keys) {
    if (json.back() == '}') json += ',';
    json.append(R"({"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":")").append(key.key_id());
    json.append(R"(","x":")").append(key.x()).append(R"(","y":")").append(key.y()).append(R"("})");
  }
  return json + "]}";
}

}  // namespace ddd::crypto
