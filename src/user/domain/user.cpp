#include <string>
#include <utility>
#include <vector>

#include <ddd/user/domain/errors.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

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

Result<> User::must_be(std::optional<std::int64_t> version) const {
  if (version && *version != state_.version) return Refused(errors::stale());
  return {};
}

void User::change_profile(const ProfilePatch& patch, Timestamp now) {
  std::vector<std::string> changed;
  const auto take = [&](const char* name, PersonName& field, const std::optional<PersonName>& change) {
    if (!change || *change == field) return;
    field = *change;
    changed.emplace_back(name);
  };
  take("first_name", state_.first_name, patch.first_name);
  take("last_name", state_.last_name, patch.last_name);
  if (changed.empty()) return;
  events_.add(UserUpdated{std::move(changed)});
  touch(now);
}

void User::change_account(const AccountPatch& patch, Timestamp now) {
  change_profile(patch.profile, now);
  const auto before = events_.last();
  if (patch.role) change_role(*patch.role);
  if (patch.is_active) switch_active(*patch.is_active);
  if (events_.last() > before) touch(now);
}

void User::change_role(UserRole role) {
  if (role == state_.role) return;
  state_.role = role;
  events_.add(UserRoleChanged{role});
  ends_sessions_ = RevocationReason::role_changed;
}

void User::switch_active(bool active) {
  if (active == state_.is_active) return;
  state_.is_active = active;
  if (active) {
    events_.add(UserReactivated{});
  } else {
    events_.add(UserDeactivated{});
    ends_sessions_ = RevocationReason::deactivated;
  }
}

void User::verify_email(Timestamp now) {
  if (std::exchange(state_.email_verified, true)) return;
  events_.add(UserUpdated{{"email_verified"}});
  touch(now);
}

void User::change_password(PasswordHash password_hash, Timestamp now) {
  state_.password_hash = std::move(password_hash);
  events_.add(PasswordChanged{});
  ends_sessions_ = RevocationReason::password_changed;
  touch(now);
}

void User::replace_hash(PasswordHash password_hash) {
  state_.password_hash = std::move(password_hash);
  changed_ = true;
}

void User::erase() {
  events_.add(UserDeleted{});
  ends_sessions_ = RevocationReason::deleted;
  changed_ = true;
  erased_ = true;
}

void User::touch(Timestamp now) {
  state_.updated_at = now;
  changed_ = true;
}

void User::mark_saved() {
  ++state_.version;
  changed_ = false;
  ends_sessions_.reset();
  administered_ = administers() && !erased_;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::user
