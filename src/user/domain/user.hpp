#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/user/domain/events.hpp>
#include <ddd/user/domain/hashes.hpp>
#include <ddd/user/domain/registration.hpp>

namespace ddd::user {

/// An edit of one's own profile; what is absent stays.
struct ProfilePatch {
  std::optional<PersonName> first_name;
  std::optional<PersonName> last_name;
};

/// An administrator's edit of an account; what is absent stays.
struct AccountPatch {
  ProfilePatch profile;
  std::optional<UserRole> role;
  std::optional<bool> is_active;
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

  /// Error: `user.stale` when `version` is given and is not this version.
  [[nodiscard]] Result<> must_be(std::optional<std::int64_t> version) const;

  // Edits: without a difference nothing happens.
  void change_profile(const ProfilePatch& patch, Timestamp now);
  void change_account(const AccountPatch& patch, Timestamp now);
  void verify_email(Timestamp now);
  void change_password(PasswordHash password_hash, Timestamp now);
  /// The same password hashed at today's cost. No fact about the user: no event.
  void replace_hash(PasswordHash password_hash);
  /// The end of the account: saving it removes all that is held of the person.
  void erase();

  /// Why the pending changes end the user's sessions, if they do.
  [[nodiscard]] std::optional<RevocationReason> ends_sessions() const { return ends_sessions_; }
  /// True if the stored user is an active administrator and the one with the pending changes is not.
  [[nodiscard]] bool stops_administering() const { return administered_ && (erased_ || !administers()); }

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] UserId id() const { return state_.id; }
  /// The version that is stored; 0 for a new user. A save makes it one more.
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<UserEvent>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return changed_; }
  [[nodiscard]] bool is_erased() const { return erased_; }

  /// Called by a repository after it has stored the user.
  void mark_saved();

 private:
  explicit User(Snapshot snapshot)
      : state_(std::move(snapshot)),
        events_(state_.event_sequence),
        administered_(state_.version > 0 && administers()) {}

  [[nodiscard]] bool administers() const { return state_.is_active && state_.role == UserRole::admin; }
  void change_role(UserRole role);
  void switch_active(bool active);
  void touch(Timestamp now);

  Snapshot state_;
  EventLog<UserEvent> events_;
  std::optional<RevocationReason> ends_sessions_;
  bool administered_ = false;
  bool changed_ = false;
  bool erased_ = false;
};

}  // namespace ddd::user
