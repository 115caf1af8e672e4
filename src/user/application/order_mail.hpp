#pragma once

#include <ddd/kernel/id_source.hpp>
#include <ddd/user/application/ports/mail_queue.hpp>

namespace ddd::user {

/// Queues a mail unless its address had enough of them. `context.now` is when it is ordered. `mails` outlives the task.
[[nodiscard]] Task<Result<bool>> order_mail(MailQueue& mails, IdSource& ids, TokenPurpose purpose, Email to,
                                            SaveContext context);

}  // namespace ddd::user
