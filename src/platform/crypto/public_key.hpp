#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// OpenSSL's EVP_PKEY, whose headers stay in the sources.
struct evp_pkey_st;

namespace ddd::crypto {

/// An ES256 key that verifies (ECDSA on P-256 with SHA-256, RFC 7518 §3.4). Immutable, cheap to copy, usable on any
/// thread.
class PublicKey {
 public:
  /// The members `x` and `y` of a JWK (RFC 7518 §6.2.1): 32 bytes each in base64url. Nothing unless they are a point of
  /// the curve.
  [[nodiscard]] static std::optional<PublicKey> from_coordinates(std::string_view x, std::string_view y);

  /// `signature` is r || s, 64 bytes, as JWS has it. About 50 us.
  [[nodiscard]] bool verify(std::string_view message, std::string_view signature) const;

  /// The `kid`: the key's SHA-256 thumbprint (RFC 7638) in base64url.
  [[nodiscard]] const std::string& key_id() const { return key_id_; }
  [[nodiscard]] const std::string& x() const { return x_; }
  [[nodiscard]] const std::string& y() const { return y_; }

 private:
  PublicKey(std::shared_ptr<evp_pkey_st> key, std::string_view x, std::string_view y);

  std::shared_ptr<evp_pkey_st> key_;
  std::string x_;
  std::string y_;
  std::string key_id_;
};

/// The JWK Set (RFC 7517 §5) of the live keys, as `/.well-known/jwks.json` serves it.
[[nodiscard]] std::string jwks(std::span<const PublicKey> keys);

}  // namespace ddd::crypto
