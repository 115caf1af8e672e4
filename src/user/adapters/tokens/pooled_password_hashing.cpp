#include <utility>

#include <ddd/user/adapters/tokens/pooled_password_hashing.hpp>

namespace ddd::user {

Task<Result<PasswordHash>> PooledPasswordHashing::hash(crypto::Secret password) {
  DDD_CO_TRY(auto text, co_await pool_.hash(std::move(password)));
  co_return PasswordHash::restore(std::move(text));
}

Task<Result<bool>> PooledPasswordHashing::verify(std::optional<PasswordHash> hash, crypto::Secret password) {
  const auto& text = hash ? hash->to_text() : pool_.dummy_hash();
  DDD_CO_TRY(const bool matches, co_await pool_.verify(text, std::move(password)));
  co_return hash&& matches;
}

bool PooledPasswordHashing::is_outdated(const PasswordHash& hash) const {
  return pool_.needs_rehash(hash.to_text());
}

}  // namespace ddd::user
