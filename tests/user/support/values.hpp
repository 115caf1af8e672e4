#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/user/domain/session.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user::test {

inline constexpr Timestamp kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

/// Ids one after another, the same in every run.
class CountingIds final : public IdSource {
 public:
  [[nodiscard]] Uuid next() override { return Uuid::v7(Timestamp(std::chrono::milliseconds(++count_)), {}); }

 private:
  std::int64_t count_ = 0;
};

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return at; }
  Timestamp at = kStart;
};

inline TokenHash hash(std::string text) {
  return TokenHash::restore(std::move(text));
}

inline User new_user(UserId id = UserId(7), std::string email = "ada@example.com", UserRole role = UserRole::user) {
  return User::open(id, {Email::restore(std::move(email)), PersonName::restore("Ada"), PersonName::restore("Lovelace")},
                    PasswordHash::restore("hash of her password"), role, kStart);
}

inline Session new_session(SessionId id, UserId user_id = UserId(7), std::string token = "first") {
  return Session::open(std::move(id), user_id, hash(std::move(token)), {.name = "curl/8", .address = "192.0.2.1"},
                       kStart);
}

}  // namespace ddd::user::test
