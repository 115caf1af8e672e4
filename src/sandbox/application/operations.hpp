#pragma once

#include <functional>
#include <string>
#include <unordered_set>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/sandbox/application/commands.hpp>
#include <ddd/sandbox/application/ports/intent_store.hpp>
#include <ddd/sandbox/application/ports/wire.hpp>

namespace ddd::sandbox {

/// The answer to a command, with what is known of where it came from.
struct Performed {
  Answer answer;
  bool replayed = false;
  std::string original_request;  ///< id of the request whose answer this is; empty if the answer is not on record
};

/// Everything that changes something, with the semantics of Idempotency-Key around it: the key is locked, its
/// parameters are compared, then the command is executed and its answer recorded in the transaction of its effect. One
/// per process, used on one shard.
class Operations {
 public:
  /// All outlive this. `on_events` is called after events were stored.
  struct Dependencies {
    IntentStore& store;
    const Wire& wire;
    const Clock& clock;
    IdSource& ids;
    Sleeper& sleeper;
    std::function<std::string()> new_token;  ///< nobody can guess what it gives
    std::function<void()> on_events;
  };
  explicit Operations(Dependencies dependencies) : d_(std::move(dependencies)) {}

  /// Error: `store.unavailable`; nothing was changed or recorded.
  [[nodiscard]] Task<Result<Performed>> perform(Call call, Command command);
  /// The customer's answer on the bank's page. The intent as it then is, whoever answered first; nothing if the page is
  /// nobody's.
  [[nodiscard]] Task<Result<std::optional<PaymentIntent::Snapshot>>> act(std::string token, bool approves);
  /// Cancels intents whose hold has ended, at most `limit`; how many.
  [[nodiscard]] Task<Result<std::size_t>> lapse_holds(std::size_t limit);
  /// Brings refunds to the end whose time has come, at most `limit`; how many.
  [[nodiscard]] Task<Result<std::size_t>> settle_refunds(std::size_t limit);

 private:
  [[nodiscard]] Task<Result<std::optional<PaymentIntent::Snapshot>>> try_act(const std::string& token, bool approves);

  struct Plan {
    Outcome outcome;
    Changes changes;
  };

  [[nodiscard]] Task<Result<Performed>> perform_locked(const Call& call, const Command& command);
  [[nodiscard]] Task<Result<Performed>> execute(const Call& call, const Command& command);
  [[nodiscard]] Task<Result<Performed>> try_execute(const Call& call, const Command& command);
  [[nodiscard]] Task<Result<Plan>> plan(const Call& call, const Command& command, Timestamp now);
  [[nodiscard]] Task<Result<Plan>> plan(CreateIntent command, Timestamp now);
  [[nodiscard]] Task<Result<Plan>> plan(ConfirmIntent command, Timestamp now);
  [[nodiscard]] Task<Result<Plan>> plan(CaptureIntent command, Timestamp now);
  [[nodiscard]] Task<Result<Plan>> plan(CancelIntent command, Timestamp now);
  [[nodiscard]] Task<Result<Plan>> plan(SaveMethod command, Timestamp now);
  [[nodiscard]] Task<Result<Plan>> plan(CreateRefund command, Timestamp now);
  [[nodiscard]] Task<Result<>> settle_refund(const RefundId& id);
  void add_records(const Refund& refund, const PaymentIntent& intent, const Call& call, Timestamp now,
                   std::vector<EventRecord>& records) const;
  [[nodiscard]] Task<Result<std::optional<PaymentIntent>>> load(IntentId id, Timestamp now);
  [[nodiscard]] static Plan plan_of(PaymentIntent intent, const Result<>& done);
  [[nodiscard]] std::vector<EventRecord> records_of(const PaymentIntent& intent, const Call& call, Timestamp now) const;
  [[nodiscard]] Task<Result<>> save(Changes changes);

  Dependencies d_;
  std::unordered_set<std::string> keys_in_use_;
};

}  // namespace ddd::sandbox
