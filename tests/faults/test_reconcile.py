"""dddctl reconcile finds each kind of wrong: the other tests trust what it says."""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from faultlib import Sale, Shop, insist, reconcile
from faultlib.shop import tool
from shop import eventually

# By what is done to the files behind the shop's back: the promises that are then broken, and no others.
SOLD = "(SELECT id FROM payments WHERE state = 'completed' ORDER BY id LIMIT 1)"
CONSUMED = "(SELECT id FROM reservations WHERE state = 'consumed' ORDER BY id LIMIT 1)"
DAMAGE = {
    "an intent of another amount": ("sandbox", "UPDATE payment_intents SET amount = amount + 1 WHERE status = 'requires_payment_method'", "M1"),
    "an intent of nobody": ("sandbox", "UPDATE payment_intents SET metadata = '{}' WHERE status = 'requires_payment_method'", "M1"),
    "money taken twice": (
        "sandbox",
        """INSERT INTO bank_ledger (kind, intent, charge, payment_id, amount, currency, at)
           SELECT 'capture', (SELECT id FROM payment_intents WHERE status = 'requires_payment_method'), charge, payment_id, amount, currency, at
           FROM bank_ledger LIMIT 1""",
        "M2 M5 M10",
    ),
    "money taken for what was not sold": (
        "sandbox",
        """INSERT INTO bank_ledger (kind, intent, charge, payment_id, amount, currency, at)
           SELECT 'capture', id, 'ch_1', json_extract(metadata, '$.payment_id'), amount, currency, 0
           FROM payment_intents WHERE status = 'requires_payment_method'""",
        "M5 M10",
    ),
    "a key without its payment": ("payment", "UPDATE idempotency SET resource_id = 'pay_of_nobody' WHERE key = (SELECT min(key) FROM idempotency)", "M3"),
    "a line of another price": ("payment", f"UPDATE payment_lines SET unit_price = unit_price + 1 WHERE payment_id = {SOLD}", "M4"),
    "an amount of more": ("payment", f"UPDATE payments SET amount = amount + 1 WHERE id = {SOLD}", "M1 M2 M4 M5 M10"),
    "a way that is none": (
        "payment",
        f"""INSERT INTO payment_transitions SELECT {SOLD}, 1 + max(sequence), 'completed', 'cancelled', 0, ''
            FROM payment_transitions WHERE payment_id = {SOLD}""",
        "M6",
    ),
    "a state that nobody went to": ("payment", "UPDATE payments SET state = 'capturing' WHERE state = 'intent_created'", "M6 M7"),
    "a booking of one side": ("payment", f"INSERT INTO ledger_entries VALUES ({SOLD}, 'gift', 'cash_clearing', 'debit', 5, 'USD', 0)", "M10"),
    "a sale that is not booked": (
        "payment",
        f"DROP TRIGGER ledger_entries_keep; DELETE FROM ledger_entries WHERE payment_id = {SOLD}",
        "M10",
    ),
    "a basket paid twice": (
        "payment",
        f"""DROP INDEX payments_basket;
            UPDATE payments SET basket_id = (SELECT basket_id FROM payments WHERE id = {SOLD}),
              basket_version = (SELECT basket_version FROM payments WHERE id = {SOLD}),
              user_id = (SELECT user_id FROM payments WHERE id = {SOLD}) WHERE state = 'intent_created';
            DELETE FROM idempotency""",
        "M12",
    ),
    "more reserved than there is": (
        "product",
        "PRAGMA ignore_check_constraints = ON; UPDATE stocks SET reserved = on_hand + 1 WHERE product_id = (SELECT min(product_id) FROM stocks)",
        "S1 S2",
    ),
    "stock from nowhere": ("product", "UPDATE stocks SET on_hand = on_hand + 1 WHERE product_id = (SELECT min(product_id) FROM stocks)", "S2 S7"),
    "a movement that got lost": ("product", "DELETE FROM stock_movements WHERE row = (SELECT max(row) FROM stock_movements WHERE kind = 'consumed')", "S2 S3 S4"),
    "a reservation that ended twice": ("product", f"UPDATE reservations SET state = 'released' WHERE id = {CONSUMED}", "M7 S4 S5"),
    "more taken than was sold": ("product", f"UPDATE reservation_lines SET quantity = quantity + 1 WHERE reservation_id = {CONSUMED}", "S5"),
    "a hold without an end": ("product", "UPDATE reservations SET expires_at = 0 WHERE state = 'held'", "S6"),
    "a paid basket as it was": ("basket", "DELETE FROM basket_payments", "B1"),
    "a basket emptied for nothing": ("basket", "UPDATE basket_payments SET payment_id = 'pay_of_nobody' WHERE payment_id = (SELECT min(payment_id) FROM basket_payments)", "B1"),
    "an event that was never written": ("payment", "DELETE FROM outbox WHERE row = (SELECT min(row) FROM outbox WHERE type LIKE '%authorized%')", "E1 E2"),
    "a last event that was never written": ("payment", "UPDATE payments SET event_sequence = event_sequence + 1", "E1"),
    "a flag that nobody was told of": ("basket", "UPDATE line_flags SET event_sequence = event_sequence + 1", "E1"),
    "an event that got lost": ("bus", "DELETE FROM events WHERE type LIKE '%authorized%'", "E2"),
    "an event that stuck": ("payment", "UPDATE outbox SET published_at = NULL, time = time - 120000000 WHERE type LIKE '%initiated%'", "E2"),
    "a sale whose units nobody reported": ("payment", f"UPDATE fulfilments SET products = '1', closed_at = NULL WHERE payment_id = {SOLD}", "E4"),
    "a sale whose basket nobody reported": ("payment", "UPDATE fulfilments SET waits_for_basket = 1, closed_at = NULL", "E4"),
    "an effect that got lost": ("product", "DELETE FROM inbox WHERE consumer = 'product.settle_reservations'", "E4"),
    "a capture of what was not pinned": (
        "payment",
        """INSERT INTO gateway_calls (key, payment_id, operation, attempt, parameters, prepared_at)
           SELECT 'k', id, 'capture', 1, '', 0 FROM payments WHERE state = 'intent_created'""",
        "M7",
    ),
    "money held for what was cancelled": ("sandbox", "UPDATE payment_intents SET status = 'requires_capture' WHERE status = 'canceled'", "M8"),
    "an end without evidence": ("payment", f"UPDATE payments SET uncertain_since = 1 WHERE id = {SOLD}", "M9"),
    "a request that was never written down": (
        "sandbox",
        "UPDATE idempotency_keys SET key = 'pay_of_nobody:create:1' WHERE key = (SELECT min(key) FROM idempotency_keys)",
        "M11",
    ),
    "a request that was forgotten": (
        "payment",
        f"DROP TRIGGER gateway_calls_keep; DELETE FROM gateway_calls WHERE operation = 'create' AND payment_id = {SOLD}",
        "M11",
    ),
    "a price that nobody was told of": ("product", "UPDATE products SET price = price + 1 WHERE id = (SELECT min(id) FROM products)", "S7"),
    "a reservation of nobody": (
        "product",
        """INSERT INTO reservations (id, state, created_at, expires_at, version, event_sequence)
           VALUES ('pay_of_nobody', 'released', 0, 0, 1, 0)""",
        "S8",
    ),
    "a basket cleared for nothing": (
        "basket",
        "UPDATE outbox SET data = json_set(data, '$.payment_id', 'pay_of_nobody') WHERE type = 'ddd.basket.cleared.v1'",
        "B2",
    ),
    "a basket without an end": ("basket", "UPDATE baskets SET expires_at = updated_at", "B6"),
    "an event that nobody noted": ("payment", "UPDATE outbox SET observed_at = NULL WHERE type LIKE '%initiated%'", "E2"),
    "an event before its time": (
        "bus",
        """UPDATE events SET sequence = 0 WHERE topic = 'payment-events'
             AND offset = (SELECT max(offset) FROM events WHERE topic = 'payment-events')""",
        "E3",
    ),
    "a group that is ahead": (
        "bus",
        "UPDATE group_offsets SET committed = 1000000 WHERE consumer_group = 'user.order_verification'",
        "E5",
    ),
    "a letter about nothing": (
        "bus",
        """INSERT INTO dead_letters (consumer_group, topic, offset, event_id, type, error_code, error_message, attempts, failed_at)
           VALUES ('g', 'payment-events', 1000000, 'evt_of_nobody', 't', 'c', 'm', 5, 0)""",
        "E6",
    ),
    "an event that is no JSON": ("bus", "UPDATE events SET data = '{' WHERE type LIKE '%initiated%'", "E7"),
    "an effect of another story": ("product", "UPDATE outbox SET correlation_id = 'another' WHERE causation_id LIKE 'evt!_%' ESCAPE '!'", "E8"),
    "a token that was used": (
        "user",
        "INSERT INTO used_refresh_tokens (hash, session_id) SELECT refresh_hash, id FROM sessions WHERE id = (SELECT min(id) FROM sessions)",
        "I3",
    ),
    "a session of the deactivated": ("user", "UPDATE users SET is_active = 0 WHERE id = (SELECT user_id FROM sessions LIMIT 1)", "I4"),
    "a card number": ("payment", f"UPDATE payments SET return_url = 'https://a.example/4242 4242 4242 4242' WHERE id = {SOLD}", "I6"),
    "a card of the erased": (
        "payment",
        """INSERT INTO wallets (user_id, version, event_sequence) VALUES (999999, 1, 0);
           INSERT INTO payment_methods (user_id, position, id, token, brand, last_four_digits, expiry_month, expiry_year, is_default,
             is_active, created_at, updated_at) VALUES (999999, 0, 'pm_1', 't', 'visa', '4242', 1, 2030, 1, 1, 0, 0)""",
        "I9",
    ),
    "an effect of no event": ("product", "INSERT INTO inbox SELECT 'product.settle_reservations', 'evt_of_nobody', max(applied_at) FROM inbox", "E4"),
}


@pytest.fixture(scope="module")
def books(crowd, tmp_path_factory):
    """A stopped shop's folder after two sales, a decline, a payment that still waits and one that was cancelled."""
    folder = tmp_path_factory.mktemp("books")
    shop = Shop(folder / "data", crowd).start()
    try:
        for number in range(2):
            Sale(shop, number).pay().expect(201)
        Sale(shop, 2, method="pm_card_visa_chargeDeclined").pay().expect(402, "payment.declined")
        waiting = Sale(shop, 3, method=None)
        waiting.pay().expect(201)
        price = {"price": {"amount": 1, "currency": "USD"}}
        shop.admin().patch(f"/admin/products/{waiting.product['id']}", price).expect(200)
        eventually(lambda: flags_told(shop) == 1, what="the line of the product is flagged")
        forgone = Sale(shop, 4, method="pm_card_visa_chargeDeclined")
        forgone.pay().expect(402, "payment.declined")
        insist(lambda: forgone.cancel(forgone.payments()[0])).expect(200)
        shop.await_quiet()
        shop.await_read_back()
        shop.stop()
        yield shop.data
    finally:
        shop.abandon()
        shutil.rmtree(folder, ignore_errors=True)


def flags_told(shop):
    return shop.value("basket", "SELECT count(*) FROM line_flags")


def test_books_that_are_right_are_found_right(books):
    code, broken, said = reconcile(books)
    assert (code, broken) == (0, ""), said
    held = len(re.findall(r"^\w+ +ok ", said, re.MULTILINE))
    assert held >= 36 and said.endswith(f"{held} ok, 0 violated, 0 skipped\n"), said


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_wrong_is_found_and_nothing_else(what, books, tmp_path):
    store, sql, wanted = DAMAGE[what]
    data = tmp_path / "data"
    shutil.copytree(books, data)
    with closing(sqlite3.connect(data / f"{store}.db")) as database:
        before = database.total_changes
        database.executescript(sql)
        assert database.total_changes > before, "nothing was changed"
    code, broken, said = reconcile(data)
    assert (code, broken) == (1, wanted), said
    # Below each the ids that break it.
    assert len(re.findall(r" violated .+\n {14}\S", said)) == len(re.findall(r"^\w+ +violated ", said, re.MULTILINE)), said
    assert "4242 4242" not in said
    assert re.search(rf"^\d+ ok, {len(re.findall('^.... violated', said, re.MULTILINE))} violated, 0 skipped$", said, re.MULTILINE), said


def test_a_card_number_in_a_log_is_found_and_not_repeated(books, tmp_path):
    log = tmp_path / "shop.log"
    log.write_text('{"message":"fine","port":4242424242424242}\n{"message":"paid with 4242-4242-4242-4242"}\n')
    code, broken, said = reconcile(books, "--log", log)
    assert (code, broken) == (1, "I6") and "shop.log line 2" in said and "line 1" not in said and "4242-" not in said, said
    code, _, said = reconcile(books, "--log", tmp_path / "missing.log")
    assert code == 2 and "missing.log" in said, said


def test_what_only_looks_like_a_card_number_is_none(books, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(books, data)
    with closing(sqlite3.connect(data / "payment.db")) as database, database:
        # An entity tag is ours, and numbers are amounts and times.
        assert database.execute("UPDATE idempotency SET etag = '\"4242424242424242\"'").rowcount > 0
        assert database.execute("UPDATE payments SET prepared_at = 4242424242424242").rowcount > 0
    code, broken, said = reconcile(data)
    assert (code, broken) == (0, ""), said


def test_every_promise_is_explained_in_the_help():
    done = subprocess.run([tool("dddctl"), "reconcile", "--help"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    wanted = {id for _, _, ids in DAMAGE.values() for id in ids.split()}
    assert set(re.findall(r"^  ([A-Z]\d+) +[A-Z]", done.stdout, re.MULTILINE)) >= wanted, done.stdout


@pytest.mark.parametrize("store", ["user", "product", "basket", "payment", "bus"])
def test_books_that_are_missing_or_unreadable_are_named(store, books, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(books, data)
    file = data / f"{store}.db"
    file.write_bytes(b"no database" * 1000)
    code, _, said = reconcile(data)
    assert code == 2 and "can't be read" in said, said
    file.unlink()
    code, _, said = reconcile(data)
    assert code == 2 and str(file) in said, said
    assert not file.exists()


def test_books_without_those_of_the_provider_say_what_was_not_checked(books, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(books, data)
    (data / "sandbox.db").unlink()
    code, broken, said = reconcile(data)
    assert (code, broken) == (0, ""), said
    assert set(re.findall(r"^(\w+) +skip ", said, re.MULTILINE)) == {"M1", "M2", "M5", "M8", "M10", "M11"}, said
