#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/jwt.hpp>

namespace ddd::crypto::test {

inline constexpr std::int64_t kIssued = 1'769'860'800;
inline const Timestamp kNow = Timestamp(std::chrono::seconds(kIssued));
inline constexpr std::string_view kIssuer = "https://shop.example";
inline constexpr std::string_view kAudience = "ddd-micro";
inline constexpr std::string_view kSession = "ses_019c13ec-9e7b-7000-8000-000000000001";

inline const SigningKey& key() {
  static const auto key = SigningKey::generate();
  return key;
}

inline TokenVerifier verifier() {
  return {{key().public_key()}, {.issuer = std::string(kIssuer), .audience = std::string(kAudience)}};
}

inline AccessClaims claims() {
  return {.subject = UserId(7),
          .role = Role::admin,
          .session = SessionId::parse(kSession).value(),
          .jti = "019c13ec-9e7b-7000-8000-000000000002",
          .issued_at = kNow,
          .expires_at = kNow + std::chrono::minutes(10)};
}

inline std::string good_token() {
  return TokenSigner(key(), kIssuer, kAudience).sign(claims());
}

/// A token put together by hand; the default is a good one. Members are raw JSON.
struct Forged {
  std::map<std::string, std::string> header = {
      {"alg", R"("ES256")"}, {"typ", R"("at+jwt")"}, {"kid", fmt::format(R"("{}")", key().public_key().key_id())}};
  std::map<std::string, std::string> payload = {{"iss", fmt::format(R"("{}")", kIssuer)},
                                                {"aud", fmt::format(R"("{}")", kAudience)},
                                                {"sub", R"("7")"},
                                                {"iat", std::to_string(kIssued)},
                                                {"nbf", std::to_string(kIssued)},
                                                {"exp", std::to_string(kIssued + 600)},
                                                {"jti", R"("019c13ec-9e7b-7000-8000-000000000002")"},
                                                {"role", R"("admin")"},
                                                {"sid", fmt::format(R"("{}")", kSession)}};

  static std::string json(const std::map<std::string, std::string>& members) {
    std::string text;
    for (const auto& [name, value] : members)
      text += fmt::format(R"({}"{}":{})", text.empty() ? "{" : ",", name, value);
    return text + "}";
  }
  static std::string sign(std::string_view header_json, std::string_view payload_json) {
    const auto text = to_base64url(header_json) + "." + to_base64url(payload_json);
    return text + "." + to_base64url(key().sign(text));
  }
  [[nodiscard]] std::string token() const { return sign(json(header), json(payload)); }
};

inline void expect_refused(std::string_view token, Timestamp now = kNow) {
  const auto result = verifier().verify(token, now);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), (Error{.kind = ErrorKind::unauthenticated,
                                   .code = "auth.invalid_token",
                                   .message = "The access token is not valid."}));
}

}  // namespace ddd::crypto::test
