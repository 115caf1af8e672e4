#include <payment/contract/store_suite.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using S = PaymentState;
using test::as_text;
using test::kStart;
using test::new_payment;
using test::payment_at;
using test::payment_id;

class PaymentsInAStore : public test::StoreTest {
 protected:
  static Payment of_basket(std::uint64_t number, std::int64_t basket_version = 3, UserId user_id = UserId(7)) {
    auto opening = test::opening(payment_id(number));
    opening.user_id = user_id;
    opening.basket = BasketSnapshot{BasketId::restore("bsk_1"), basket_version};
    return Payment::open(std::move(opening), kStart);
  }
  static SaveContext with_inbox(const EventId& id) {
    auto context = saving();
    context.inbox = InboxEntry{.consumer = "payment.something", .event_id = id};
    return context;
  }
  static IdempotencyRecord record(std::optional<StoredAnswer> answer, std::string resource = "pay_1",
                                  std::string fingerprint = "f") {
    return {.key = {.user_id = UserId(7), .key = "0123456789abcdef", .fingerprint = std::move(fingerprint)},
            .resource_id = std::move(resource),
            .answer = std::move(answer),
            .created_at = kStart};
  }
  static SaveContext with_key(IdempotencyRecord record) {
    auto context = saving();
    context.idempotency = std::move(record);
    return context;
  }
  std::optional<IdempotencyRecord> record_of_key() {
    return run(store->idempotency().find(UserId(7), "0123456789abcdef")).value();
  }
};
INSTANTIATE_TEST_SUITE_P(Every, PaymentsInAStore, testing::ValuesIn(test::store_kinds()), test::name_of);

TEST_P(PaymentsInAStore, are_found_as_they_were_added) {
  const auto payment = added();
  EXPECT_EQ(payment.version(), 1);
  EXPECT_TRUE(payment.transitions().empty());
  EXPECT_EQ(stored(), as_text(payment.state()));
  const auto view = run(store->views().find(payment.id())).value();
  ASSERT_TRUE(view);
  EXPECT_EQ(as_text(view->payment), as_text(payment.state()));
}

TEST_P(PaymentsInAStore, that_are_not_there_are_not_found) {
  added();
  EXPECT_EQ(run(store->payments().find(payment_id(9))).error().code, "payment.not_found");
  EXPECT_FALSE(run(store->views().find(payment_id(9))).value());
  EXPECT_TRUE(run(store->views().transitions(payment_id(9), 10, {})).value().items.empty());
}

TEST_P(PaymentsInAStore, keep_every_field_when_added) {
  const auto kwd = *Currency::from_code("KWD");
  auto payment = Payment::restore({.id = payment_id(5),
                                   .user_id = UserId(INT64_MAX),
                                   .order_id = "Zo\xc3\xab'; --",
                                   .basket = BasketSnapshot{BasketId::restore("bsk_5"), 12},
                                   .lines = {{ProductId(3), "\xe6\x9d\x8e \"tea\"", 99, Money(0, kwd)},
                                             {ProductId(1), "", 1, Money(INT64_MAX, kwd)}},
                                   .amount = Money(INT64_MAX, kwd),
                                   .state = S::cancelling,
                                   .uncertain_since = kStart + 1us,
                                   .payment_method = "pm_x",
                                   .return_url = "https://shop.example/?a=1&b='",
                                   .intent_id = "pi_5",
                                   .client_secret = "secret",
                                   .action_url = "https://bank.example",
                                   .decline_code = "insufficient_funds",
                                   .failure_reason = "reason",
                                   .attempt = 4,
                                   .create_prepared = true,
                                   .cancel_prepared = true,
                                   .abandonment = Abandonment{S::failed, "reservation_lost"},
                                   .refunded = 5,
                                   .version = 0,
                                   .event_sequence = 0,
                                   .transition_sequence = 6,
                                   .created_at = kStart - 2us,
                                   .updated_at = kStart - 1us,
                                   .completed_at = kStart + 3us,
                                   .expires_at = kStart + 4us});
  ASSERT_TRUE(add(payment));
  EXPECT_EQ(stored(payment_id(5)), as_text(payment.state()));
}

TEST_P(PaymentsInAStore, keep_every_state_they_can_be_in) {
  std::uint64_t number = 0;
  for (const auto state : test::all_states()) {
    auto payment = Payment::restore({.id = payment_id(++number),
                                     .user_id = UserId(7),
                                     .lines = {test::line(1)},
                                     .amount = test::usd(1999),
                                     .state = state});
    ASSERT_TRUE(add(payment)) << to_text(state);
    EXPECT_EQ(found(payment_id(number)).stage(), state);
  }
}

TEST_P(PaymentsInAStore, keep_what_a_save_changed) {
  auto payment = added();
  ASSERT_TRUE(payment.choose_method("pm_card_visa", "https://shop.example", kStart + 1s));
  payment.stock_reserved(kStart + 1s);
  payment.prepare(GatewayOperation::create, "44.97 USD", kStart + 1s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));

  payment.uncertain(kStart + 2s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));

  payment.intent_created("pi_1", "secret", kStart + 3s);
  payment.prepare(GatewayOperation::confirm, "pm_card_visa", kStart + 3s);
  payment.confirming(kStart + 3s);
  payment.requires_action("https://bank.example", kStart + 3s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));

  payment.declined("authentication_failed", kStart + 4s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));

  payment.abandon({S::expired, "not paid in time"}, kStart + 5s);
  payment.prepare(GatewayOperation::cancel, "pi_1", kStart + 5s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));

  payment.abandoned("req", kStart + 6s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(payment.version(), 7);
  EXPECT_EQ(stored(), as_text(payment.state()));
}

TEST_P(PaymentsInAStore, keep_which_key_is_in_use_and_how_a_dispute_stands) {
  auto payment = payment_at(S::capturing);
  ASSERT_TRUE(add(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  payment.uncertain(kStart + 1s);
  payment.prepare_anew(GatewayOperation::capture, "44.97 USD", kStart + 2s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  EXPECT_EQ(found().key_of(GatewayOperation::capture), "pay_1:capture:2");
  EXPECT_TRUE(found().key_is_spent(kStart + 2s + 10min));
  payment.completed("req", kStart + 3s);
  payment.disputed("dp_1", "needs_response", kStart + 4s);
  ASSERT_TRUE(save(payment));
  EXPECT_EQ(stored(), as_text(payment.state()));
  store->reopen();
  EXPECT_EQ(found().state().dispute_id, "dp_1");
  EXPECT_EQ(found().state().dispute_status, "needs_response");
}

TEST_P(PaymentsInAStore, keep_their_log_in_order_whatever_the_saves_were) {
  auto payment = added();
  payment.stock_reserved(kStart + 1s);
  ASSERT_TRUE(save(payment));
  payment.abandon({S::cancelled, "changed my mind"}, kStart + 2s);
  ASSERT_TRUE(save(payment));
  const std::vector<std::string> expected{
      "1 - > created '' at " + as_text(kStart), "2 created > validated '' at " + as_text(kStart),
      "3 validated > stock_reserved '' at " + as_text(kStart + 1s),
      "4 stock_reserved > cancelling 'changed my mind' at " + as_text(kStart + 2s),
      "5 cancelling > cancelled 'nothing was asked of the provider' at " + as_text(kStart + 2s)};
  for (const std::size_t limit : {1, 2, 3, 5, 6}) EXPECT_EQ(log_of(payment.id(), limit), expected) << limit;
  const auto page = run(store->views().transitions(payment.id(), 2, 3)).value();
  EXPECT_EQ(page.items.size(), 2u);
  EXPECT_FALSE(page.next);
}

TEST_P(PaymentsInAStore, saved_from_a_stale_state_write_nothing_at_all) {
  auto mine = added();
  auto theirs = found();
  theirs.stock_reserved(kStart);
  ASSERT_TRUE(save(theirs, {.lease_owner = "they", .lease_until = kStart + 15s}));
  const auto log = log_of(mine.id());

  mine.abandon({S::failed, "why"}, kStart);
  const auto event = ids.make<EventId>();
  EXPECT_EQ(save(mine, {}, with_inbox(event)).error().code, store_errors::kVersionConflict);
  EXPECT_EQ(mine.version(), 1);
  EXPECT_FALSE(mine.transitions().empty());
  EXPECT_EQ(stored(), as_text(theirs.state()));
  EXPECT_EQ(log_of(mine.id()), log);
  EXPECT_EQ(told().size(), 1u);
  EXPECT_EQ(run(store->payments().claim(mine.id(), "me", kStart, kStart + 15s)).error().code, "payment.in_progress");
  // Not even the inbox was written.
  EXPECT_TRUE(save(theirs, {}, with_inbox(event)));
}

TEST_P(PaymentsInAStore, let_one_of_many_saves_of_a_version_win) {
  added();
  std::vector<Payment> copies(8, found());
  std::vector<Result<>> answers(copies.size());
  std::vector<Task<>> tasks;
  const auto save_into = [](PaymentRepository& payments, Payment& payment, Result<>& answer) -> Task<> {
    answer = co_await payments.save(payment, {}, saving());
  };
  for (std::size_t i = 0; i < copies.size(); ++i) {
    copies[i].stock_reserved(kStart + std::chrono::seconds(i));
    tasks.push_back(save_into(store->payments(), copies[i], answers[i]));
  }
  ddd::test::await(context, when_all(std::move(tasks)));
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.has_value(); }), 1);
  EXPECT_EQ(found().version(), 2);
  EXPECT_EQ(log_of(payment_id(1)).size(), 3u);
}

TEST_P(PaymentsInAStore, tell_their_events_in_order_with_the_save) {
  auto payment = payment_at(S::authorized);
  auto context = saving(kStart + 1s);
  ASSERT_TRUE(add(payment, {}, context));
  payment.stock_pinned(kStart);
  payment.prepare(GatewayOperation::capture, "44.97 USD", kStart);
  payment.capturing({}, kStart);
  payment.completed("req", kStart);
  ASSERT_TRUE(save(payment));

  const auto events = told();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].type, "ddd.payment.initiated.v1");
  EXPECT_EQ(events[1].type, "ddd.payment.authorized.v1");
  EXPECT_EQ(events[2].type, "ddd.payment.completed.v1");
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].topic, "payment-events");
    EXPECT_EQ(events[i].subject, "payment/pay_1");
    EXPECT_EQ(events[i].key, "pay_1");
    EXPECT_EQ(events[i].sequence, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(events[i].correlation_id, "c");
    EXPECT_EQ(events[i].causation_id, "d");
  }
  EXPECT_EQ(events[1].aggregate_version, 1);
  EXPECT_EQ(events[2].aggregate_version, 2);
  EXPECT_EQ(events[0].time, kStart + 1s);
}

TEST_P(PaymentsInAStore, write_a_request_to_the_provider_down_once) {
  auto payment = payment_at(S::intent_created);
  ASSERT_TRUE(add(payment));
  auto confirming = payment;
  confirming.prepare(GatewayOperation::confirm, "pm_card_visa", kStart);
  confirming.confirming(kStart);
  ASSERT_TRUE(save(confirming));
  confirming.prepare(GatewayOperation::confirm, "pm_card_other", kStart);
  EXPECT_EQ(save(confirming).error().kind, ErrorKind::internal);
  EXPECT_EQ(found().version(), 2);
}

TEST_P(PaymentsInAStore, book_a_capture_once) {
  auto payment = payment_at(S::capturing);
  ASSERT_TRUE(add(payment));
  auto completed = payment;
  completed.completed("req", kStart);
  ASSERT_TRUE(save(completed));
  // A defect that went round the version would still not book twice.
  auto forged = completed.state();
  forged.state = S::capturing;
  auto again = Payment::restore(std::move(forged));
  again.completed("req", kStart);
  EXPECT_FALSE(save(again));
  EXPECT_EQ(stored(), as_text(completed.state()));
  EXPECT_EQ(told().size(), 3u);
}

TEST_P(PaymentsInAStore, of_one_basket_version_exclude_each_other_until_they_come_to_nothing) {
  auto first = of_basket(1);
  ASSERT_TRUE(add(first));
  auto second = of_basket(2);
  const auto refused = add(second);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "payment.already_open");
  EXPECT_EQ(refused.error().members, (std::vector<ErrorMember>{{"payment_id", std::string("pay_1")}}));
  EXPECT_EQ(run(store->payments().find(payment_id(2))).error().code, "payment.not_found");
  EXPECT_EQ(told().size(), 1u);
  EXPECT_EQ(second.version(), 0);

  auto next_version = of_basket(3, 4);
  EXPECT_TRUE(add(next_version));
  auto other_user = of_basket(4, 3, UserId(8));
  EXPECT_TRUE(add(other_user));
  auto straight = added(payment_id(5));
  auto straight_again = added(payment_id(6));

  first.abandon({S::cancelled, "why"}, kStart);
  ASSERT_TRUE(save(first));
  EXPECT_TRUE(add(second));
}

TEST_P(PaymentsInAStore, of_a_basket_version_that_was_paid_exclude_every_other) {
  auto opening = test::opening();
  opening.basket = BasketSnapshot{BasketId::restore("bsk_1"), 3};
  auto state = payment_at(S::capturing).state();
  state.basket = opening.basket;
  auto paid = Payment::restore(state);
  ASSERT_TRUE(add(paid));
  paid.completed("req", kStart);
  ASSERT_TRUE(save(paid));
  auto again = of_basket(2);
  EXPECT_EQ(add(again).error().code, "payment.already_open");
}

TEST_P(PaymentsInAStore, apply_an_event_once_and_write_nothing_the_second_time) {
  auto payment = added();
  const auto event = ids.make<EventId>();
  payment.stock_reserved(kStart);
  ASSERT_TRUE(save(payment, {}, with_inbox(event)));
  const auto before = stored();
  payment.abandon({S::failed, "why"}, kStart);
  EXPECT_EQ(save(payment, {}, with_inbox(event)).error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(stored(), before);
  EXPECT_EQ(log_of(payment.id()).size(), 3u);
  EXPECT_EQ(told().size(), 1u);
}

TEST_P(PaymentsInAStore, keep_a_key_from_its_beginning_to_its_answer) {
  auto payment = new_payment();
  ASSERT_TRUE(add(payment, {}, with_key(record({}))));
  EXPECT_EQ(record_of_key(), record({}));
  payment.stock_reserved(kStart);
  ASSERT_TRUE(save(payment, {}, with_key(record({}))));

  const StoredAnswer answer{
      .status = 201, .body = "{\"id\":\"pay_1\"}", .location = "/payments/pay_1", .etag = "\"3\""};
  payment.abandon({S::cancelled, "why"}, kStart);
  ASSERT_TRUE(save(payment, {}, with_key(record(answer))));
  EXPECT_EQ(record_of_key(), record(answer));
}

TEST_P(PaymentsInAStore, refuse_a_key_that_has_its_answer_or_belongs_to_another_effect) {
  auto payment = new_payment();
  ASSERT_TRUE(add(payment, {}, with_key(record({}))));
  auto other = new_payment(payment_id(2));
  EXPECT_EQ(add(other, {}, with_key(record({}, "pay_2"))).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(run(store->payments().find(payment_id(2))).error().code, "payment.not_found");

  payment.stock_reserved(kStart);
  EXPECT_EQ(save(payment, {}, with_key(record({}, "pay_1", "another"))).error().code, store_errors::kDuplicateKey);
  ASSERT_TRUE(save(payment, {}, with_key(record(StoredAnswer{.body = "1"}))));
  payment.abandon({S::cancelled, "why"}, kStart);
  EXPECT_EQ(save(payment, {}, with_key(record(StoredAnswer{.body = "2"}))).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(found().stage(), S::stock_reserved);
  EXPECT_EQ(record_of_key()->answer->body, "1");
  EXPECT_EQ(told().size(), 1u);
}

TEST_P(PaymentsInAStore, tell_a_repeat_of_a_basket_payment_from_a_clash_with_another) {
  auto first = of_basket(1);
  ASSERT_TRUE(add(first, {}, with_key(record({}))));
  auto repeat = of_basket(2);
  EXPECT_EQ(add(repeat, {}, with_key(record({}, "pay_2"))).error().code, store_errors::kDuplicateKey);
  auto other = of_basket(3);
  auto other_key = record({}, "pay_3");
  other_key.key.key = "another key of 16";
  EXPECT_EQ(add(other, {}, with_key(other_key)).error().code, "payment.already_open");
  EXPECT_FALSE(run(store->idempotency().find(UserId(7), "another key of 16")).value());
}

TEST_P(PaymentsInAStore, are_the_same_after_a_restart) {
  auto payment = payment_at(S::capturing);
  ASSERT_TRUE(add(payment,
                  {.lease_owner = "gone", .lease_until = kStart + 15s, .next_action_at = kStart + 15s, .tries = 2},
                  with_key(record({}))));
  const auto before = stored();
  const auto log = log_of(payment.id());
  const auto events = told();
  store->reopen();
  EXPECT_EQ(stored(), before);
  EXPECT_EQ(log_of(payment.id()), log);
  EXPECT_EQ(told(), events);
  EXPECT_EQ(record_of_key(), record({}));
  EXPECT_EQ(run(store->payments().claim(payment.id(), "me", kStart, kStart + 15s)).error().code, "payment.in_progress");

  auto resumed = found();
  resumed.completed("req", kStart);
  ASSERT_TRUE(save(resumed, {}, with_key(record(StoredAnswer{}))));
  store->reopen();
  EXPECT_EQ(stored(), as_text(resumed.state()));
  EXPECT_EQ(told().size(), 3u);
}

TEST(ThePaymentFile, lets_nobody_change_what_was_written_for_good) {
  boost::asio::io_context context;
  test::CountingIds ids;
  test::SqliteStore store(ids);
  auto payment = payment_at(S::completed);
  ASSERT_TRUE(ddd::test::await(
      context,
      store.payments().add(
          payment, {},
          {.now = kStart, .trace = {}, .correlation_id = {}, .causation_id = {}, .inbox = {}, .idempotency = {}})));
  for (const std::string table : {"payment_transitions", "gateway_calls", "ledger_entries"}) {
    EXPECT_FALSE(store.run_by_hand("DELETE FROM " + table)) << table;
    EXPECT_FALSE(store.run_by_hand("UPDATE " + table + " SET payment_id = payment_id")) << table;
  }
  EXPECT_FALSE(store.run_by_hand("UPDATE payments SET refunded = amount + 1"));
  EXPECT_FALSE(store.run_by_hand("UPDATE payments SET state = 'paid'"));
  EXPECT_TRUE(store.run_by_hand("UPDATE payments SET refunded = amount"));
}

}  // namespace
}  // namespace ddd::payment
