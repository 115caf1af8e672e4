#include <string>
#include <utility>
#include <vector>

#include <ddd/user/domain/errors.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

std::string_view to_text(UserRole role) {
  switch (role) {
    case UserRole::user:
      return "user";
    case UserRole::admin:
      return "admin";
  }
  std::unreachable();
}

User User::open(UserId id, Registration registration, PasswordHash password_hash, UserRole role, Timestamp now) {
  User user(Snapshot{.id = id,
                     .email = std::move(registration.email),
                     .password_hash = std::move(password_hash),
                     .first_name = std::move(registration.first_name),
                     .last_name = std::move(registration.last_name),
                     .role = role,
                     .created_at = now,
                     .updated_at = now});
  user.changed_ = true;
  user.events_.add(UserRegistered{});
  return user;
}

Result<> User::change_profile(const ProfilePatch& patch, std::optional<std::int64_t> expected_version, Timestamp now) {
  if (expected_version && *expected_version != state_.version) return Refused(errors::stale());
  std::vector<std::string> changed;
  const auto take = [&](const char* name, PersonName& field, const std::optional<PersonName>& change) {
    if (!change || *change == field) return;
    field = *change;
    changed.emplace_back(name);
  };
  take("first_name", state_.first_name, patch.first_name);
  take("last_name", state_.last_name, patch.last_name);
  if (changed.empty()) return {};
  state_.updated_at = now;
  changed_ = true;
  events_.add(UserUpdated{std::move(changed)});
  return {};
}

void User::replace_hash(PasswordHash password_hash) {
  state_.password_hash = std::move(password_hash);
  changed_ = true;
}

void User::mark_saved() {
  ++state_.version;
  changed_ = false;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::user
