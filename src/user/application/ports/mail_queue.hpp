#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>
#include <ddd/user/domain/mail_order.hpp>

namespace ddd::user {

/// How many mails of one purpose an address gets from a moment on.
struct MailLimit {
  std::int64_t most = 0;
  Timestamp since;
};

/// The mails that are to be sent, kept until they are, and for some time after that to know how many there were.
class MailQueue {
 public:
  virtual ~MailQueue() = default;
  /// Queues the mail, due at once, with what SaveContext says beside it; false when the limit leaves it out, which two
  /// at once can't pass. Takes the same for every address.
  [[nodiscard]] virtual Task<Result<bool>> add(MailOrder order, MailLimit limit, SaveContext context) = 0;
  /// Those whose time has come, longest ago first.
  [[nodiscard]] virtual Task<Result<std::vector<MailOrder>>> due(Timestamp now, std::size_t limit) = 0;
  /// Counts an attempt; the next is due then.
  [[nodiscard]] virtual Task<Result<>> put_off(MailId id, Timestamp until) = 0;
  /// Sent, or given up.
  [[nodiscard]] virtual Task<Result<>> finish(MailId id, Timestamp now) = 0;
  /// Takes out at most `limit` that were finished and ordered before then; gives how many.
  [[nodiscard]] virtual Task<Result<std::size_t>> remove_finished(Timestamp ordered_before, std::size_t limit) = 0;
};

}  // namespace ddd::user
