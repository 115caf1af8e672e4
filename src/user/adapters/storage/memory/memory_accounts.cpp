#include <algorithm>
#include <utility>

#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/application/view_of.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

void keep(MemoryAccounts& data, User& user) {
  user.mark_saved();
  data.users.insert_or_assign(user.id(), user.state());
}

void keep(MemoryAccounts& data, Session& session) {
  for (const auto& hash : session.used_up()) data.used_refresh_tokens.emplace(hash, session.id());
  session.mark_saved();
  data.sessions.insert_or_assign(session.id(), session.state());
}

}  // namespace

Task<Result<UserId>> MemoryUsers::next_id() {
  co_return UserId(data_.next_user++);
}

Task<Result<User>> MemoryUsers::find(UserId id) {
  const auto found = data_.users.find(id);
  if (found == data_.users.end()) co_return Refused(errors::not_found());
  co_return User::restore(found->second);
}

Task<Result<std::optional<User>>> MemoryUsers::find_by_email(Email email) {
  for (const auto& [id, user] : data_.users) {
    if (user.email == email) co_return User::restore(user);
  }
  co_return std::nullopt;
}

Task<Result<>> MemoryUsers::add(User& user, SaveContext context) {
  const auto has_email = [&](const auto& entry) { return entry.second.email == user.state().email; };
  if (std::ranges::any_of(data_.users, has_email)) co_return Refused(errors::email_taken());
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(user), ids_, context)));
  keep(data_, user);
  co_return Result<>{};
}

Task<Result<>> MemoryUsers::save(User& user, SaveContext context) {
  const auto found = data_.users.find(user.id());
  if (found == data_.users.end() || found->second.version != user.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(user), ids_, context)));
  keep(data_, user);
  co_return Result<>{};
}

Task<Result<std::optional<Session>>> MemorySessions::find(SessionId id) {
  const auto found = data_.sessions.find(id);
  if (found == data_.sessions.end()) co_return std::nullopt;
  co_return Session::restore(found->second);
}

Task<Result<std::optional<Session>>> MemorySessions::find_by_refresh_hash(RefreshHash hash) {
  for (const auto& [id, session] : data_.sessions) {
    if (session.refresh_hash == hash) co_return Session::restore(session);
  }
  const auto used = data_.used_refresh_tokens.find(hash);
  if (used == data_.used_refresh_tokens.end()) co_return std::nullopt;
  co_return Session::restore(data_.sessions.at(used->second));
}

Task<Result<>> MemorySessions::add(Session& session, SaveContext context) {
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(session), ids_, context)));
  keep(data_, session);
  co_return Result<>{};
}

Task<Result<>> MemorySessions::save(Session& session, SaveContext context) {
  const auto found = data_.sessions.find(session.id());
  if (found == data_.sessions.end() || found->second.version != session.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(session), ids_, context)));
  keep(data_, session);
  co_return Result<>{};
}

Task<Result<RecentFailures>> MemoryLoginFailures::recent(Email email, Timestamp since) {
  RecentFailures recent;
  for (const auto& [whose, at] : data_.login_failures) {
    if (whose != email || at < since) continue;
    recent.oldest = recent.count == 0 ? at : std::min(recent.oldest, at);
    ++recent.count;
  }
  co_return recent;
}

Task<Result<>> MemoryLoginFailures::add(Email email, Timestamp at, Timestamp forget_before) {
  std::erase_if(data_.login_failures, [&](const auto& failure) { return failure.second < forget_before; });
  data_.login_failures.emplace_back(std::move(email), at);
  co_return Result<>{};
}

Task<Result<std::vector<UserView>>> MemoryUserViews::find_many(std::vector<UserId> ids) {
  std::vector<UserView> views;
  for (const auto id : ids) {
    const auto found = data_.users.find(id);
    if (found != data_.users.end()) views.push_back(view_after_save(User::restore(found->second)));
  }
  co_return views;
}

Task<Result<std::vector<UserValidity>>> MemoryUserViews::validity(std::vector<UserSession> sessions, Timestamp now) {
  std::vector<UserValidity> answers;
  for (const auto& [user_id, session_id] : sessions) {
    const auto user = data_.users.find(user_id);
    const auto session = data_.sessions.find(session_id);
    const bool valid = user != data_.users.end() && user->second.is_active && session != data_.sessions.end() &&
                       session->second.user_id == user_id && Session::restore(session->second).is_alive(now);
    answers.push_back({user_id, valid});
  }
  co_return answers;
}

}  // namespace ddd::user
