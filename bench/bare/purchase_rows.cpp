#include "purchase_rows.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>

namespace ddd::bench {
namespace {

constexpr std::int64_t kPrice = 3299;
constexpr std::int64_t kMinute = 60'000'000;

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

/// Sequences are unique per subject, over all runs on the same files.
std::int64_t next_sequence() {
  static std::atomic<std::int64_t> last = now();
  return ++last;
}

std::string hex(std::mt19937_64& random, int digits) {
  std::string text;
  while (std::ssize(text) < digits) {
    char block[17];
    std::snprintf(block, sizeof block, "%016llx", static_cast<unsigned long long>(random()));
    text += block;
  }
  text.resize(static_cast<std::size_t>(digits));
  return text;
}

std::string money() {
  return R"({"amount":3299,"currency":"USD"})";
}
std::string number(std::int64_t value) {
  return std::to_string(value);
}

std::string line(const Purchase& p) {
  return R"({"product_id":)" + number(p.product_id) + R"(,"quantity":1,"unit_price":)" + money() + "}";
}

std::string intent_json(const Purchase& p, std::string_view status, bool charged) {
  const auto method = charged ? R"("pm_card_visa")" : "null";
  const auto charge = charged ? '"' + p.charge_id + '"' : std::string("null");
  return R"({"id":")" + p.intent_id +
         R"(","object":"payment_intent","amount":3299,"amount_capturable":3299,"amount_received":0,"canceled_at":null,)"
         R"("cancellation_reason":null,"capture_method":"manual","client_secret":")" +
         p.client_secret +
         R"(","confirmation_method":"automatic","created":1795864738,"currency":"usd","customer":null,"description":null,)"
         R"("last_payment_error":null,"latest_charge":)" +
         charge + R"(,"livemode":false,"metadata":{"order_id":")" + p.order_id + R"(","payment_id":")" + p.payment_id +
         R"("},"next_action":null,"payment_method":)" + method + R"(,"payment_method_types":["card"],"status":")" +
         std::string(status) + "\"}";
}

std::string payment_json(const Purchase& p) {
  const std::string_view at = "2026-11-28T11:18:57.996Z";
  return R"({"id":")" + p.payment_id + R"(","user_id":)" + number(p.basket.user_id) + R"(,"order_id":")" + p.order_id +
         R"(","amount":)" + money() +
         R"(,"status":"completed","state":"completed","uncertain":false,"payment_method":"pm_card_visa",)"
         R"("payment_provider":"stripe","transaction_id":")" +
         p.intent_id + R"(","lines":[{"product_id":)" + number(p.product_id) +
         R"(,"name":"A Field Guide to Failure","quantity":1,"unit_price":)" + money() + R"(,"line_total":)" + money() +
         R"(}],"basket_id":")" + p.basket.id + R"(","basket_version":)" + number(p.basket.version) +
         R"(,"client_secret":")" + p.client_secret +
         R"(","refunded_amount":{"amount":0,"currency":"USD"},"version":5,"created_at":")" + std::string(at) +
         R"(","updated_at":")" + std::string(at) + R"(","completed_at":")" + std::string(at) + "\"}";
}

std::string event_data(const Purchase& p, EventKind kind) {
  const auto basket = R"({"basket_id":")" + p.basket.id + R"(","user_id":)" + number(p.basket.user_id);
  const auto payment = R"({"payment_id":")" + p.payment_id + '"';
  switch (kind) {
    case EventKind::item_added:
      return basket + R"(,"product_id":)" + number(p.product_id) + R"(,"quantity":1,"items":[)" + line(p) + "]}";
    case EventKind::stock_reserved:
      return payment + R"(,"lines":[{"product_id":)" + number(p.product_id) +
             R"(,"quantity":1}],"expires_at":"2026-11-28T11:33:57.998Z"})";
    case EventKind::payment_authorized:
      return payment + R"(,"user_id":)" + number(p.basket.user_id) + R"(,"amount":)" + money() + "}";
    case EventKind::payment_initiated:
    case EventKind::payment_completed:
      return payment + R"(,"order_id":")" + p.order_id + R"(","user_id":)" + number(p.basket.user_id) +
             R"(,"basket_id":")" + p.basket.id + R"(","basket_version":)" + number(p.basket.version) + R"(,"lines":[)" +
             line(p) + R"(],"amount":)" + money() + "}";
    case EventKind::stock_updated:
      return R"({"product_id":)" + number(p.product_id) +
             R"(,"delta":-1,"on_hand":121,"reserved":0,"cause":"consumed","cause_id":")" + p.payment_id + "\"}";
    case EventKind::basket_cleared:
      return basket + R"(,"reason":"payment","payment_id":")" + p.payment_id + R"(","items":[]})";
  }
  return {};
}

void write_idempotency(Rows& rows, const Purchase& p) {
  rows.write(
      R"(INSERT INTO idempotency (user_id, key, fingerprint, resource_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5))",
      p.basket.user_id, p.key, p.fingerprint, p.payment_id, now());
}

void complete_idempotency(Rows& rows, const Purchase& p) {
  const auto body = payment_json(p);
  const auto location = "/api/v1/payments/" + p.payment_id;
  rows.write(
      R"(UPDATE idempotency SET status = 201, body = ?3, content_type = 'application/json', location = ?4, etag = '"5"'
         WHERE user_id = ?1 AND key = ?2)",
      p.basket.user_id, p.key, body, location);
}

void write_transition(Rows& rows, const Purchase& p, int sequence, std::string_view from, std::string_view to,
                      std::string_view reason = "") {
  rows.write(
      R"(INSERT INTO payment_transitions (payment_id, sequence, from_state, to_state, at, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
      p.payment_id, sequence, from, to, now(), reason);
}

void update_payment(Rows& rows, const Purchase& p, std::string_view state, bool has_intent, int transitions) {
  const auto due = now() + kMinute / 4;
  const bool done = state == "completed";
  const auto lease = done ? std::nullopt : std::optional(due);
  rows.write(
      R"(UPDATE payments SET state = ?2, intent_id = ?3, client_secret = ?4, create_prepared = 1, version = version + 1,
           event_sequence = ?5, transition_sequence = ?6, updated_at = ?7, completed_at = ?8, lease_owner = ?9,
           lease_until = ?10, next_action_at = ?11
         WHERE id = ?1)",
      p.payment_id, state, has_intent ? std::string_view(p.intent_id) : std::string_view(""),
      has_intent ? std::string_view(p.client_secret) : std::string_view(""), transitions / 3, transitions, now(),
      done ? std::optional(now()) : std::nullopt, done ? std::string_view("") : std::string_view(p.lease), lease,
      lease);
}

void prepare_call(Rows& rows, const Purchase& p, std::string_view operation, std::string_view parameters) {
  const auto key = p.payment_id + ":" + std::string(operation) + ":1";
  rows.write(
      R"(INSERT INTO gateway_calls (key, payment_id, operation, attempt, parameters, prepared_at)
         VALUES (?1, ?2, ?3, 1, ?4, ?5))",
      key, p.payment_id, operation, parameters, now());
}

void answer_call(Rows& rows, const Purchase& p, std::string_view operation, std::string_view status, bool charged) {
  const auto key = p.payment_id + ":" + std::string(operation) + ":1";
  const auto body = intent_json(p, status, charged);
  rows.write(
      R"(INSERT INTO idempotency_keys (key, fingerprint, status, body, request_id, created_at)
         VALUES (?1, ?2, 200, ?3, 'req_4dvnkgtqn000005', ?4))",
      key, p.fingerprint, body, now());
}

void queue_webhook(Rows& rows, Purchase& p, std::size_t hook, std::string_view type, std::string_view status,
                   std::string_view operation) {
  const auto object = intent_json(p, status, true);
  const auto key = p.payment_id + ":" + std::string(operation) + ":1";
  rows.write(
      R"(INSERT INTO events (id, type, object, request_id, idempotency_key, created_at, delivery, next_try_at)
         VALUES (?1, ?2, ?3, 'req_4dvnkgtqn000005', ?4, ?5, 'pending', ?5))",
      p.hook_ids[hook], type, object, key, now());
  p.hook_rows[hook] = rows.last_row();
}

void update_stock(Rows& rows, const Purchase& p, std::string_view kind, int delta, int reserved_delta) {
  rows.write(
      R"(UPDATE stocks SET on_hand = on_hand + ?2, reserved = reserved + ?3, version = version + 1,
           event_sequence = event_sequence + 1
         WHERE product_id = ?1)",
      p.product_id, delta, reserved_delta);
  rows.write(
      R"(INSERT INTO stock_movements (product_id, kind, delta, reserved_delta, cause_id, note, on_hand_after,
           reserved_after, at)
         VALUES (?1, ?2, ?3, ?4, ?5, '', 122, 1, ?6))",
      p.product_id, kind, delta, reserved_delta, p.payment_id, now());
}

void update_basket(Rows& rows, const Purchase& p) {
  rows.write(
      R"(UPDATE baskets SET version = version + 1, event_sequence = event_sequence + 1, updated_at = ?2, expires_at = ?3
         WHERE id = ?1)",
      p.basket.id, now(), now() + 1440 * kMinute);
  rows.write("DELETE FROM basket_items WHERE basket_id = ?1", p.basket.id);
}

// The steps of a purchase.

void add_item(Rows& rows, Purchase& p) {
  update_basket(rows, p);
  rows.write(
      R"(INSERT INTO basket_items (basket_id, position, id, product_id, quantity, unit_price, currency, created_at)
         VALUES (?1, 0, ?2, ?3, 1, ?4, 'USD', ?5))",
      p.basket.id, p.item_id, p.product_id, kPrice, now());
}

void create_payment(Rows& rows, Purchase& p) {
  const auto due = now() + kMinute / 4;
  write_idempotency(rows, p);
  rows.write(
      R"(INSERT INTO payments (id, user_id, order_id, basket_id, basket_version, amount, currency, state,
           payment_method, return_url, intent_id, client_secret, action_url, decline_code, failure_reason, attempt,
           create_prepared, cancel_prepared, refunded, version, event_sequence, transition_sequence, created_at,
           updated_at, expires_at, lease_owner, lease_until, next_action_at, tries)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'USD', 'validated', 'pm_card_visa', '', '', '', '', '', '', 1, 0, 0, 0, 1, 1, 2,
           ?7, ?7, ?8, ?9, ?10, ?10, 0))",
      p.payment_id, p.basket.user_id, p.order_id, p.basket.id, p.basket.version, kPrice, now(), now() + 14 * kMinute,
      p.lease, due);
  rows.write(
      R"(INSERT INTO payment_lines (payment_id, position, product_id, name, quantity, unit_price)
         VALUES (?1, 0, ?2, 'A Field Guide to Failure', 1, ?3))",
      p.payment_id, p.product_id, kPrice);
  write_transition(rows, p, 1, "", "created");
  write_transition(rows, p, 2, "created", "validated");
}

void reserve_stock(Rows& rows, Purchase& p) {
  rows.write(
      R"(INSERT INTO reservations (id, state, created_at, expires_at, version, event_sequence)
         VALUES (?1, 'held', ?2, ?3, 1, 1))",
      p.payment_id, now(), now() + 15 * kMinute);
  rows.write("INSERT INTO reservation_lines (reservation_id, product_id, quantity) VALUES (?1, ?2, 1)", p.payment_id,
             p.product_id);
  update_stock(rows, p, "reserved", 0, 1);
}

void prepare_create(Rows& rows, Purchase& p) {
  update_payment(rows, p, "stock_reserved", false, 3);
  write_transition(rows, p, 3, "validated", "stock_reserved");
  prepare_call(rows, p, "create", "32.99 USD");
}

void create_intent(Rows& rows, Purchase& p) {
  answer_call(rows, p, "create", "requires_payment_method", false);
  const auto metadata = R"({"order_id":")" + p.order_id + R"(","payment_id":")" + p.payment_id + "\"}";
  rows.write(
      R"(INSERT INTO payment_intents (id, version, status, amount, currency, capture_method, payment_method,
           client_secret, description, metadata, return_url, cancellation_reason, created_at)
         VALUES (?1, 1, 'requires_payment_method', ?2, 'USD', 'manual', '', ?3, '', ?4, '', '', ?5))",
      p.intent_id, kPrice, p.client_secret, metadata, now());
}

void prepare_confirm(Rows& rows, Purchase& p) {
  update_payment(rows, p, "confirming", true, 5);
  write_transition(rows, p, 4, "stock_reserved", "intent_created");
  write_transition(rows, p, 5, "intent_created", "confirming");
  prepare_call(rows, p, "confirm", "pm_card_visa");
}

void confirm_intent(Rows& rows, Purchase& p) {
  answer_call(rows, p, "confirm", "requires_capture", true);
  rows.write(
      R"(UPDATE payment_intents SET version = version + 1, status = 'requires_capture', payment_method = 'pm_card_visa',
           latest_charge = ?2, hold_ends_at = ?3
         WHERE id = ?1)",
      p.intent_id, p.charge_id, now() + 10'080 * kMinute);
  queue_webhook(rows, p, 0, "payment_intent.amount_capturable_updated", "requires_capture", "confirm");
}

void set_reservation(Rows& rows, const Purchase& p, std::string_view state) {
  rows.write("UPDATE reservations SET state = ?2, version = version + 1 WHERE id = ?1", p.payment_id, state);
}

void pin_stock(Rows& rows, Purchase& p) {
  set_reservation(rows, p, "pinned");
}

void prepare_capture(Rows& rows, Purchase& p) {
  update_payment(rows, p, "capturing", true, 8);
  write_transition(rows, p, 6, "confirming", "authorized", "req_4dvnkgtqn000004");
  write_transition(rows, p, 7, "authorized", "stock_pinned");
  write_transition(rows, p, 8, "stock_pinned", "capturing");
  prepare_call(rows, p, "capture", "32.99 USD");
}

void capture_intent(Rows& rows, Purchase& p) {
  answer_call(rows, p, "capture", "succeeded", true);
  rows.write(
      R"(UPDATE payment_intents SET version = version + 1, status = 'succeeded', hold_ends_at = NULL WHERE id = ?1)",
      p.intent_id);
  rows.write(
      R"(INSERT INTO bank_ledger (kind, intent, charge, payment_id, amount, currency, at)
         VALUES ('capture', ?1, ?2, ?3, ?4, 'USD', ?5))",
      p.intent_id, p.charge_id, p.payment_id, kPrice, now());
  queue_webhook(rows, p, 1, "payment_intent.succeeded", "succeeded", "capture");
}

void write_ledger(Rows& rows, const Purchase& p, std::string_view account, std::string_view side) {
  rows.write(
      R"(INSERT INTO ledger_entries (payment_id, cause, account, side, amount, currency, at)
         VALUES (?1, 'capture', ?2, ?3, ?4, 'USD', ?5))",
      p.payment_id, account, side, kPrice, now());
}

void complete_payment(Rows& rows, Purchase& p) {
  update_payment(rows, p, "completed", true, 9);
  write_transition(rows, p, 9, "capturing", "completed", "req_4dvnkgtqn000005");
  write_ledger(rows, p, "cash_clearing", "debit");
  write_ledger(rows, p, "sales", "credit");
  rows.write(
      R"(INSERT INTO fulfilments (payment_id, opened_at, products, waits_for_basket, failure, closed_at, version)
         VALUES (?1, ?2, ?3, 1, '', NULL, 1))",
      p.payment_id, now(), number(p.product_id));
  complete_idempotency(rows, p);
}

struct EventForm {
  File origin;
  std::string_view topic;
  std::string_view type;
  std::string_view source;
  std::string_view aggregate;
};
constexpr std::array<EventForm, kEvents> kForms = {{
    {File::basket, "basket-events", "ddd.basket.item_added.v1", "/services/basket", "basket"},
    {File::payment, "payment-events", "ddd.payment.initiated.v1", "/services/payment", "payment"},
    {File::product, "product-events", "ddd.product.stock_reserved.v1", "/services/product", "reservation"},
    {File::payment, "payment-events", "ddd.payment.authorized.v1", "/services/payment", "payment"},
    {File::payment, "payment-events", "ddd.payment.completed.v1", "/services/payment", "payment"},
    {File::product, "product-events", "ddd.product.stock_updated.v1", "/services/product", "stock"},
    {File::basket, "basket-events", "ddd.basket.cleared.v1", "/services/basket", "basket"},
}};

std::string key_of(const Purchase& p, std::string_view aggregate) {
  return aggregate == "basket" ? p.basket.id : aggregate == "stock" ? number(p.product_id) : p.payment_id;
}

// What consumers write.

void note_event(Rows& rows, const Purchase& p, std::string_view consumer, EventKind heard) {
  rows.write("INSERT INTO inbox (consumer, event_id, applied_at) VALUES (?1, ?2, ?3)", consumer,
             p.event_ids[static_cast<std::size_t>(heard)], now());
}

void consume_stock(Rows& rows, const Purchase& p) {
  set_reservation(rows, p, "consumed");
  update_stock(rows, p, "consumed", -1, -1);
  note_event(rows, p, "product.settle_reservations", EventKind::payment_completed);
}

void clear_basket(Rows& rows, const Purchase& p) {
  update_basket(rows, p);
  rows.write("INSERT INTO basket_payments (basket_id, payment_id, basket_version) VALUES (?1, ?2, ?3)", p.basket.id,
             p.payment_id, p.basket.version);
  note_event(rows, p, "basket.subtract_paid_lines", EventKind::payment_completed);
}

void begin_checkout(Rows& rows, const Purchase& p) {
  rows.write("INSERT INTO basket_checkouts (payment_id, basket_id, since) VALUES (?1, ?2, ?3)", p.payment_id,
             p.basket.id, now());
  note_event(rows, p, "basket.mark_checkouts", EventKind::payment_initiated);
}

void end_checkout(Rows& rows, const Purchase& p) {
  rows.write("DELETE FROM basket_checkouts WHERE payment_id = ?1", p.payment_id);
  note_event(rows, p, "basket.mark_checkouts", EventKind::payment_completed);
}

void set_demand(Rows& rows, const Purchase& p, bool is_empty) {
  rows.write(
      R"(UPDATE products SET in_baskets = in_baskets - 1
         WHERE id IN (SELECT product_id FROM basket_demand WHERE basket_id = ?1))",
      p.basket.id);
  rows.write("DELETE FROM basket_demand WHERE basket_id = ?1", p.basket.id);
  rows.write(
      R"(INSERT INTO demanding_baskets (id, sequence, told_at, is_empty) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, told_at = excluded.told_at,
           is_empty = excluded.is_empty)",
      p.basket.id, next_sequence(), now(), is_empty ? 1 : 0);
}

void demand_product(Rows& rows, const Purchase& p) {
  set_demand(rows, p, false);
  rows.write("INSERT INTO basket_demand (basket_id, product_id) VALUES (?1, ?2)", p.basket.id, p.product_id);
  rows.write("UPDATE products SET in_baskets = in_baskets + 1 WHERE id = ?1", p.product_id);
  note_event(rows, p, "product.follow_demand", EventKind::item_added);
}

void demand_nothing(Rows& rows, const Purchase& p) {
  set_demand(rows, p, true);
  note_event(rows, p, "product.follow_demand", EventKind::basket_cleared);
}

// Whichever part is the last one closes it.
void close_part(Rows& rows, const Purchase& p, bool of_stock) {
  rows.write(
      R"(UPDATE fulfilments SET products = iif(?2, '', products), waits_for_basket = iif(?2, waits_for_basket, 0),
           closed_at = iif(iif(?2, waits_for_basket = 0, products = ''), ?3, NULL), version = version + 1
         WHERE payment_id = ?1)",
      p.payment_id, of_stock ? 1 : 0, now());
}

void close_basket_part(Rows& rows, const Purchase& p) {
  close_part(rows, p, false);
  note_event(rows, p, "payment.follow_baskets", EventKind::basket_cleared);
}

void close_stock_part(Rows& rows, const Purchase& p) {
  close_part(rows, p, true);
  note_event(rows, p, "payment.follow_stock", EventKind::stock_updated);
}

}  // namespace

Purchase::Purchase(const Basket& basket, std::mt19937_64& random)
    : basket(basket),
      product_id(std::uniform_int_distribution<std::int64_t>(1, 60)(random)),
      payment_id(make_id("pay_", random)),
      order_id(make_id("ord_", random)),
      intent_id(make_id("pi_", random)),
      charge_id(make_id("ch_", random)),
      client_secret(intent_id + make_id("_secret_", random)),
      key("bench-" + hex(random, 16) + "-" + hex(random, 16)),
      fingerprint(hex(random, 64)),
      lease(make_id("", random)),
      item_id(make_id("itm_", random)),
      traceparent("00-" + hex(random, 32) + "-" + hex(random, 16) + "-01") {
  for (auto& id : event_ids) id = make_id("evt_", random);
  for (auto& id : hook_ids) id = make_id("evt_", random);
}

const std::vector<Step>& purchase_steps() {
  static const std::vector<Step> steps = {
      {File::basket, add_item, EventKind::item_added, {}},
      {File::payment, create_payment, EventKind::payment_initiated, {}},
      {File::product, reserve_stock, EventKind::stock_reserved, {}},
      {File::payment, prepare_create, {}, {}},
      {File::sandbox, create_intent, {}, {}},
      {File::payment, prepare_confirm, {}, {}},
      {File::sandbox, confirm_intent, {}, 0},
      {File::product, pin_stock, {}, {}},
      {File::payment, prepare_capture, EventKind::payment_authorized, {}},
      {File::sandbox, capture_intent, {}, 1},
      {File::payment, complete_payment, EventKind::payment_completed, {}},
  };
  return steps;
}

const std::vector<Consumer>& consumers() {
  using enum EventKind;
  static const std::vector<Consumer> all = {
      {"product.settle_reservations",
       File::payment,
       File::product,
       {{payment_completed, consume_stock, stock_updated}}},
      {"basket.subtract_paid_lines", File::payment, File::basket, {{payment_completed, clear_basket, basket_cleared}}},
      {"basket.mark_checkouts",
       File::payment,
       File::basket,
       {{payment_initiated, begin_checkout, {}}, {payment_completed, end_checkout, {}}}},
      {"product.follow_demand",
       File::basket,
       File::product,
       {{item_added, demand_product, {}}, {basket_cleared, demand_nothing, {}}}},
      {"payment.follow_baskets", File::basket, File::payment, {{basket_cleared, close_basket_part, {}}}},
      {"payment.follow_stock", File::product, File::payment, {{stock_updated, close_stock_part, {}}}},
      {"payment.give_up_unheld", File::product, File::payment, {}},
      {"basket.flag_lines", File::product, File::basket, {}},
  };
  return all;
}

Event make_event(const Purchase& p, EventKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  const auto& form = kForms[index];
  const auto key = key_of(p, form.aggregate);
  return {.kind = kind,
          .origin = form.origin,
          .id = p.event_ids[index],
          .topic = std::string(form.topic),
          .key = key,
          .type = std::string(form.type),
          .source = std::string(form.source),
          .subject = std::string(form.aggregate) + "/" + key,
          .traceparent = p.traceparent,
          .data = event_data(p, kind),
          .sequence = next_sequence(),
          .row = 0};
}

void add_to_outbox(Rows& rows, Event& event) {
  rows.write(
      R"(INSERT INTO outbox (id, topic, key, type, source, subject, sequence, aggregate_version, time, correlation_id,
           causation_id, traceparent, data)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 3, ?8, 'j86gbc8r2000005', 'j86gbc8r2000005', ?9, ?10))",
      event.id, event.topic, event.key, event.type, event.source, event.subject, event.sequence, now(),
      event.traceparent, event.data);
  event.row = rows.last_row();
}

void append_to_bus(Rows& rows, const Event& event) {
  rows.write(
      R"(INSERT INTO topics (topic, next_offset) VALUES (?1, 2)
         ON CONFLICT (topic) DO UPDATE SET next_offset = next_offset + 1)",
      event.topic);
  rows.write(
      R"(INSERT INTO events (topic, offset, id, key, type, source, subject, sequence, aggregate_version, time,
           correlation_id, causation_id, traceparent, data)
         VALUES (?1, (SELECT next_offset - 1 FROM topics WHERE topic = ?1), ?2, ?3, ?4, ?5, ?6, ?7, 3, ?8,
           'j86gbc8r2000005', 'j86gbc8r2000005', ?9, ?10))",
      event.topic, event.id, event.key, event.type, event.source, event.subject, event.sequence, now(),
      event.traceparent, event.data);
}

void mark_published(Rows& rows, const Event& event) {
  rows.write("UPDATE outbox SET published_at = ?2 WHERE row = ?1", event.row, now());
}

void commit_offset(Rows& rows, std::string_view group, File topic) {
  rows.write(
      R"(INSERT INTO group_offsets (consumer_group, topic, committed) VALUES (?1, ?2, 1)
         ON CONFLICT (consumer_group, topic) DO UPDATE SET committed = committed + 1)",
      group,
      topic == File::basket    ? std::string_view("basket-events")
      : topic == File::product ? std::string_view("product-events")
                               : std::string_view("payment-events"));
}

void receive_webhook(Rows& rows, const Purchase& p, std::size_t hook) {
  rows.write("INSERT INTO payment_webhooks (event_id, type, intent_id, received_at) VALUES (?1, ?2, ?3, ?4)",
             p.hook_ids[hook], "payment_intent.amount_capturable_updated", p.intent_id, now());
  rows.write(
      R"(UPDATE payments SET next_action_at = ?2 WHERE intent_id = ?1 AND intent_id <> ''
         AND state NOT IN ('completed', 'partially_refunded', 'refunded', 'cancelled', 'expired', 'failed'))",
      p.intent_id, now());
}

void mark_delivered(Rows& rows, const Purchase& p, std::size_t hook) {
  rows.write(
      R"(UPDATE events SET delivery = 'delivered', tries = tries + 1, next_try_at = NULL, delivered_at = ?2
         WHERE row = ?1)",
      p.hook_rows[hook], now());
}

void stock_up(Rows& rows) {
  rows.write("UPDATE stocks SET on_hand = 10000000");
}

void open_basket(Rows& rows, const Basket& basket) {
  rows.write(
      R"(INSERT INTO baskets (id, user_id, subtracted_through, version, event_sequence, created_at, updated_at,
           expires_at)
         VALUES (?1, ?2, 0, 1, 0, ?3, ?3, ?4))",
      basket.id, basket.user_id, now(), now() + 1440 * kMinute);
}

std::string make_id(std::string_view prefix, std::mt19937_64& random) {
  const auto time = static_cast<std::uint64_t>(now() / 1000);
  const std::uint64_t first = random();
  const std::uint64_t second = random();
  char text[37];
  std::snprintf(text, sizeof text, "%08lx-%04lx-7%03lx-%04lx-%012lx", time >> 16, time & 0xFFFF, first & 0xFFF,
                0x8000 | (first >> 12 & 0x3FFF), second & 0xFFFF'FFFF'FFFF);
  return std::string(prefix) + text;
}

}  // namespace ddd::bench
