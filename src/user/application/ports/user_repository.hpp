#pragma once

#include <optional>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/user/domain/account_token.hpp>
#include <ddd/user/domain/session.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// What changes together with a user, since half of it would leave a door open: a new password and a session of the old
/// one, a used token that is good once more.
struct AccountEffects {
  /// Of the user, each revoked and not yet saved.
  std::vector<Session> revoked;
  /// The one session that goes on where the user `ends_sessions`.
  std::optional<SessionId> kept;
  /// Used up by this, and with it all of the user's for that purpose.
  std::optional<AccountToken> used_token;
};

/// Where users live. `save` and `add` write what SaveContext says beside the user, in one transaction, and its errors.
class UserRepository {
 public:
  virtual ~UserRepository() = default;
  /// A number no user had before.
  [[nodiscard]] virtual Task<Result<UserId>> next_id() = 0;
  /// Error: `user.not_found`.
  [[nodiscard]] virtual Task<Result<User>> find(UserId id) = 0;
  [[nodiscard]] virtual Task<Result<std::optional<User>>> find_by_email(Email email) = 0;
  /// A new user. Error: `user.email_taken`.
  [[nodiscard]] virtual Task<Result<>> add(User& user, SaveContext context) = 0;
  /// Saves the user with the effects, all or nothing. One that is erased goes with all that is held of it but its
  /// number: sessions, tokens, mails, failed logins, answers kept for repeats. Errors: `store.version_conflict` also
  /// for a session that was changed meanwhile, and for one that lives on although the user ends them;
  /// `user.token_invalid` for a used token that is not there (any more); `user.last_admin` when no active administrator
  /// would be left.
  [[nodiscard]] virtual Task<Result<>> save(User& user, AccountEffects effects, SaveContext context) = 0;
};

}  // namespace ddd::user
