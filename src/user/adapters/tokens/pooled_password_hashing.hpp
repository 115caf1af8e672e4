#pragma once

#include <ddd/platform/crypto/password_pool.hpp>
#include <ddd/user/application/ports/password_hashing.hpp>

namespace ddd::user {

/// argon2id on the process's pool.
class PooledPasswordHashing final : public PasswordHashing {
 public:
  explicit PooledPasswordHashing(crypto::PasswordPool& pool) : pool_(pool) {}

  [[nodiscard]] Task<Result<PasswordHash>> hash(crypto::Secret password) override;
  [[nodiscard]] Task<Result<bool>> verify(std::optional<PasswordHash> hash, crypto::Secret password) override;
  [[nodiscard]] bool is_outdated(const PasswordHash& hash) const override;

 private:
  crypto::PasswordPool& pool_;
};

}  // namespace ddd::user
