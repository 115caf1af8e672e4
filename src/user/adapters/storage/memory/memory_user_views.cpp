#include <algorithm>
#include <iterator>
#include <ranges>
#include <tuple>
#include <utility>

#include <ddd/kernel/text.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/application/view_of.hpp>

namespace ddd::user {
namespace {

bool matches(const UserView& user, const UserFilter& filter) {
  if (filter.role && user.role != *filter.role) return false;
  if (filter.is_active && user.is_active != *filter.is_active) return false;
  if (!filter.text) return true;
  const auto wanted = to_lower(*filter.text);
  return user.email.contains(wanted) || to_lower(user.first_name + " " + user.last_name).contains(wanted);
}

UserCursor cursor_at(const UserView& user, UserSort sort) {
  if (sort == UserSort::newest) return {to_micros(user.created_at), user.id};
  return {sort == UserSort::email ? user.email : user.last_name, user.id};
}

bool comes_before(const UserCursor& a, const UserCursor& b, UserSort sort) {
  const auto place = [](const UserCursor& cursor) { return std::tie(cursor.value, cursor.id); };
  return sort == UserSort::newest ? place(a) > place(b) : place(a) < place(b);
}

SessionView view_of(const Session::Snapshot& session) {
  return {.id = session.id,
          .device = session.device,
          .created_at = session.created_at,
          .last_used_at = session.last_used_at};
}

}  // namespace

Task<Result<std::vector<UserView>>> MemoryUserViews::find_many(std::vector<UserId> ids) {
  std::vector<UserView> views;
  for (const auto id : ids) {
    const auto found = data_.users.find(id);
    if (found != data_.users.end()) views.push_back(view_after_save(User::restore(found->second)));
  }
  co_return views;
}

Task<Result<UserPage>> MemoryUserViews::list(UserListing listing) {
  std::vector<UserView> found;
  for (const auto& [id, user] : data_.users) {
    auto view = view_after_save(User::restore(user));
    if (matches(view, listing.filter)) found.push_back(std::move(view));
  }
  const auto cursor = [&](const UserView& user) { return cursor_at(user, listing.sort); };
  const auto before = [&](const UserCursor& a, const UserCursor& b) { return comes_before(a, b, listing.sort); };
  std::ranges::sort(found, before, cursor);
  UserPage page;
  if (listing.with_total) page.total = std::ssize(found);
  if (listing.after) {
    std::erase_if(found, [&](const UserView& user) { return !before(*listing.after, cursor(user)); });
  }
  if (found.size() > listing.limit) {
    found.resize(listing.limit);
    page.next = cursor(found.back());
  }
  page.items = std::move(found);
  co_return page;
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

Task<Result<SessionPage>> MemoryUserViews::sessions(UserId user_id, Timestamp now, std::size_t limit,
                                                    std::optional<SessionId> before) {
  SessionPage page;
  for (const auto& [id, session] : data_.sessions | std::views::reverse) {
    const bool is_wanted = session.user_id == user_id && Session::restore(session).is_alive(now);
    if (!is_wanted || (before && id >= *before)) continue;
    if (page.items.size() == limit) {
      page.next = page.items.back().id;
      break;
    }
    page.items.push_back(view_of(session));
  }
  co_return page;
}

Task<Result<std::optional<HeldData>>> MemoryUserViews::everything(UserId id) {
  const auto user = data_.users.find(id);
  if (user == data_.users.end()) co_return std::nullopt;
  HeldData held{.user = view_after_save(User::restore(user->second)),
                .sessions = {},
                .failed_logins = {},
                .mails = {},
                .orders = {},
                .risk_signals = {}};
  for (const auto& [session_id, session] : data_.sessions) {
    if (session.user_id != id) continue;
    held.sessions.push_back({view_of(session), session.expires_at, session.revocation});
  }
  for (const auto& [whose, at] : data_.login_failures) {
    if (whose == user->second.email) held.failed_logins.push_back(at);
  }
  for (const auto& [mail_id, mail] : data_.mails) {
    if (mail.order.to == user->second.email) held.mails.push_back({mail.order.purpose, mail.order.ordered_at});
  }
  if (const auto orders = data_.orders.find(id); orders != data_.orders.end()) held.orders = orders->second;
  if (const auto risk = data_.risks.find(id); risk != data_.risks.end()) held.risk_signals = risk->second.signals;
  co_return held;
}

}  // namespace ddd::user
