#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <support/await.hpp>

#include <ddd/platform/crypto/password_pool.hpp>

namespace ddd::crypto {
namespace {

constexpr PasswordCost kCheap{.passes = 1, .memory_kib = 8};

TEST(PasswordHash, is_argon2id_at_the_decided_cost) {
  const auto hash = hash_password(Secret("correct horse")).value();
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, Secret("correct horse")).value());
  EXPECT_FALSE(needs_rehash(hash));
}

TEST(PasswordHash, agrees_with_a_vector_of_the_reference_implementation) {
  const std::string hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  EXPECT_TRUE(verify_password(hash, Secret("password")).value());
  EXPECT_FALSE(verify_password(hash, Secret("Password")).value());
}

TEST(PasswordHash, has_a_salt_of_its_own) {
  const Secret password("same");
  EXPECT_NE(hash_password(password, kCheap).value(), hash_password(password, kCheap).value());
}

TEST(PasswordHash, cuts_no_password) {
  for (const std::size_t size : {72, 128, 512}) {
    const std::string text(size, 'x');
    const auto hash = hash_password(Secret(text), kCheap).value();
    EXPECT_TRUE(verify_password(hash, Secret(text)).value());
    EXPECT_FALSE(verify_password(hash, Secret(text + "x")).value());
    EXPECT_FALSE(verify_password(hash, Secret(text.substr(1))).value());
  }
}

RC_GTEST_PROP(PasswordHashLaws, matches_its_own_password_alone,
              (const std::string& password, const std::string& other)) {
  const auto hash = hash_password(Secret(password), kCheap).value();
  RC_ASSERT(verify_password(hash, Secret(password)).value());
  RC_ASSERT(verify_password(hash, Secret(other)).value() == (password == other));
}

TEST(PasswordHash, that_can_not_be_read_matches_nothing) {
  const auto good = hash_password(Secret("x"), kCheap).value();
  for (const auto& bad : {std::string(), std::string("x"), std::string("$argon2id$"), good.substr(0, good.size() - 1),
                          good + "A", "$argon2i$" + good.substr(10), std::string("$2b$10$abcdefghijklmnopqrstuv"),
                          std::string("$argon2id$v=19$m=8,t=1,p=1$$"), std::string(1000, '$')}) {
    EXPECT_FALSE(verify_password(bad, Secret("x")).value()) << bad;
    EXPECT_TRUE(needs_rehash(bad, {.passes = 3, .memory_kib = 8})) << bad;
  }
}

TEST(PasswordHash, is_made_anew_when_the_cost_has_changed) {
  const auto hash = hash_password(Secret("x"), kCheap).value();
  EXPECT_FALSE(needs_rehash(hash, kCheap));
  EXPECT_TRUE(needs_rehash(hash));
  EXPECT_TRUE(needs_rehash(hash, {.passes = 2, .memory_kib = 8}));
  EXPECT_TRUE(needs_rehash(hash, {.passes = 1, .memory_kib = 16}));
}

TEST(PasswordHash, is_refused_when_it_would_need_more_memory_than_there_is) {
  const auto hash = hash_password(Secret("x"), {.passes = 1, .memory_kib = std::size_t{1} << 40});
  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().code, "crypto.out_of_memory");
  EXPECT_EQ(hash.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(hash.error().retry_after_seconds);
}

TEST(PasswordPool, hashes_and_verifies_off_the_shard) {
  boost::asio::io_context context;
  PasswordPool pool({.cost = kCheap, .threads = 2});
  const auto hash = test::await(context, pool.hash(Secret("correct horse")));
  ASSERT_TRUE(hash);
  EXPECT_TRUE(test::await(context, pool.verify(*hash, Secret("correct horse"))).value());
  EXPECT_FALSE(test::await(context, pool.verify(*hash, Secret("wrong horse"))).value());
  EXPECT_FALSE(pool.needs_rehash(*hash));
}

TEST(PasswordPool, has_a_hash_of_its_own_cost_that_nothing_matches) {
  PasswordPool pool({.cost = kCheap, .threads = 1});
  EXPECT_TRUE(pool.dummy_hash().starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << pool.dummy_hash();
  EXPECT_FALSE(pool.needs_rehash(pool.dummy_hash()));
  EXPECT_FALSE(verify_password(pool.dummy_hash(), Secret("")).value());
  EXPECT_NE(PasswordPool({.cost = kCheap, .threads = 1}).dummy_hash(), pool.dummy_hash());
}

TEST(PasswordPool, has_one_thread_per_two_cores_and_at_least_one) {
  EXPECT_GE(PasswordPool::default_threads(), 1U);
  EXPECT_LE(PasswordPool::default_threads(), std::max(1U, std::thread::hardware_concurrency() / 2));
}

TEST(PasswordPool, refuses_what_its_queue_can_not_hold) {
  boost::asio::io_context context;
  PasswordPool pool({.cost = {.passes = 2, .memory_kib = 19'456}, .threads = 1, .queue = 2});
  std::vector<Result<std::string>> answers;
  for (int i = 0; i < 16; ++i) {
    boost::asio::co_spawn(context, pool.hash(Secret("x")), [&](const std::exception_ptr&, Result<std::string> answer) {
      answers.push_back(std::move(answer));
    });
  }
  context.run();
  ASSERT_EQ(answers.size(), 16U);
  const auto refused = std::ranges::count_if(answers, [](const auto& answer) {
    return !answer && answer.error().code == "server.overloaded" && answer.error().retry_after_seconds == 1;
  });
  const auto done = std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); });
  EXPECT_GE(refused, 1);
  EXPECT_GE(done, 3);
  EXPECT_EQ(refused + done, 16);
}

}  // namespace
}  // namespace ddd::crypto
