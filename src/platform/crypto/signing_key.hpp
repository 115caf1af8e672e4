#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/crypto/public_key.hpp>
#include <ddd/platform/crypto/secret.hpp>

namespace ddd::crypto {

/// An ES256 key pair. Immutable, usable on any thread; movable, not copyable.
///
/// Errors: those of `errors.hpp` about the key's file.
class SigningKey {
 public:
  [[nodiscard]] static SigningKey generate();
  /// A P-256 private key without a passphrase, PKCS #8 or SEC 1 in PEM.
  [[nodiscard]] static Result<SigningKey> from_pem(const Secret& pem);

  /// Refuses a file that others may read: it must be ours and closed to group and others, or root's and at most
  /// readable by our group (a Kubernetes secret). Blocks; for the start of a process.
  [[nodiscard]] static Result<SigningKey> load(const std::filesystem::path& file);
  /// The same, after making the file with a new key and mode 0400 if it isn't there. It appears whole or not at all,
  /// and of several processes that try at once all get the key of one. The folder must exist.
  [[nodiscard]] static Result<SigningKey> load_or_create(const std::filesystem::path& file);

  /// r || s, 64 bytes, as JWS has it. About 20 us.
  [[nodiscard]] std::string sign(std::string_view message) const;

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// PKCS #8.
  [[nodiscard]] Secret to_pem() const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Key = std::unique_ptr<evp_pkey_st, Free>;

  SigningKey(Key key, PublicKey public_key) : key_(std::move(key)), public_key_(std::move(public_key)) {}

  Key key_;
  PublicKey public_key_;
};

}  // namespace ddd::crypto
