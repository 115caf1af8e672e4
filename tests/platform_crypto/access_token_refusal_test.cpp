#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <platform_crypto/forged_token.hpp>

#include <ddd/platform/crypto/digest.hpp>

namespace ddd::crypto::test {
namespace {

TEST(AccessToken, is_refused_for_a_wrong_or_extra_header_member) {
  const std::pair<const char*, std::string> bad[] = {
      {"alg", R"("none")"},
      {"alg", R"("None")"},
      {"alg", R"("nOnE")"},
      {"alg", R"("HS256")"},
      {"alg", R"("RS256")"},
      {"alg", R"("ES384")"},
      {"alg", R"("es256")"},
      {"alg", R"("")"},
      {"alg", "256"},
      {"typ", R"("JWT")"},
      {"typ", R"("AT+JWT")"},
      {"typ", R"("rt+jwt")"},
      {"typ", R"("application/at+jwt")"},
      {"kid", R"("")"},
      {"kid", R"("other")"},
      {"kid", R"("../../../../dev/null")"},
      {"kid", R"("' OR 1=1 --")"},
      {"kid", "1"},
      {"crit", R"(["exp"])"},
      {"crit", R"("exp")"},
      {"b64", "0"},
      {"jku", R"("https://evil.example/jwks.json")"},
      {"jwk", R"({"kty":"EC"})"},
      {"jwk", R"("{}")"},
      {"x5u", R"("https://evil.example/cert.pem")"},
      {"x5c", R"(["MII"])"},
      {"x5c", R"("MII")"},
      {"x5t", R"("abc")"},
      {"cty", R"("JWT")"},
      {"zip", R"("DEF")"},
  };
  for (const auto& [name, value] : bad) {
    SCOPED_TRACE(fmt::format("{} {}", name, value));
    Forged forged;
    forged.header[name] = value;
    expect_refused(forged.token());
  }
}

TEST(AccessToken, is_refused_without_any_of_its_members) {
  for (const auto& [name, value] : Forged().header) {
    SCOPED_TRACE(name);
    Forged forged;
    forged.header.erase(name);
    expect_refused(forged.token());
  }
  for (const auto& [name, value] : Forged().payload) {
    SCOPED_TRACE(name);
    Forged forged;
    forged.payload.erase(name);
    expect_refused(forged.token());
  }
}

TEST(AccessToken, is_refused_for_a_wrong_claim) {
  const std::pair<const char*, std::string> bad[] = {
      {"iss", R"("https://shop.example/")"},
      {"iss", R"("https://evil.example")"},
      {"iss", R"(["https://shop.example"])"},
      {"aud", R"("payment-sandbox")"},
      {"aud", R"(["ddd-micro"])"},
      {"aud", R"(["ddd-micro","other"])"},
      {"aud", "1"},
      {"sub", "7"},
      {"sub", R"("")"},
      {"sub", R"("0")"},
      {"sub", R"("-7")"},
      {"sub", R"("+7")"},
      {"sub", R"("07")"},
      {"sub", R"(" 7")"},
      {"sub", R"("7.0")"},
      {"sub", R"("0x7")"},
      {"sub", R"("seven")"},
      {"sub", R"("9223372036854775808")"},
      {"sub", R"("7' OR '1'='1")"},
      {"role", R"("root")"},
      {"role", R"("Admin")"},
      {"role", R"("")"},
      {"role", "1"},
      {"role", "true"},
      {"role", R"(["admin"])"},
      {"sid", R"("")"},
      {"sid", R"("019c13ec-9e7b-7000-8000-000000000001")"},
      {"sid", R"("pay_019c13ec-9e7b-7000-8000-000000000001")"},
      {"sid", "1"},
      {"jti", R"("")"},
      {"jti", "1"},
      {"jti", "null"},
  };
  for (const auto& [name, value] : bad) {
    SCOPED_TRACE(fmt::format("{} {}", name, value));
    Forged forged;
    forged.payload[name] = value;
    expect_refused(forged.token());
  }
}

TEST(AccessToken, is_refused_when_a_time_is_no_plain_integer) {
  for (const auto* name : {"iat", "nbf", "exp"}) {
    for (const auto* value : {R"("1769860800")", "1769860800.0", "1769860800.5", "1.7698608e9", "1769860800e0", "-1",
                              "+1769860800", "01769860800", "null", "true", "[]", "{}", "99999999999999999999",
                              "1769860800000000000", "1e400", "NaN", ""}) {
      SCOPED_TRACE(fmt::format("{} {}", name, value));
      Forged forged;
      forged.payload[name] = value;
      expect_refused(forged.token());
    }
  }
}

TEST(AccessToken, is_refused_when_a_member_occurs_twice) {
  const auto header = Forged::json(Forged().header);
  const auto payload = Forged::json(Forged().payload);
  const auto twice = [](std::string json, std::string_view member) {
    return json.insert(1, std::string(member) + ",");
  };
  expect_refused(Forged::sign(twice(header, R"("alg":"ES256")"), payload));
  expect_refused(Forged::sign(twice(header, R"("alg":"none")"), payload));
  expect_refused(Forged::sign(header, twice(payload, R"("role":"user")")));
  expect_refused(Forged::sign(header, twice(payload, R"("role":"admin")")));
  expect_refused(Forged::sign(header, twice(payload, R"("sub":"8")")));
  expect_refused(Forged::sign(header, twice(twice(payload, R"("x":1)"), R"("x":1)")));
  // The same name by an escape.
  expect_refused(Forged::sign(header, twice(payload, R"("\u0073ub":"8")")));
}

TEST(AccessToken, is_refused_when_its_json_is_broken) {
  const auto header = Forged::json(Forged().header);
  const auto payload = Forged::json(Forged().payload);
  const auto cut = payload.substr(0, payload.size() - 1);
  const std::string broken[] = {"",
                                "{",
                                "}",
                                "{}",
                                "[]",
                                "null",
                                "\"\"",
                                "[" + payload + "]",
                                cut,
                                cut + ",}",
                                cut + "]",
                                payload + payload,
                                payload + "x",
                                "\xef\xbb\xbf" + payload,
                                "{," + payload.substr(1),
                                cut + R"(,"x"})",
                                cut + R"(,"x":})",
                                cut + R"(,x:1})",
                                cut + R"(,'x':1})",
                                cut + R"(,"x":"})",
                                cut + R"(,"x":{"y":1}})",
                                cut + R"(,"x":[1]})",
                                cut + ",\"x\":\"\x01\"}",
                                cut + ",\"x\":\"\xc3\xa9\"}",
                                cut + ",\"x\":\"\x7f\"}",
                                cut + R"(,"x":"\n"})",
                                cut + ",\"x\":\"" + std::string(1, '\0') + "\"}",
                                cut + R"(,"x":1 2})"};
  for (const auto& json : broken) {
    SCOPED_TRACE(json);
    expect_refused(Forged::sign(header, json));
  }
  for (const std::string json : {"", "{}", "[]", "null", "{\"alg\":\"ES256\"}"}) {
    SCOPED_TRACE(json);
    expect_refused(Forged::sign(json, payload));
  }
  auto many = Forged();
  for (int i = 0; i < 7; ++i) many.payload[fmt::format("x{}", i)] = "1";
  EXPECT_TRUE(verifier().verify(many.token(), kNow));
  many.payload["x7"] = "1";
  expect_refused(many.token());
}

TEST(AccessToken, is_refused_in_any_other_spelling) {
  const auto good = good_token();
  const auto first = good.find('.');
  const auto last = good.rfind('.');
  const auto header = good.substr(0, first);
  const auto payload = good.substr(first + 1, last - first - 1);
  const auto signature = good.substr(last + 1);
  const std::string bad[] = {"",
                             ".",
                             "..",
                             "...",
                             header,
                             header + "." + payload,
                             header + "." + payload + ".",
                             header + ".." + signature,
                             "." + payload + "." + signature,
                             good + ".",
                             "." + good,
                             good + "." + signature,
                             header + "=." + payload + "." + signature,
                             header + "." + payload + "=." + signature,
                             good + "=",
                             good + "==",
                             " " + good,
                             good + " ",
                             good + "\n",
                             header + "\n." + payload + "." + signature,
                             header + " ." + payload + "." + signature,
                             "Bearer " + good,
                             good + std::string(1, '\0'),
                             good + "A",
                             good.substr(0, good.size() - 1),
                             header + "." + payload + "." + signature + signature};
  for (const auto& token : bad) {
    SCOPED_TRACE(token);
    expect_refused(token);
  }
}

TEST(AccessToken, is_refused_when_it_is_longer_than_8_kib) {
  auto forged = Forged();
  const auto room = TokenVerifier::kLongestToken - forged.token().size();
  forged.payload["x"] = "\"" + std::string(room / 4 * 3 - 12, 'x') + "\"";
  ASSERT_LE(forged.token().size(), TokenVerifier::kLongestToken);
  EXPECT_TRUE(verifier().verify(forged.token(), kNow));
  forged.payload["x"] = "\"" + std::string(room / 4 * 3 + 12, 'x') + "\"";
  ASSERT_GT(forged.token().size(), TokenVerifier::kLongestToken);
  expect_refused(forged.token());
  expect_refused(std::string(9 * 1024, 'A'));
}

TEST(AccessToken, is_refused_with_the_signature_of_another_key_or_text) {
  const auto other = SigningKey::generate();
  const auto good = good_token();
  const auto text = good.substr(0, good.rfind('.'));
  expect_refused(text + "." + to_base64url(other.sign(text)));
  expect_refused(text + "." + to_base64url(key().sign("another text")));
  expect_refused(text + "." + to_base64url(std::string(64, '\0')));
  auto admin = Forged();
  admin.payload["sub"] = R"("1")";
  const auto theirs = admin.token();
  expect_refused(theirs.substr(0, theirs.rfind('.')) + good.substr(good.rfind('.')));
  // A key of the sender's own under our key's id.
  expect_refused(TokenSigner(other, kIssuer, kAudience).sign(claims()));
}

TEST(AccessToken, is_refused_when_hs256_was_made_with_the_public_key) {
  auto forged = Forged();
  forged.header["alg"] = R"("HS256")";
  const auto text = to_base64url(Forged::json(forged.header)) + "." + to_base64url(Forged::json(forged.payload));
  const auto key_set = jwks(std::vector{key().public_key()});
  for (const auto& secret : {key_set, key().public_key().x(), key().public_key().x() + key().public_key().y()}) {
    expect_refused(text + "." + to_base64url(hmac_sha256(secret, text)));
  }
}

TEST(AccessToken, is_refused_with_a_signature_in_der_form) {
  const auto good = good_token();
  const auto raw = from_base64url(good.substr(good.rfind('.') + 1)).value();
  const auto der = std::string("\x30\x44\x02\x20") + raw.substr(0, 32) + "\x02\x20" + raw.substr(32);
  expect_refused(good.substr(0, good.rfind('.') + 1) + to_base64url(der));
}

}  // namespace
}  // namespace ddd::crypto::test
