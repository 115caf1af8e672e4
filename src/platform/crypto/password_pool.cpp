#include <algorithm>
#include <stdexcept>
#include <thread>

#include <ddd/platform/crypto/password_pool.hpp>
#include <ddd/platform/crypto/random.hpp>

namespace ddd::crypto {
namespace {

std::string hash_nobody_knows(PasswordCost cost) {
  initialise_sodium();
  auto hash = hash_password(Secret(random_token(32)), cost);
  if (!hash) throw std::runtime_error("passwords can't be hashed: too little memory, or a cost out of range");
  return *std::move(hash);
}

}  // namespace

std::size_t PasswordPool::default_threads() {
  return std::max(1U, std::thread::hardware_concurrency() / 2);
}

PasswordPool::PasswordPool() : PasswordPool(Options{}) {}

PasswordPool::PasswordPool(Options options)
    : cost_(options.cost),
      dummy_hash_(hash_nobody_knows(options.cost)),
      workers_({.name = "passwords", .threads = options.threads, .queue = options.queue, .low_priority = true}) {}

Task<Result<std::string>> PasswordPool::hash(Secret password) {
  co_return co_await workers_.run(
      [password = std::move(password), cost = cost_] { return hash_password(password, cost); });
}

Task<Result<bool>> PasswordPool::verify(std::string hash, Secret password) {
  co_return co_await workers_.run(
      [hash = std::move(hash), password = std::move(password)] { return verify_password(hash, password); });
}

}  // namespace ddd::crypto
