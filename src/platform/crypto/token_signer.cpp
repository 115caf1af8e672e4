#include <stdexcept>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/flat_json.hpp>
#include <ddd/platform/crypto/jwt.hpp>

namespace ddd::crypto {
namespace {

void add(std::string& json, std::string_view name, std::string_view text) {
  json.append(R"(,")").append(name).append(R"(":")").append(text).append(R"(")");
}
void add(std::string& json, std::string_view name, Timestamp at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  json.append(R"(,")").append(name).append(R"(":)").append(std::to_string(seconds));
}

bool is_signable(const AccessClaims& claims) {
  return claims.subject.is_stored() && claims.session.is_set() && is_plain_text(claims.session.to_text()) &&
         !claims.jti.empty() && is_plain_text(claims.jti) && claims.expires_at > claims.issued_at;
}

}  // namespace

TokenSigner::TokenSigner(const SigningKey& key, std::string_view issuer, std::string_view audience)
    : key_(key),
      header_(to_base64url(R"({"alg":"ES256","typ":"at+jwt","kid":")" + key.public_key().key_id() + R"("})") + ".") {
  if (!is_plain_text(issuer) || !is_plain_text(audience)) {
    throw std::invalid_argument("issuer and audience of tokens must be plain ASCII text");
  }
  fixed_claims_.append(R"({"iss":")").append(issuer).append(R"(")");
  add(fixed_claims_, "aud", audience);
}

std::string TokenSigner::sign(const AccessClaims& claims) const {
  if (!is_signable(claims)) throw std::invalid_argument("these claims can't be made a token");
  auto json = fixed_claims_;
  json.reserve(512);
  add(json, "sub", claims.subject.to_text());
  add(json, "iat", claims.issued_at);
  add(json, "nbf", claims.issued_at);
  add(json, "exp", claims.expires_at);
  add(json, "jti", claims.jti);
  add(json, "role", claims.role == Role::admin ? "admin" : "user");
  add(json, "sid", claims.session.to_text());
  json += '}';
  auto token = header_ + to_base64url(json);
  const auto signature = to_base64url(key_.sign(token));
  return token.append(".").append(signature);
}

}  // namespace ddd::crypto
