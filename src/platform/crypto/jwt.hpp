#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/crypto/signing_key.hpp>

namespace ddd::crypto {

/// What an access token says. Times have the grain of a second: a token carries them rounded down.
struct AccessClaims {
  UserId subject;
  Role role = Role::user;
  SessionId session;
  std::string jti;
  Timestamp issued_at;
  Timestamp expires_at;

  friend bool operator==(const AccessClaims&, const AccessClaims&) = default;
};

/// Makes access tokens: JWTs (RFC 7519, profile of RFC 9068) signed by ES256, with the header members `alg typ kid` and
/// the claims `iss aud sub iat nbf exp jti role sid`; `nbf` equals `iat`. Immutable, usable on any thread. About 20 us
/// a token.
class TokenSigner {
 public:
  /// `key` outlives the signer. Issuer and audience are printable ASCII without quotes and backslashes; throws
  /// std::invalid_argument otherwise.
  TokenSigner(const SigningKey& key, std::string_view issuer, std::string_view audience);

  /// Throws std::invalid_argument for claims that no verifier would take: an id that is not set, a `jti` that is empty
  /// or not plain text, an expiry that is not after the issue.
  [[nodiscard]] std::string sign(const AccessClaims& claims) const;

 private:
  const SigningKey& key_;
  std::string header_;  ///< in base64url, with its dot
  std::string fixed_claims_;
};

/// Accepts a token if and only if every condition of reliability's A1 holds; whatever can be checked without the
/// signature is checked before it. Immutable, usable on any thread.
class TokenVerifier {
 public:
  struct Options {
    std::string issuer;
    std::string audience;
    std::chrono::seconds clock_skew{30};
    std::chrono::seconds max_lifetime{std::chrono::hours(24)};
  };
  /// Longer tokens are refused unread.
  static constexpr std::size_t kLongestToken = 8192;

  /// `keys`: the live ones, one or (while they rotate) two.
  TokenVerifier(std::vector<PublicKey> keys, Options options);

  /// Errors: `auth.invalid_token`, the same for every reason. About 50 us for a token that passes.
  [[nodiscard]] Result<AccessClaims> verify(std::string_view token, Timestamp now) const;
  /// Whether `now` is in the claims' time, give or take the skew: what a verified token has to be asked again later.
  [[nodiscard]] bool is_current(const AccessClaims& claims, Timestamp now) const;

 private:
  [[nodiscard]] std::optional<AccessClaims> accept(std::string_view token, Timestamp now) const;
  [[nodiscard]] const PublicKey* find_key(std::string_view header) const;
  [[nodiscard]] std::optional<AccessClaims> read_claims(std::string_view payload, Timestamp now) const;

  std::vector<PublicKey> keys_;
  Options options_;
};

}  // namespace ddd::crypto
