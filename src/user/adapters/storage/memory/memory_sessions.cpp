#include <utility>

#include <ddd/user/adapters/events/publish.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>

namespace ddd::user {
namespace {

void keep(MemoryAccounts& data, Session& session) {
  for (const auto& hash : session.used_up()) data.used_refresh_tokens.emplace(hash, session.id());
  session.mark_saved();
  data.sessions.insert_or_assign(session.id(), session.state());
}

}  // namespace

Task<Result<std::optional<Session>>> MemorySessions::find(SessionId id) {
  const auto found = data_.sessions.find(id);
  if (found == data_.sessions.end()) co_return std::nullopt;
  co_return Session::restore(found->second);
}

Task<Result<std::optional<Session>>> MemorySessions::find_by_refresh_hash(TokenHash hash) {
  for (const auto& [id, session] : data_.sessions) {
    if (session.refresh_hash == hash) co_return Session::restore(session);
  }
  const auto used = data_.used_refresh_tokens.find(hash);
  if (used == data_.used_refresh_tokens.end()) co_return std::nullopt;
  co_return Session::restore(data_.sessions.at(used->second));
}

Task<Result<std::vector<Session>>> MemorySessions::alive_of(UserId user_id, Timestamp now) {
  std::vector<Session> alive;
  for (const auto& [id, state] : data_.sessions) {
    auto session = Session::restore(state);
    if (state.user_id == user_id && session.is_alive(now)) alive.push_back(std::move(session));
  }
  co_return alive;
}

Task<Result<>> MemorySessions::add(Session& session, std::int64_t user_version, SaveContext context) {
  const auto user = data_.users.find(session.user_id());
  if (user == data_.users.end() || user->second.version != user_version) {
    co_return Refused(store_errors::version_conflict());
  }
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

Task<Result<std::size_t>> MemorySessions::remove_expired(Timestamp now, std::size_t limit) {
  std::size_t removed = 0;
  for (auto at = data_.sessions.begin(); at != data_.sessions.end() && removed < limit;) {
    if (now < at->second.expires_at) {
      ++at;
      continue;
    }
    std::erase_if(data_.used_refresh_tokens, [&](const auto& entry) { return entry.second == at->first; });
    at = data_.sessions.erase(at);
    ++removed;
  }
  co_return removed;
}

}  // namespace ddd::user
