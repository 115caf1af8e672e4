#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment::test {

Result<ProviderEvent> FakeWebhooks::verify(std::string_view signature, std::string_view body, Timestamp) const {
  const auto space = body.find(' ');
  if (signature != "good" || space == std::string_view::npos) return Refused(errors::invalid_signature());
  std::istringstream words{std::string(body)};
  ProviderEvent event{.id = {}, .type = "payment_intent.succeeded", .intent_id = {}, .dispute = std::nullopt};
  ProviderEvent::Dispute dispute;
  words >> event.id >> event.intent_id >> dispute.id >> dispute.status;
  if (!dispute.id.empty()) {
    event.type = "charge.dispute.created";
    event.dispute = std::move(dispute);
  }
  return event;
}

CallContext under_key(CallContext call, std::string key, std::string fingerprint) {
  call.idempotency = IdempotencyKey{call.principal->user_id, std::move(key), std::move(fingerprint)};
  return call;
}

StoredAnswer render(const CallContext&, const PaymentOutcome& outcome) {
  const auto& payment = outcome.view.payment;
  return {.status = outcome.refusal  ? 409
                    : outcome.is_new ? 201
                                     : 200,
          .body = outcome.refusal ? std::string(outcome.refusal->code) : std::string(to_text(payment.state)),
          .location = payment.id.to_text(),
          .etag = std::to_string(payment.version)};
}

std::string told_to_client(const Result<PaymentOutcome>& outcome) {
  if (!outcome) return std::string(outcome.error().code);
  return render({}, *outcome).body;
}

Till::Till() {
  shelf.has(1);
  shelf.has(2, 1000, 499);
  provider.on_key = [this](const std::string& key) {
    if (!store.gateway_calls.contains(key)) seen_broken.push_back(key + " was sent before it was written down");
  };
  provider.on_capture = [this](const std::string& payment) {
    const auto found = shelf.reservations.find(PaymentId::restore(payment));
    if (found == shelf.reservations.end() || !found->second.pinned) {
      seen_broken.push_back(payment + " was captured without pinned stock");
    }
  };
  start();
}

Till::~Till() {
  for (const auto& rule : seen_broken) ADD_FAILURE() << rule;
}

void Till::start() {
  application = std::make_unique<Application>(Ports{.payments = payments,
                                                    .wallets = wallets,
                                                    .views = views,
                                                    .fulfilments = fulfilments,
                                                    .idempotency = store.effects,
                                                    .users = users,
                                                    .products = shelf,
                                                    .baskets = baskets,
                                                    .gateway = provider,
                                                    .webhooks = webhooks,
                                                    .alarms = alarms,
                                                    .sleeper = sleeper,
                                                    .clock = clock,
                                                    .ids = ids,
                                                    .observer = observer,
                                                    .settings = settings});
  EXPECT_TRUE(run(payments.release_all(clock.now())));
}

Result<PaymentOutcome> Till::create(const CallContext& call, CreatePayment command) {
  command.render = &render;
  return run(application->commands.create_payment.handle(call, std::move(command)));
}

Result<PaymentOutcome> Till::buy(std::string method) {
  return create(ada, {.product_id = ProductId(1), .quantity = 2, .payment_method = std::move(method)});
}

Result<PaymentOutcome> Till::process(const PaymentId& id, std::string method) {
  return run(application->commands.process_payment.handle(
      ada, ProcessPayment{.id = id, .payment_method = std::move(method), .return_url = {}, .render = &render}));
}

Result<PaymentOutcome> Till::cancel(const PaymentId& id) {
  return run(
      application->commands.cancel_payment.handle(ada, CancelPayment{.id = id, .reason = {}, .render = &render}));
}

std::size_t Till::recover() {
  return run(application->commands.recover_payments.handle(CallContext{}, RecoverPayments{})).value_or(0);
}

std::size_t Till::recover_after(Timestamp::duration pause) {
  clock.at += pause;
  return recover();
}

void Till::settle() {
  for (int round = 0; round < 500; ++round) {
    std::optional<Timestamp> next;
    for (const auto& [id, row] : store.payments) {
      if (!row.schedule.next_action_at) continue;
      const auto due = std::max(*row.schedule.next_action_at, row.schedule.lease_until.value_or(Timestamp{}));
      next = next ? std::min(*next, due) : due;
    }
    if (!next) return;
    clock.at = std::max(clock.at, *next);
    recover();
  }
  seen_broken.push_back("payments are still due:\n" + as_text(stored()));
}

std::vector<std::string> Till::told() {
  std::vector<std::string> types;
  const auto rows = run(store.effects.unpublished(1000));
  for (const auto& row : *rows) types.push_back(row.event.type);
  return types;
}

std::optional<StoredAnswer> Till::answer_of(std::string key) {
  const auto record = run(store.effects.find(UserId(7), std::move(key))).value();
  return record ? record->answer : std::nullopt;
}

namespace {

/// A list of what is wrong, with what it is wrong about.
struct Findings {
  std::vector<std::string> list;
  void expect(bool holds, const std::string& rule, const std::string& about) {
    if (!holds) list.push_back(rule + "\n" + about);
  }
};

void check_log(Findings& findings, const std::vector<Transition>& log, const Payment::Snapshot& payment) {
  std::optional<PaymentState> stands;
  std::int64_t sequence = 0;
  for (const auto& transition : log) {
    const bool follows = !stands || can_follow(*stands, transition.to);
    findings.expect(follows && transition.from == stands && transition.sequence == ++sequence, "the log is broken",
                    as_text(transition) + " of\n" + as_text(payment));
    stands = transition.to;
  }
  findings.expect(stands == payment.state, "the log does not end where the payment stands", as_text(payment));
}

void check_refunds(Findings& findings, const Payment::Snapshot& payment, const ScriptedProvider& provider,
                   const MemoryPaymentStore& store) {
  const auto about = as_text(payment);
  std::int64_t given_back = 0;
  for (const auto& refund : payment.refunds) {
    const bool succeeded = refund.status == RefundStatus::succeeded;
    findings.expect(refund.status != RefundStatus::pending, "every refund ends", about);
    const auto booked = store.ledger.contains({payment.id, "refund:" + refund.id.to_text()}) -
                        store.ledger.contains({payment.id, "refund_failed:" + refund.id.to_text()});
    findings.expect(booked == (succeeded ? 1 : 0), "refunds are booked", about);
    if (succeeded) given_back += refund.amount.minor_units();
  }
  findings.expect(payment.refunded == given_back, "refunds add up", about);
  if (payment.intent_id.empty()) return;
  findings.expect(provider.refunded(payment.intent_id) == given_back, "what went back is known", about);
}

void check_intent(Findings& findings, const IntentFacts& facts, const Payment::Snapshot& payment) {
  const auto about = facts.id + " of\n" + as_text(payment);
  findings.expect(facts.amount == payment.amount, "the amounts differ", about);
  findings.expect((facts.status == IntentStatus::succeeded) == is_sold(payment.state),
                  "money is taken exactly for sales", about);
  findings.expect((facts.status == IntentStatus::canceled) == is_abandoned(payment.state),
                  "money is let go exactly of what came to nothing", about);
}

}  // namespace

std::vector<std::string> Till::broken_rules() const {
  Findings findings{seen_broken};
  std::map<std::string, std::int64_t> received;
  for (const auto& [id, intent] : provider.intents) {
    received[intent.facts.payment_id] += intent.facts.received.minor_units();
    check_intent(findings, intent.facts, stored(PaymentId::restore(intent.facts.payment_id)));
  }
  for (const auto& [id, row] : store.payments) {
    const auto& payment = row.payment;
    const auto about = as_text(payment);
    const bool sold = is_sold(payment.state);
    findings.expect(is_final(payment.state), "every payment ends", about);
    findings.expect(!payment.uncertain_since, "no doubt remains", about);
    findings.expect(row.schedule.lease_owner.empty(), "no lease is left", about);
    findings.expect(received[id.to_text()] == (sold ? payment.amount.minor_units() : 0), "the money is right", about);
    findings.expect(store.ledger.contains({id, "capture"}) == sold, "sales are booked", about);
    findings.expect(!sold || shelf.reservations.at(id).pinned, "what was sold is pinned", about);
    check_refunds(findings, payment, provider, store);
    check_log(findings, store.transitions.at(id), payment);
  }
  return findings.list;
}

void Till::check_books() const {
  for (const auto& rule : broken_rules()) ADD_FAILURE() << rule;
}

}  // namespace ddd::payment::test
