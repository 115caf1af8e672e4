#include <algorithm>
#include <tuple>
#include <utility>

#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>

namespace ddd::user {
namespace {

/// Erases at most `limit` of the entries that `is_over` names; gives how many.
template <class Map, class IsOver>
std::size_t erase_some(Map& map, std::size_t limit, IsOver is_over) {
  auto left = limit;
  return std::erase_if(map, [&](const auto& entry) {
    if (left == 0 || !is_over(entry.second)) return false;
    --left;
    return true;
  });
}

}  // namespace

Task<Result<>> MemoryAccountTokens::add(AccountToken token) {
  auto hash = token.hash;
  data_.account_tokens.emplace(std::move(hash), std::move(token));
  co_return Result<>{};
}

Task<Result<std::optional<AccountToken>>> MemoryAccountTokens::find(TokenHash hash, TokenPurpose purpose) {
  const auto found = data_.account_tokens.find(hash);
  if (found == data_.account_tokens.end() || found->second.purpose != purpose) co_return std::nullopt;
  co_return found->second;
}

Task<Result<std::size_t>> MemoryAccountTokens::remove_expired(Timestamp now, std::size_t limit) {
  co_return erase_some(data_.account_tokens, limit, [&](const AccountToken& token) { return !token.is_good(now); });
}

Task<Result<bool>> MemoryMailQueue::add(MailOrder order, MailLimit limit, SaveContext context) {
  const auto ordered = std::ranges::count_if(data_.mails, [&](const auto& entry) {
    const auto& other = entry.second.order;
    return other.to == order.to && other.purpose == order.purpose && other.ordered_at >= limit.since;
  });
  DDD_CO_CHECK(data_.effects.write(context, {}));
  if (ordered >= limit.most) co_return false;
  const auto at = order.ordered_at;
  auto id = order.id;
  data_.mails.emplace(std::move(id), MemoryAccounts::QueuedMail{std::move(order), at});
  co_return true;
}

Task<Result<std::vector<MailOrder>>> MemoryMailQueue::due(Timestamp now, std::size_t limit) {
  std::vector<const MemoryAccounts::QueuedMail*> found;
  for (const auto& [id, mail] : data_.mails) {
    if (mail.due_at && *mail.due_at <= now) found.push_back(&mail);
  }
  std::ranges::sort(found, {}, [](const auto* mail) { return std::tie(*mail->due_at, mail->order.id); });
  std::vector<MailOrder> orders;
  for (const auto* mail : found) {
    if (orders.size() < limit) orders.push_back(mail->order);
  }
  co_return orders;
}

Task<Result<>> MemoryMailQueue::put_off(MailId id, Timestamp until) {
  if (const auto found = data_.mails.find(id); found != data_.mails.end()) {
    ++found->second.order.attempts;
    found->second.due_at = until;
  }
  co_return Result<>{};
}

Task<Result<>> MemoryMailQueue::finish(MailId id, Timestamp) {
  if (const auto found = data_.mails.find(id); found != data_.mails.end()) found->second.due_at.reset();
  co_return Result<>{};
}

Task<Result<std::size_t>> MemoryMailQueue::remove_finished(Timestamp ordered_before, std::size_t limit) {
  co_return erase_some(data_.mails, limit, [&](const MemoryAccounts::QueuedMail& mail) {
    return !mail.due_at && mail.order.ordered_at < ordered_before;
  });
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

Task<Result<std::vector<UserId>>> MemoryLoginFailures::accounts_with(std::int64_t least, Timestamp since) {
  std::vector<UserId> found;
  for (const auto& [id, user] : data_.users) {
    const auto is_one = [&](const auto& failure) { return failure.first == user.email && failure.second >= since; };
    if (std::ranges::count_if(data_.login_failures, is_one) >= least) found.push_back(id);
  }
  co_return found;
}

Task<Result<>> MemoryLoginFailures::add(Email email, Timestamp at, Timestamp forget_before) {
  std::erase_if(data_.login_failures, [&](const auto& failure) { return failure.second < forget_before; });
  data_.login_failures.emplace_back(std::move(email), at);
  co_return Result<>{};
}

}  // namespace ddd::user
