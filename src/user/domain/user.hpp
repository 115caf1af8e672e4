#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/user/domain/events.hpp>
#include <ddd/user/domain/hashes.hpp>
#include <ddd/user/domain/registration.hpp>

namespace ddd::user {

enum class UserRole { user, admin };
[[nodiscard]] std::string_view to_text(UserRole role);

/// An edit of one's own profile; what is absent stays.
struct ProfilePatch {
  std::optional<PersonName> first_name;
  std::optional<PersonName> last_name;
};

/// An account. Its sessions are aggregates of their own (session.hpp).
class User {
 public:
  struct Snapshot {
    UserId id;
    Email email = Email::restore("");
    PasswordHash password_hash = PasswordHash::restore("");
    PersonName first_name = PersonName::restore("");
    PersonName last_name = PersonName::restore("");
    UserRole role = UserRole::user;
    bool is_active = true;
    bool email_verified = false;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
    Timestamp created_at;
    Timestamp updated_at;
  };

  /// A new, active account.
  [[nodiscard]] static User open(UserId id, Registration registration, PasswordHash password_hash, UserRole role,
                                 Timestamp now);
  /// For stores alone: takes what was written as it is.
  [[nodiscard]] static User restore(Snapshot snapshot) { return User(std::move(snapshot)); }

  /// Error: `user.stale` when `expected_version` is given and is not this version. Without a difference nothing
  /// happens.
  [[nodiscard]] Result<> change_profile(const ProfilePatch& patch, std::optional<std::int64_t> expected_version,
                                        Timestamp now);
  /// The same password hashed at today's cost. No fact about the user: no event.
  void replace_hash(PasswordHash password_hash);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] UserId id() const { return state_.id; }
  /// The version that is stored; 0 for a new user. A save makes it one more.
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<UserEvent>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return changed_; }

  /// Called by a repository after it has stored the user.
  void mark_saved();

 private:
  explicit User(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}

  Snapshot state_;
  EventLog<UserEvent> events_;
  bool changed_ = false;
};

}  // namespace ddd::user
