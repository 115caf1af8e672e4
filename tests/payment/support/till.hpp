#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <payment/support/as_text.hpp>
#include <payment/support/mortal_payments.hpp>
#include <payment/support/neighbours.hpp>
#include <payment/support/provider.hpp>
#include <support/await.hpp>

#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>
#include <ddd/payment/application/application.hpp>

namespace ddd::payment::test {

class NoObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {}
};

/// Events of the provider are their id and their intent, and for a dispute its id and status, with the signature
/// "good".
class FakeWebhooks final : public WebhookVerifier {
 public:
  [[nodiscard]] Result<ProviderEvent> verify(std::string_view signature, std::string_view body,
                                             Timestamp) const override;
};

/// Notes what it is told.
class NotedAlarms final : public PaymentAlarms {
 public:
  void overdue(const OverduePayments& payments, Timestamp) override { last = payments; }
  void unreadable(const PaymentId& id) override { unreadable_ids.push_back(id.to_text()); }
  OverduePayments last;
  std::vector<std::string> unreadable_ids;
};

/// A pause is a few turns of the event loop.
class TurnSleeper final : public Sleeper {
 public:
  [[nodiscard]] Task<> sleep_for(std::chrono::milliseconds) override {
    for (int turn = 0; turn < 3; ++turn) co_await boost::asio::post(use_task);
  }
};

inline CallContext call_of(UserId user_id, Role role = Role::user) {
  CallContext call;
  call.principal = Principal{.user_id = user_id, .role = role, .session_id = {}};
  return call;
}
/// The same call under an idempotency key.
[[nodiscard]] CallContext under_key(CallContext call, std::string key = "0123456789abcdef",
                                    std::string fingerprint = "f");

/// The whole context over memory, with a provider, neighbours and one shard to run it on. It can die and be started
/// again.
struct Till {
  Till();
  ~Till();
  Till(const Till&) = delete;
  Till& operator=(const Till&) = delete;

  boost::asio::io_context context;
  ManualClock clock;
  CountingIds ids;
  Mortality mortality;
  MemoryPaymentStore store;
  MemoryPayments memory_payments{store, ids};
  MortalPayments payments{memory_payments, mortality};
  MemoryWallets wallets{store, ids};
  MemoryPaymentViews views{store};
  MemoryFulfilments fulfilments{store};
  FakeUsers users;
  FakeShelf shelf{mortality};
  FakeBaskets baskets;
  ScriptedProvider provider{mortality};
  FakeWebhooks webhooks;
  NotedAlarms alarms;
  TurnSleeper sleeper;
  NoObserver observer;
  PaymentSettings settings{.test_methods = true};
  std::unique_ptr<Application> application;

  const CallContext ada = call_of(UserId(7));
  const CallContext bob = call_of(UserId(8));
  const CallContext admin = call_of(UserId(1), Role::admin);

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  /// A process that starts on what the one before it has left.
  void start();

  // Use cases, rendered as `render` below does.
  Result<PaymentOutcome> create(const CallContext& call, CreatePayment command);
  /// Two units of product 1 for 39.98 USD, with this method.
  Result<PaymentOutcome> buy(std::string method = "pm_card_visa");
  Result<PaymentOutcome> process(const PaymentId& id, std::string method = "pm_card_visa");
  Result<PaymentOutcome> cancel(const PaymentId& id);
  /// One round of the recovery worker; gives how many payments it took, 0 when the store is away.
  std::size_t recover();
  std::size_t recover_after(Timestamp::duration pause);
  /// Lets time pass from one due payment to the next until none is due. That it doesn't end is a broken rule.
  void settle();

  /// The payment that the outcome is about, as it is stored now.
  [[nodiscard]] const Payment::Snapshot& stored(const PaymentId& id) const { return store.payments.at(id).payment; }
  /// The only payment there is.
  [[nodiscard]] const Payment::Snapshot& stored() const { return store.payments.begin()->second.payment; }
  [[nodiscard]] const Schedule& schedule() const { return store.payments.begin()->second.schedule; }
  [[nodiscard]] std::vector<std::string> told();
  [[nodiscard]] std::optional<StoredAnswer> answer_of(std::string key = "0123456789abcdef");

  /// Which of the rules between provider, stock, ledger, log and payments are broken, now that nothing is due any more;
  /// and what was seen to be broken on the way.
  [[nodiscard]] std::vector<std::string> broken_rules() const;
  void check_books() const;

  std::vector<std::string> seen_broken;
};

/// The code of the refusal, or the state.
[[nodiscard]] StoredAnswer render(const CallContext& call, const PaymentOutcome& outcome);
[[nodiscard]] std::string told_to_client(const Result<PaymentOutcome>& outcome);

}  // namespace ddd::payment::test
