#include <utility>

#include <ddd/user/application/commands/send_mails.hpp>
#include <ddd/user/application/token_mail.hpp>

namespace ddd::user {
namespace {

/// Whether there still is something that the mail could do.
bool is_wanted(const MailOrder& order, const std::optional<User>& user) {
  if (!user || !user->state().is_active) return false;
  return order.purpose != TokenPurpose::email_verification || !user->state().email_verified;
}

}  // namespace

Task<Result<std::size_t>> SendMailsHandler::handle(const CallContext&, SendMails command) {
  DDD_CO_TRY(const auto orders, co_await mails_.due(clock_.now(), command.limit));
  for (const auto& order : orders) DDD_CO_CHECK(co_await send(order));
  co_return orders.size();
}

Task<Result<>> SendMailsHandler::send(const MailOrder& order) {
  DDD_CO_TRY(const auto user, co_await users_.find_by_email(order.to));
  if (is_wanted(order, user)) {
    const auto delivered = co_await deliver(order, user->id());
    if (!delivered && delivered.error().kind == ErrorKind::unavailable) {
      DDD_CO_CHECK(co_await put_off(order));
      co_return delivered;
    }
  }
  co_return co_await mails_.finish(order.id, clock_.now());
}

Task<Result<>> SendMailsHandler::deliver(const MailOrder& order, UserId user_id) {
  auto token = tokens_.make();
  // Before the mail: its reader may be quick.
  DDD_CO_CHECK(co_await account_tokens_.add(AccountToken::issue(token.hash, user_id, order.purpose, clock_.now())));
  co_return co_await mailer_.send(token_mail(order, user_id, token.text));
}

Task<Result<>> SendMailsHandler::put_off(const MailOrder& order) {
  const auto now = clock_.now();
  const auto next = order.next_attempt(now);
  if (!next) co_return co_await mails_.finish(order.id, now);
  co_return co_await mails_.put_off(order.id, *next);
}

}  // namespace ddd::user
