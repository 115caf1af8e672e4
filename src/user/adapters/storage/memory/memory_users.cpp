#include <algorithm>
#include <iterator>
#include <utility>

#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

std::vector<Event> stamped(const User& user, const AccountEffects& effects, IdSource& ids, const SaveContext& context) {
  auto events = outgoing(user);
  for (const auto& session : effects.revoked) std::ranges::move(outgoing(session), std::back_inserter(events));
  return stamp(std::move(events), ids, context);
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
  user.mark_saved();
  data_.users.insert_or_assign(user.id(), user.state());
  co_return Result<>{};
}

Task<Result<>> MemoryUsers::save(User& user, AccountEffects effects, SaveContext context) {
  DDD_CO_CHECK(check(user, effects, context.now));
  DDD_CO_CHECK(data_.effects.write(context, stamped(user, effects, ids_, context)));
  apply(effects);
  user.mark_saved();
  if (user.is_erased()) {
    remove(user.state());
  } else {
    data_.users.insert_or_assign(user.id(), user.state());
  }
  co_return Result<>{};
}

Result<> MemoryUsers::check(const User& user, const AccountEffects& effects, Timestamp now) const {
  const auto found = data_.users.find(user.id());
  if (found == data_.users.end() || found->second.version != user.version()) {
    return Refused(store_errors::version_conflict());
  }
  for (const auto& session : effects.revoked) {
    const auto stored = data_.sessions.find(session.id());
    if (stored == data_.sessions.end() || stored->second.version != session.version()) {
      return Refused(store_errors::version_conflict());
    }
  }
  const auto lives_on = [&](const auto& entry) {
    const auto& [id, session] = entry;
    return session.user_id == user.id() && Session::restore(session).is_alive(now) && effects.kept != id &&
           std::ranges::find(effects.revoked, id, &Session::id) == effects.revoked.end();
  };
  if (user.ends_sessions() && std::ranges::any_of(data_.sessions, lives_on)) {
    return Refused(store_errors::version_conflict());
  }
  if (effects.used_token && !data_.account_tokens.contains(effects.used_token->hash)) {
    return Refused(errors::token_invalid());
  }
  const auto is_other_admin = [&](const auto& entry) {
    return entry.first != user.id() && entry.second.is_active && entry.second.role == UserRole::admin;
  };
  if (user.stops_administering() && std::ranges::none_of(data_.users, is_other_admin)) {
    return Refused(errors::last_admin());
  }
  return {};
}

void MemoryUsers::apply(const AccountEffects& effects) {
  for (auto session : effects.revoked) {
    session.mark_saved();
    data_.sessions.insert_or_assign(session.id(), session.state());
  }
  if (!effects.used_token) return;
  std::erase_if(data_.account_tokens, [&](const auto& entry) {
    return entry.second.user_id == effects.used_token->user_id && entry.second.purpose == effects.used_token->purpose;
  });
}

void MemoryUsers::remove(const User::Snapshot& user) {
  const auto is_of_user = [&](const SessionId& id) { return data_.sessions.at(id).user_id == user.id; };
  std::erase_if(data_.used_refresh_tokens, [&](const auto& entry) { return is_of_user(entry.second); });
  std::erase_if(data_.sessions, [&](const auto& entry) { return entry.second.user_id == user.id; });
  std::erase_if(data_.account_tokens, [&](const auto& entry) { return entry.second.user_id == user.id; });
  std::erase_if(data_.mails, [&](const auto& entry) { return entry.second.order.to == user.email; });
  std::erase_if(data_.login_failures, [&](const auto& failure) { return failure.first == user.email; });
  data_.orders.erase(user.id);
  data_.risks.erase(user.id);
  data_.effects.forget_answers(user.id, user.id.to_text());
  data_.users.erase(user.id);
}

}  // namespace ddd::user
