"""dddctl reconcile finds each kind of wrong: the other tests trust what it says."""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from faultlib import Sale, Shop
from faultlib.shop import tool

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
    "a state that nobody went to": ("payment", "UPDATE payments SET state = 'capturing' WHERE state = 'intent_created'", "M6"),
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
    "stock from nowhere": ("product", "UPDATE stocks SET on_hand = on_hand + 1 WHERE product_id = (SELECT min(product_id) FROM stocks)", "S2"),
    "a movement that got lost": ("product", "DELETE FROM stock_movements WHERE row = (SELECT max(row) FROM stock_movements WHERE kind = 'consumed')", "S2 S3 S4"),
    "a reservation that ended twice": ("product", f"UPDATE reservations SET state = 'released' WHERE id = {CONSUMED}", "S4 S5"),
    "more taken than was sold": ("product", f"UPDATE reservation_lines SET quantity = quantity + 1 WHERE reservation_id = {CONSUMED}", "S5"),
    "a hold without an end": ("product", "UPDATE reservations SET expires_at = 0 WHERE state = 'held'", "S6"),
    "a paid basket as it was": ("basket", "DELETE FROM basket_payments", "B1"),
    "a basket emptied for nothing": ("basket", "UPDATE basket_payments SET payment_id = 'pay_of_nobody' WHERE payment_id = (SELECT min(payment_id) FROM basket_payments)", "B1"),
    "an event that was never written": ("payment", "DELETE FROM outbox WHERE row = (SELECT min(row) FROM outbox WHERE type LIKE '%authorized%')", "E1 E2"),
    "a last event that was never written": ("payment", "UPDATE payments SET event_sequence = event_sequence + 1", "E1"),
    "an event that got lost": ("bus", "DELETE FROM events WHERE type LIKE '%initiated%'", "E2"),
    "an event that stuck": ("payment", "UPDATE outbox SET published_at = NULL, time = time - 120000000 WHERE type LIKE '%initiated%'", "E2"),
    "an effect that got lost": ("product", "DELETE FROM inbox WHERE event_id = (SELECT min(event_id) FROM inbox)", "E4"),
    "an effect of no event": ("product", "INSERT INTO inbox SELECT 'product.settle_reservations', 'evt_of_nobody', max(applied_at) FROM inbox", "E4"),
}


@pytest.fixture(scope="module")
def books(crowd, tmp_path_factory):
    """A stopped shop's folder after two sales, a decline and a payment that still waits."""
    folder = tmp_path_factory.mktemp("books")
    shop = Shop(folder / "data", crowd).start()
    try:
        for number in range(2):
            Sale(shop, number).pay().expect(201)
        Sale(shop, 2, method="pm_card_visa_chargeDeclined").pay().expect(402, "payment.declined")
        Sale(shop, 3, method=None).pay().expect(201)
        shop.await_quiet()
        shop.stop()
        yield shop.data
    finally:
        shop.abandon()
        shutil.rmtree(folder, ignore_errors=True)


def reconcile(data):
    """The exit code and the promises that are broken."""
    done = subprocess.run([tool("dddctl"), "reconcile", "--data", data], capture_output=True, text=True, timeout=60)
    return done.returncode, " ".join(dict.fromkeys(re.findall(r"^(\w+) +BROKEN", done.stdout, re.MULTILINE))), done.stdout + done.stderr


def test_books_that_are_right_are_found_right(books):
    code, broken, said = reconcile(books)
    assert (code, broken) == (0, ""), said
    assert len(re.findall(r"^\w+ +ok ", said, re.MULTILINE)) >= 19, said


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
    assert set(re.findall(r"^(\w+) +skip ", said, re.MULTILINE)) == {"M1", "M2", "M5", "M10"}, said
