#include <utility>

#include <ddd/user/application/order_mail.hpp>

namespace ddd::user {

Task<Result<bool>> order_mail(MailQueue& mails, IdSource& ids, TokenPurpose purpose, Email to, SaveContext context) {
  MailOrder order{.id = ids.make<MailId>(), .purpose = purpose, .to = std::move(to), .ordered_at = context.now};
  const MailLimit limit{.most = MailOrder::kMost, .since = context.now - MailOrder::kWindow};
  co_return co_await mails.add(std::move(order), limit, std::move(context));
}

}  // namespace ddd::user
