#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/sandbox/application/operations.hpp>
#include <ddd/sandbox/domain/errors.hpp>

namespace ddd::sandbox {
namespace {

/// Holds a key while its request runs, unless another request holds it.
class KeyLock {
 public:
  /// Both outlive the lock.
  KeyLock(std::unordered_set<std::string>& keys, const std::string& key)
      : keys_(keys), key_(key), locked_(keys.insert(key).second) {}
  ~KeyLock() {
    if (locked_) keys_.erase(key_);
  }
  KeyLock(const KeyLock&) = delete;
  KeyLock& operator=(const KeyLock&) = delete;

  [[nodiscard]] bool locked() const { return locked_; }

 private:
  std::unordered_set<std::string>& keys_;
  const std::string& key_;
  bool locked_;
};

Outcome refused(Error error) {
  return Refusal{.error = std::move(error), .intent = std::nullopt};
}

Outcome outcome_of(const PaymentIntent& intent, const Result<>& done) {
  const auto& state = intent.state();
  if (!done) return Refusal{.error = done.error(), .intent = state};
  if (state.status == IntentStatus::requires_payment_method && state.last_error) return Declined{state};
  return Accepted{state};
}

}  // namespace

Task<Result<Performed>> Operations::perform(Call call, Command command) {
  if (call.key.empty()) co_return co_await execute(call, command);
  const KeyLock lock(keys_in_use_, call.key);
  // "If incoming parameters fail validation, or the request conflicts with another request that's executing
  // concurrently, we don't save the idempotent result because no API endpoint initiates the execution"
  // (docs.stripe.com/api/idempotent_requests).
  if (!lock.locked()) co_return Performed{.answer = d_.wire.answer(refused(errors::key_in_use()))};
  co_return co_await perform_locked(call, command);
}

Task<Result<Performed>> Operations::perform_locked(const Call& call, const Command& command) {
  DDD_CO_TRY(auto record, co_await d_.store.find_key(call.key));
  switch (use_of_key(record, call.fingerprint, d_.clock.now())) {
    case KeyUse::execute:
      break;
    case KeyUse::misuse:
      co_return Performed{.answer = d_.wire.answer(refused(errors::key_reused()))};
    case KeyUse::replay:
      co_return Performed{.answer = {.status = record->status, .body = std::move(record->body)},
                          .replayed = true,
                          .original_request = std::move(record->request_id)};
  }
  co_return co_await execute(call, command);
}

Task<Result<Performed>> Operations::execute(const Call& call, const Command& command) {
  if (call.delay > std::chrono::milliseconds::zero()) co_await d_.sleeper.sleep_for(call.delay);
  // Two requests may change one intent at the same time: the one that saves second plans again on what the first has
  // left.
  co_return co_await retry_on_conflict([&] { return try_execute(call, command); });
}

Task<Result<Performed>> Operations::try_execute(const Call& call, const Command& command) {
  const auto now = d_.clock.now();
  DDD_CO_TRY(auto planned, co_await plan(call, command, now));
  auto& changes = planned.changes;
  Performed performed{.answer = d_.wire.answer(planned.outcome)};
  if (changes.intent) changes.events = records_of(*changes.intent, call, now);
  if (changes.refund) add_records(*changes.refund, *changes.intent, call, now, changes.events);
  if (!call.key.empty()) {
    performed.original_request = call.request_id;
    changes.key = KeyRecord{.key = call.key,
                            .fingerprint = call.fingerprint,
                            .status = performed.answer.status,
                            .body = performed.answer.body,
                            .request_id = call.request_id,
                            .created_at = now};
  }
  DDD_CO_CHECK(co_await save(std::move(changes)));
  co_return performed;
}

Task<Result<Operations::Plan>> Operations::plan(const Call& call, const Command& command, Timestamp now) {
  if (call.lie == Lie::error_without_effect) co_return Plan{.outcome = refused(errors::failed()), .changes = {}};
  auto planned = co_await std::visit([&](const auto& each) { return plan(each, now); }, command);
  if (planned && call.lie == Lie::error_with_effect) planned->outcome = refused(errors::failed());
  co_return planned;
}

Task<Result<Operations::Plan>> Operations::plan(CreateIntent command, Timestamp now) {
  if (const auto& id = command.terms.payment_method; !id.empty()) {
    DDD_CO_TRY(const auto method, co_await d_.store.find_method(id));
    if (!method) co_return Plan{.outcome = refused(errors::no_such_method()), .changes = {}};
  }
  const auto id = d_.ids.make<IntentId>();
  auto secret = id.to_text() + "_secret_" + d_.ids.next().to_text();
  auto intent = PaymentIntent::create(id, std::move(secret), std::move(command.terms), now);
  co_return Plan{.outcome = Accepted{intent.state()}, .changes = {.intent = std::move(intent)}};
}

Task<Result<Operations::Plan>> Operations::plan(ConfirmIntent command, Timestamp now) {
  DDD_CO_TRY(auto intent, co_await load(command.id, now));
  if (!intent) co_return Plan{.outcome = refused(errors::intent_not_found()), .changes = {}};
  PaymentIntent::Attempt attempt{.method = std::nullopt,
                                 .return_url = std::move(command.return_url),
                                 .charge = d_.ids.make<ChargeId>(),
                                 .action_token = d_.new_token()};
  const auto& id = command.payment_method.empty() ? intent->state().payment_method : command.payment_method;
  if (!id.empty()) {
    DDD_CO_TRY(attempt.method, co_await d_.store.find_method(id));
    if (!attempt.method) co_return Plan{.outcome = refused(errors::no_such_method()), .changes = {}};
  }
  const auto done = intent->confirm(std::move(attempt), now);
  co_return plan_of(*std::move(intent), done);
}

Task<Result<Operations::Plan>> Operations::plan(CaptureIntent command, Timestamp now) {
  DDD_CO_TRY(auto intent, co_await load(command.id, now));
  if (!intent) co_return Plan{.outcome = refused(errors::intent_not_found()), .changes = {}};
  const auto done = intent->capture(command.amount, now);
  co_return plan_of(*std::move(intent), done);
}

Task<Result<Operations::Plan>> Operations::plan(CancelIntent command, Timestamp now) {
  DDD_CO_TRY(auto intent, co_await load(command.id, now));
  if (!intent) co_return Plan{.outcome = refused(errors::intent_not_found()), .changes = {}};
  const auto done = intent->cancel(std::move(command.reason), now);
  co_return plan_of(*std::move(intent), done);
}

Task<Result<Operations::Plan>> Operations::plan(SaveMethod command, Timestamp now) {
  auto method = find_test_method(command.test_method);
  if (!method) co_return Plan{.outcome = refused(errors::no_such_method()), .changes = {}};
  method->id = "pm_" + d_.ids.next().to_text();
  SavedMethod saved{.id = method->id, .test_method = std::move(command.test_method), .created_at = now};
  co_return Plan{.outcome = MethodSaved{*std::move(method)}, .changes = {.method = std::move(saved)}};
}

Operations::Plan Operations::plan_of(PaymentIntent intent, const Result<>& done) {
  Plan plan{.outcome = outcome_of(intent, done), .changes = {}};
  // Also when refused: loading may have found that the hold has ended.
  if (intent.has_changes()) plan.changes.intent = std::move(intent);
  return plan;
}

Task<Result<std::optional<PaymentIntent>>> Operations::load(IntentId id, Timestamp now) {
  auto intent = co_await d_.store.find_intent(std::move(id));
  if (intent && *intent) (*intent)->lapse(now);
  co_return intent;
}

std::vector<EventRecord> Operations::records_of(const PaymentIntent& intent, const Call& call, Timestamp now) const {
  std::vector<EventRecord> records;
  for (const auto event : intent.events()) {
    records.push_back({.id = d_.ids.make<EventId>(),
                       .type = std::string(to_text(event)),
                       .object = d_.wire.object(intent.state()),
                       .request_id = call.request_id,
                       .idempotency_key = call.key,
                       .traceparent = call.traceparent,
                       .created_at = now});
  }
  return records;
}

Task<Result<>> Operations::save(Changes changes) {
  if (!changes.intent && !changes.method && !changes.key) co_return Result<>{};
  const bool has_events = !changes.events.empty();
  DDD_CO_CHECK(co_await d_.store.save(std::move(changes)));
  if (has_events) d_.on_events();
  co_return Result<>{};
}

Task<Result<std::optional<PaymentIntent::Snapshot>>> Operations::act(std::string token, bool approves) {
  co_return co_await retry_on_conflict([&] { return try_act(token, approves); });
}

Task<Result<std::optional<PaymentIntent::Snapshot>>> Operations::try_act(const std::string& token, bool approves) {
  const auto now = d_.clock.now();
  DDD_CO_TRY(auto intent, co_await d_.store.find_intent_by_action(token));
  if (!intent) co_return std::nullopt;
  if (intent->act(approves, d_.ids.make<ChargeId>(), now)) {
    Changes changes{.events = records_of(*intent, {}, now)};
    changes.intent = *intent;
    DDD_CO_CHECK(co_await save(std::move(changes)));
  }
  co_return intent->state();
}

Task<Result<std::size_t>> Operations::lapse_holds(std::size_t limit) {
  const auto now = d_.clock.now();
  DDD_CO_TRY(const auto ids, co_await d_.store.ended_holds(now, limit));
  std::size_t lapsed = 0;
  for (const auto& id : ids) {
    DDD_CO_TRY(auto intent, co_await load(id, now));
    if (!intent || !intent->has_changes()) continue;
    Changes changes{.events = records_of(*intent, {}, now)};
    changes.intent = *std::move(intent);
    const auto saved = co_await save(std::move(changes));
    // A request was faster: it has seen the same and saved it.
    if (!saved && saved.error().code == store_errors::kVersionConflict) continue;
    DDD_CO_CHECK(saved);
    ++lapsed;
  }
  co_return lapsed;
}

}  // namespace ddd::sandbox
