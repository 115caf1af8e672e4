#include <gtest/gtest.h>
#include <support/await.hpp>
#include <user/support/values.hpp>

#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/password_hash.hpp>
#include <ddd/user/adapters/tokens/jwt_access_tokens.hpp>
#include <ddd/user/adapters/tokens/pooled_password_hashing.hpp>
#include <ddd/user/adapters/tokens/random_tokens.hpp>

namespace ddd::user {
namespace {

using namespace std::chrono_literals;
using crypto::Secret;
using test::kStart;

TEST(RandomTokens, have_256_bits_and_are_known_by_their_sha256) {
  RandomTokens tokens;
  const auto first = tokens.make();
  const auto second = tokens.make();
  EXPECT_EQ(first.text.reveal().size(), 43u);
  EXPECT_NE(first.text.reveal(), second.text.reveal());
  EXPECT_EQ(first.hash.to_text(), crypto::sha256_hex(first.text.reveal()));
  EXPECT_EQ(tokens.hash_of(first.text), first.hash);
}

class JwtAccessTokensTest : public testing::Test {
 protected:
  test::CountingIds ids;
  crypto::SigningKey key = crypto::SigningKey::generate();
  crypto::TokenSigner signer{key, "https://shop.example", "ddd-micro"};
  crypto::DeniedSessions denied;
  crypto::VerifiedTokenCache verified{
      crypto::TokenVerifier({key.public_key()}, {.issuer = "https://shop.example", .audience = "ddd-micro"}), denied};
  JwtAccessTokens tokens{signer, verified, ids};
  Principal principal{.user_id = UserId(7), .role = Role::admin, .session_id = ids.make<SessionId>()};
};

TEST_F(JwtAccessTokensTest, say_who_calls_for_ten_minutes) {
  const auto token = tokens.issue(principal, kStart);
  EXPECT_EQ(token.lifetime, 10min);
  const auto facts = tokens.verify(token.text, kStart + 9min);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->principal.user_id, principal.user_id);
  EXPECT_EQ(facts->principal.role, principal.role);
  EXPECT_EQ(facts->principal.session_id, principal.session_id);
  EXPECT_EQ(facts->expires_at, kStart + 10min);
  EXPECT_EQ(tokens.verify(token.text, kStart + 11min).error().code, "auth.invalid_token");
}

TEST_F(JwtAccessTokensTest, are_never_the_same_twice) {
  EXPECT_NE(tokens.issue(principal, kStart).text.reveal(), tokens.issue(principal, kStart).text.reveal());
}

TEST_F(JwtAccessTokensTest, are_refused_once_their_session_is_denied) {
  const auto token = tokens.issue(principal, kStart);
  EXPECT_TRUE(tokens.verify(token.text, kStart));
  denied.deny(principal.session_id, kStart);
  EXPECT_EQ(tokens.verify(token.text, kStart).error().code, "auth.invalid_token");
}

TEST_F(JwtAccessTokensTest, are_not_what_refresh_tokens_are) {
  EXPECT_EQ(tokens.verify(RandomTokens().make().text, kStart).error().code, "auth.invalid_token");
}

class PooledPasswordHashingTest : public testing::Test {
 protected:
  static constexpr crypto::PasswordCost kCheap{.passes = 1, .memory_kib = 8};

  bool verify(std::optional<PasswordHash> hash, std::string_view password) {
    return ddd::test::await(context, passwords.verify(std::move(hash), Secret(password))).value();
  }

  boost::asio::io_context context;
  crypto::PasswordPool pool{{.cost = kCheap, .threads = 1}};
  PooledPasswordHashing passwords{pool};
};

TEST_F(PooledPasswordHashingTest, verifies_what_it_hashed_and_nothing_else) {
  const std::string long_password(128, 'x');
  const auto hash = ddd::test::await(context, passwords.hash(Secret(long_password))).value();
  EXPECT_TRUE(hash.to_text().starts_with("$argon2id$"));
  EXPECT_TRUE(verify(hash, long_password));
  EXPECT_FALSE(verify(hash, long_password.substr(1)));
  EXPECT_FALSE(verify(hash, ""));
}

TEST_F(PooledPasswordHashingTest, is_never_true_for_nobody) {
  EXPECT_FALSE(verify(std::nullopt, "anything"));
  EXPECT_FALSE(verify(std::nullopt, pool.dummy_hash()));
}

TEST_F(PooledPasswordHashingTest, knows_hashes_of_another_cost) {
  const auto stronger = crypto::hash_password(Secret("x"), {.passes = 2, .memory_kib = 16}).value();
  EXPECT_TRUE(passwords.is_outdated(PasswordHash::restore(stronger)));
  EXPECT_FALSE(passwords.is_outdated(ddd::test::await(context, passwords.hash(Secret("x"))).value()));
}

}  // namespace
}  // namespace ddd::user
