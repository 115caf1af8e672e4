#include <algorithm>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/errors.hpp>
#include <ddd/platform/crypto/flat_json.hpp>
#include <ddd/platform/crypto/jwt.hpp>

namespace ddd::crypto {
namespace {

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;
};

std::optional<Parts> split(std::string_view token) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  // A third dot would be inside the payload, where base64url refuses it.
  if (first == last) return std::nullopt;
  return Parts{.header = token.substr(0, first),
               .payload = token.substr(first + 1, last - first - 1),
               .signature = token.substr(last + 1),
               .signed_text = token.substr(0, last)};
}

std::optional<Timestamp> time_of(const FlatObject& claims, std::string_view name) {
  const auto seconds = claims.integer(name);
  // The end of year 9999; past it the arithmetic on microseconds would be at risk.
  if (!seconds || *seconds > 253'402'300'799) return std::nullopt;
  return Timestamp(std::chrono::seconds(*seconds));
}

std::optional<Role> role_of(const FlatObject& claims) {
  const auto role = claims.text("role");
  if (role == "user") return Role::user;
  if (role == "admin") return Role::admin;
  return std::nullopt;
}

}  // namespace

TokenVerifier::TokenVerifier(std::vector<PublicKey> keys, Options options)
    : keys_(std::move(keys)), options_(std::move(options)) {}

Result<AccessClaims> TokenVerifier::verify(std::string_view token, Timestamp now) const {
  auto claims = accept(token, now);
  if (!claims) return Refused(errors::invalid_token());
  return *std::move(claims);
}

bool TokenVerifier::is_current(const AccessClaims& claims, Timestamp now) const {
  return now >= claims.issued_at - options_.clock_skew && now < claims.expires_at + options_.clock_skew;
}

std::optional<AccessClaims> TokenVerifier::accept(std::string_view token, Timestamp now) const {
  if (token.size() > kLongestToken) return std::nullopt;
  const auto parts = split(token);
  if (!parts) return std::nullopt;
  const auto* key = find_key(parts->header);
  if (key == nullptr) return std::nullopt;
  auto claims = read_claims(parts->payload, now);
  if (!claims) return std::nullopt;
  const auto signature = from_base64url(parts->signature);
  if (!signature || !key->verify(parts->signed_text, *signature)) return std::nullopt;
  return claims;
}

const PublicKey* TokenVerifier::find_key(std::string_view header) const {
  const auto json = from_base64url(header);
  if (!json) return nullptr;
  const auto members = FlatObject::parse(*json);
  // Exactly our own three members: so no crit, jku, jwk, x5u, x5c, zip or b64, nor what is thought of later.
  if (!members || members->size() != 3) return nullptr;
  if (members->text("alg") != "ES256" || members->text("typ") != "at+jwt") return nullptr;
  const auto key = std::ranges::find(keys_, members->text("kid"), &PublicKey::key_id);
  return key == keys_.end() ? nullptr : &*key;
}

std::optional<AccessClaims> TokenVerifier::read_claims(std::string_view payload, Timestamp now) const {
  const auto json = from_base64url(payload);
  if (!json) return std::nullopt;
  const auto claims = FlatObject::parse(*json);
  if (!claims || claims->text("iss") != options_.issuer || claims->text("aud") != options_.audience) {
    return std::nullopt;
  }
  const auto not_before = time_of(*claims, "nbf");
  const auto expires_at = time_of(*claims, "exp");
  const auto issued_at = time_of(*claims, "iat");
  if (!not_before || !expires_at || !issued_at) return std::nullopt;
  if (*not_before > now + options_.clock_skew || *expires_at + options_.clock_skew <= now) return std::nullopt;
  if (*issued_at > now + options_.clock_skew || *issued_at >= *expires_at ||
      *expires_at - *issued_at > options_.max_lifetime) {
    return std::nullopt;
  }
  const auto subject = UserId::parse(claims->text("sub").value_or(""));
  const auto role = role_of(*claims);
  auto session = SessionId::parse(claims->text("sid").value_or(""));
  const auto jti = claims->text("jti").value_or("");
  if (!subject || !role || !session || jti.empty()) return std::nullopt;
  return AccessClaims{.subject = *subject,
                      .role = *role,
                      .session = *std::move(session),
                      .jti = std::string(jti),
                      .issued_at = *issued_at,
                      .expires_at = *expires_at};
}

}  // namespace ddd::crypto
