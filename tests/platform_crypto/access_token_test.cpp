#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <platform_crypto/forged_token.hpp>
#include <rapidcheck/gtest.h>

namespace ddd::crypto::test {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

TEST(AccessToken, says_what_was_signed) {
  EXPECT_EQ(verifier().verify(good_token(), kNow), claims());
}

TEST(AccessToken, has_the_header_and_claims_of_the_contract) {
  const auto token = good_token();
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  EXPECT_EQ(from_base64url(token.substr(0, first)),
            fmt::format(R"({{"alg":"ES256","typ":"at+jwt","kid":"{}"}})", key().public_key().key_id()));
  EXPECT_EQ(from_base64url(token.substr(first + 1, last - first - 1)),
            R"({"iss":"https://shop.example","aud":"ddd-micro","sub":"7","iat":1769860800,"nbf":1769860800,)"
            R"("exp":1769861400,"jti":"019c13ec-9e7b-7000-8000-000000000002","role":"admin",)"
            R"("sid":"ses_019c13ec-9e7b-7000-8000-000000000001"})");
  EXPECT_EQ(from_base64url(token.substr(last + 1)).value_or("").size(), 64U);
}

RC_GTEST_PROP(AccessTokenLaws, round_trips_to_the_second, ()) {
  const auto issued = Timestamp(microseconds(*rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000'000)));
  const auto life = seconds(*rc::gen::inRange(1, 86'401));
  const AccessClaims signed_claims{
      .subject = UserId(*rc::gen::inRange<std::uint64_t>(1, INT64_MAX)),
      .role = *rc::gen::element(Role::user, Role::admin),
      .session = SessionId::make(Uuid::v7(issued, *rc::gen::arbitrary<std::array<std::uint8_t, 10>>())),
      .jti = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc-_.:/ {}[],'")))),
      .issued_at = issued,
      .expires_at = issued + life};
  auto expected = signed_claims;
  expected.issued_at = std::chrono::floor<seconds>(issued);
  expected.expires_at = expected.issued_at + life;
  const auto token = TokenSigner(key(), kIssuer, kAudience).sign(signed_claims);
  RC_ASSERT(verifier().verify(token, issued).value() == expected);
}

RC_GTEST_PROP(AccessTokenLaws, changing_any_byte_makes_it_invalid, (char byte)) {
  static const auto good = good_token();
  auto token = good;
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  RC_PRE(token[at] != byte);
  token[at] = byte;
  RC_ASSERT(!verifier().verify(token, kNow));
}

TEST(AccessToken, with_any_single_bit_flipped_is_invalid) {
  const auto good = good_token();
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto token = good;
    token[at] = static_cast<char>(token[at] ^ (1 << (at % 8)));
    EXPECT_FALSE(verifier().verify(token, kNow)) << at;
  }
}

RC_GTEST_PROP(AccessTokenLaws, arbitrary_bytes_are_no_token, (const std::string& text)) {
  RC_ASSERT(!verifier().verify(text, kNow));
  RC_ASSERT(!verifier().verify(Forged::sign(Forged::json(Forged().header), text), kNow));
  RC_ASSERT(!verifier().verify(Forged::sign(text, Forged::json(Forged().payload)), kNow));
}

TEST(AccessToken, put_together_by_the_rules_is_valid) {
  EXPECT_EQ(verifier().verify(Forged().token(), kNow), claims());
  auto with_more = Forged();
  with_more.payload["scope"] = R"("all")";
  EXPECT_EQ(verifier().verify(with_more.token(), kNow), claims());
  const auto spaced = Forged::sign(" " + Forged::json(Forged().header), Forged::json(Forged().payload) + "\r\n\t ");
  EXPECT_EQ(verifier().verify(spaced, kNow), claims());
}

TEST(AccessToken, is_valid_from_its_start_to_its_end_give_or_take_30_seconds) {
  const auto token = good_token();
  const auto end = kNow + std::chrono::minutes(10);
  EXPECT_TRUE(verifier().verify(token, kNow - seconds(30)));
  EXPECT_TRUE(verifier().verify(token, end + seconds(30) - microseconds(1)));
  expect_refused(token, kNow - seconds(30) - microseconds(1));
  expect_refused(token, end + seconds(30));
  expect_refused(token, end + seconds(31));
  expect_refused(token, Timestamp::min());
  expect_refused(token, Timestamp::max() - hours(1));
}

TEST(AccessToken, is_refused_when_its_times_contradict_each_other) {
  const auto forge = [](std::int64_t iat, std::int64_t nbf, std::int64_t exp) {
    Forged forged;
    forged.payload["iat"] = std::to_string(kIssued + iat);
    forged.payload["nbf"] = std::to_string(kIssued + nbf);
    forged.payload["exp"] = std::to_string(kIssued + exp);
    return forged.token();
  };
  EXPECT_TRUE(verifier().verify(forge(0, 0, 86'400), kNow));
  EXPECT_TRUE(verifier().verify(forge(30, 30, 60), kNow));
  expect_refused(forge(0, 0, 86'401));           // lives longer than a day
  expect_refused(forge(-86'400, 0, 60));         // the same, seen from its issue
  expect_refused(forge(0, 31, 600));             // not yet
  expect_refused(forge(31, 0, 600));             // issued in the future
  expect_refused(forge(0, 0, 0));                // no life
  expect_refused(forge(20, 0, 10));              // ends before it is issued
  expect_refused(forge(0, 0, 253'402'300'800));  // past the year 9999
  // In microseconds past 2^64: would end in ten minutes if it wrapped around.
  expect_refused(forge(0, 0, 18'446'744'074'310));
}

TEST(AccessToken, of_either_of_two_live_keys_is_valid) {
  const auto next = SigningKey::generate();
  const TokenVerifier both({key().public_key(), next.public_key()},
                           {.issuer = std::string(kIssuer), .audience = std::string(kAudience)});
  EXPECT_TRUE(both.verify(good_token(), kNow));
  const auto token = TokenSigner(next, kIssuer, kAudience).sign(claims());
  EXPECT_TRUE(both.verify(token, kNow));
  expect_refused(token);
}

TEST(TokenVerifier, without_keys_refuses_everything) {
  const TokenVerifier none({}, {.issuer = std::string(kIssuer), .audience = std::string(kAudience)});
  EXPECT_FALSE(none.verify(good_token(), kNow));
}

TEST(TokenSigner, throws_rather_than_make_a_token_that_nobody_takes) {
  const TokenSigner signer(key(), kIssuer, kAudience);
  const auto change = [&](auto edit) {
    auto edited = claims();
    edit(edited);
    return edited;
  };
  EXPECT_THROW((void)signer.sign(change([](auto& c) { c.subject = UserId(); })), std::invalid_argument);
  EXPECT_THROW((void)signer.sign(change([](auto& c) { c.session = SessionId(); })), std::invalid_argument);
  EXPECT_THROW((void)signer.sign(change([](auto& c) { c.session = SessionId::restore("a\"b"); })),
               std::invalid_argument);
  EXPECT_THROW((void)signer.sign(change([](auto& c) { c.jti = ""; })), std::invalid_argument);
  EXPECT_THROW((void)signer.sign(change([](auto& c) { c.jti = R"(x","role":"admin)"; })), std::invalid_argument);
  EXPECT_THROW((void)signer.sign(change([](auto& c) { c.expires_at = c.issued_at; })), std::invalid_argument);
  EXPECT_THROW(TokenSigner(key(), "a\"b", "c"), std::invalid_argument);
  EXPECT_THROW(TokenSigner(key(), "a", "c\\"), std::invalid_argument);
}

}  // namespace
}  // namespace ddd::crypto::test
