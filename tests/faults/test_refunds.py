"""Refunds when things go wrong: nobody gets more back than was taken, and nobody less than was promised."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
import requests
from test_crash_points import REFUNDING

from faultlib import Sale, SandboxProcess, Shop, all_at_once, crash_at, event_for, free_port, insist, reconcile, send_event, settled
from faultlib.sale import QUANTITY, STOCK
from shop import eventually, unique_key

PRICE = 1999


class Return:
    """A sale of two units whose buyer wants money back. Requests are sent again with the key of the first try."""

    def __init__(self, shop, number=0, method="pm_card_visa"):
        self.shop = shop
        self.sale = Sale(shop, number, method)
        self.payment = self.sale.pay().expect(201).json
        eventually(lambda: self.stock() == STOCK - QUANTITY, what="the units have left the shelf")
        self.key = unique_key()

    def rejoin(self):
        self.sale.rejoin()
        return self

    def stock(self):
        return self.sale.buyer.stock(self.sale.product)["on_hand"]

    def ask(self, amount=2 * PRICE, key=None, **fields):
        """None where the connection broke before an answer."""
        body = {"payment_id": self.payment["id"], "amount": {"amount": amount, "currency": "USD"}, "reason": "broken"}
        try:
            return self.shop.admin().post("/admin/refunds", body | fields, key=key or self.key)
        except requests.ConnectionError:
            return None

    def refund(self, refund):
        return self.shop.admin().get(f"/admin/refunds/{refund['id']}").expect(200).json

    def refunds(self):
        return self.shop.admin().get(f"/admin/refunds?payment_id={self.payment['id']}").expect(200).json["data"]

    def given_back(self):
        """By the provider's bank."""
        sql = "SELECT coalesce(sum(CASE kind WHEN 'refund' THEN amount ELSE -amount END), 0) FROM bank_ledger WHERE kind <> 'capture' AND payment_id = ?"
        return self.shop.value("sandbox", sql, self.payment["id"])

    def assert_given_back(self, amount, units=0):
        """So much went back once, by every book, and so many units."""
        (refund,) = self.refunds()
        eventually(lambda: self.refund(refund)["status"] == "succeeded", within=30, what="the refund has succeeded")
        assert self.given_back() == amount
        seen = self.sale.buyer.payment(self.payment)
        assert seen["refunded_amount"]["amount"] == amount
        assert seen["status"] == ("refunded" if amount == 2 * PRICE else "partially_refunded")
        eventually(lambda: self.stock() == STOCK - QUANTITY + units, what=f"{units} units are back")
        self.shop.reconcile()


@pytest.fixture
def shop(open_shop):
    return open_shop("sandbox.faults=true")


# The process is killed


def sold(shop, method="pm_card_visa"):
    """A sale of the shop, which is stopped then."""
    back = Return(shop.start_with(), method=method)
    shop.await_quiet()
    shop.stop()
    return back


@pytest.mark.parametrize("point", REFUNDING)
def test_a_refund_is_made_once_in_spite_of_a_crash_at(point, new_shop):
    shop = new_shop()
    back = sold(shop)
    part = point == "payment.partially_refunded"
    fields = {"amount": PRICE, "restock": True, "lines": [{"product_id": back.sale.product["id"], "quantity": 1}]} if part else {"restock": True}
    shop.start_with(crash_at(point))
    answer = back.rejoin().ask(**fields)
    shop.await_crash()

    shop.start_with()
    repeated = settled(lambda: back.rejoin().ask(**fields)).expect(201).json
    if answer is not None and answer.status == 201:
        assert repeated == answer.json, "what was acknowledged is what a repeat gets"
    back.assert_given_back(*((PRICE, 1) if part else (2 * PRICE, 2)))


@pytest.mark.parametrize("point", ["refund.pending", "provider.refund"])
def test_a_refund_is_made_by_the_recovery_when_nobody_comes_back_after_a_crash_at(point, new_shop):
    shop = new_shop()
    back = sold(shop)
    shop.start_with(crash_at(point))
    back.rejoin().ask()
    shop.await_crash()

    # And once more, by the recovery this time.
    shop.launch_with(crash_at("provider.refund"))
    shop.await_crash()
    shop.start_with()
    back.rejoin().assert_given_back(2 * PRICE)


def test_a_doubt_outlives_a_crash(new_shop):
    shop = new_shop("sandbox.faults=true")
    back = sold(shop)
    shop.start_with(crash_at("refund.uncertain"))
    shop.order_fault("refund", "500_with_effect")
    back.rejoin().ask()
    shop.await_crash()

    shop.start_with()
    back.rejoin().assert_given_back(2 * PRICE)


def test_a_refund_fails_once_in_spite_of_a_crash(new_shop):
    shop = new_shop()
    back = sold(shop, method="pm_card_refundFail")
    shop.start_with(crash_at("refund.failed"))
    back.rejoin().ask()
    shop.await_crash()

    shop.start_with()
    (refund,) = back.rejoin().refunds()
    eventually(lambda: back.refund(refund)["status"] == "failed", within=30, what="the refund has failed")
    assert back.given_back() == 0
    assert back.sale.buyer.payment(back.payment)["status"] == "completed"
    shop.reconcile()


# The provider fails


@pytest.mark.parametrize("fault", ["execute_then_drop_response", "drop_request", "500_with_effect"])
def test_a_fault_that_happens_once_is_not_felt(fault, shop):
    back = Return(shop)
    shop.order_fault("refund", fault, **({} if fault.startswith("500") else {"delay_ms": 50}))
    assert back.ask().expect(201).json["status"] == "succeeded"
    back.assert_given_back(2 * PRICE)


@pytest.mark.parametrize("fault", ["execute_then_drop_response", "drop_request"])
def test_an_answer_that_stays_away_leaves_the_refund_pending_until_there_is_evidence(fault, shop):
    back = Return(shop)
    shop.order_fault("refund", fault, times=4, delay_ms=50)
    shop.order_fault("list_refunds", "500_without_effect", times=2)
    refund = back.ask().expect(201).json
    assert (refund["status"], refund["uncertain"]) == ("pending", True)
    # Its amount is spoken for, whatever became of it.
    back.ask(1, key=unique_key()).expect(422, "refund.exceeds_captured")
    back.assert_given_back(2 * PRICE)


@pytest.mark.parametrize("fault", ["429", "delay"])
def test_a_provider_that_is_slow_or_busy_is_waited_for(fault, shop):
    back = Return(shop)
    shop.order_fault("refund", fault, **({"delay_ms": 1500} if fault == "delay" else {}))
    back.ask().expect(201)
    back.assert_given_back(2 * PRICE)


def test_a_failure_on_record_is_not_repeated_under_another_key_before_its_time(shop):
    back = Return(shop)
    shop.order_fault("refund", "500_without_effect")
    refund = back.ask().expect(201).json
    assert (refund["status"], refund["uncertain"]) == ("pending", True)
    eventually(lambda: shop.value("payment", "SELECT tries FROM payments") >= 3, what="the recovery has looked again")
    assert shop.value("payment", "SELECT count(*) FROM gateway_calls WHERE operation = 'refund'") == 1
    assert back.given_back() == 0
    # Ten minutes later nothing of it can be under way any more.
    shop.edit("payment", "UPDATE refunds SET prepared_at = prepared_at - 600000000")
    shop.admin().post(f"/admin/refunds/{refund['id']}/process", key=True).expect(200)
    back.assert_given_back(2 * PRICE)
    keys = shop.rows("payment", "SELECT key FROM gateway_calls WHERE operation = 'refund' ORDER BY attempt")
    assert keys == [(f"refund:{refund['id']}",), (f"refund:{refund['id']}:2",)]


def test_a_refund_that_was_made_long_ago_is_found_and_not_made_again(shop):
    back = Return(shop)
    shop.order_fault("refund", "execute_then_drop_response", times=2, delay_ms=50)
    shop.order_fault("list_refunds", "500_without_effect", times=100)
    refund = back.ask().expect(201).json
    assert refund["status"] == "pending"
    # A day later the provider has forgotten the key.
    day = 25 * 3600 * 1_000_000
    shop.edit("payment", "UPDATE refunds SET prepared_at = prepared_at - ?", day)
    assert shop.edit("sandbox", "DELETE FROM idempotency_keys WHERE key LIKE 'refund:%'") == 1
    shop.forget_faults()
    shop.admin().post(f"/admin/refunds/{refund['id']}/process", key=True).expect(200)
    back.assert_given_back(2 * PRICE)


def test_a_refund_that_somebody_made_at_the_provider_leaves_ours_nothing_to_give(shop):
    back = Return(shop)
    elsewhere = requests.post(
        f"{shop.url('sandbox')}/v1/refunds",
        data={"payment_intent": back.sale.buyer.payment(back.payment)["transaction_id"]},
        headers={"Authorization": "Bearer sk_test_1"},
        timeout=30,
    )
    assert elsewhere.status_code == 200, elsewhere.text
    refund = back.ask().expect(201).json
    assert (refund["status"], refund["failure_reason"]) == ("failed", "provider_refused")
    assert back.sale.buyer.payment(back.payment)["status"] == "completed"
    shop.planted = {"M1", "M5", "M10"}
    shop.reconcile()


def test_what_the_provider_tells_twice_and_in_any_order_changes_nothing(shop):
    back = Return(shop)
    back.ask(restock=True).expect(201)
    back.assert_given_back(2 * PRICE, 2)
    intent = back.sale.buyer.payment(back.payment)["transaction_id"]
    before = back.sale.buyer.story(back.payment)
    for type in ("refund.failed", "charge.refunded", "refund.updated", "refund.created", "payment_intent.succeeded"):
        event = event_for(intent, type)
        send_event(back.sale.buyer, event).expect(200)
        send_event(back.sale.buyer, event).expect(200)
    eventually(lambda: shop.value("payment", "SELECT count(*) FROM payments WHERE next_action_at IS NOT NULL") == 0, what="it was looked at")
    assert back.sale.buyer.story(back.payment) == before
    back.assert_given_back(2 * PRICE, 2)


def test_money_that_was_taken_while_the_buyer_cancelled_goes_back_with_the_goods(new_shop, tmp_path):
    """The provider tells nothing by itself, so that the buyer's cancel is what meets the money."""
    provider = SandboxProcess(tmp_path / "provider", free_port())
    shop = new_shop(f"payment.provider_url=http://127.0.0.1:{provider.port}")
    try:
        provider.start()
        shop.start()
        sale = Sale(shop, method="pm_card_threeDSecure2Required")
        payment = sale.pay().expect(202).json
        intent = f"http://127.0.0.1:{provider.port}/v1/payment_intents/{payment['transaction_id']}"
        for step, data in (("confirm", {"payment_method": "pm_card_visa"}), ("capture", {})):
            got = requests.post(f"{intent}/{step}", data=data, headers={"Authorization": "Bearer sk_test_1"}, timeout=30)
            assert got.status_code == 200, got.text
        settled(lambda: insist(lambda: sale.cancel(payment))).expect(200)
        eventually(lambda: sale.buyer.payment(payment)["status"] == "refunded", within=30, what="the money went back")
        assert [each["to"] for each in sale.buyer.story(payment)][-4:] == ["cancelling", "capturing", "completed", "refunded"]
        (refund,) = shop.admin().get(f"/admin/refunds?payment_id={payment['id']}").expect(200).json["data"]
        assert (refund["status"], refund["restock"]) == ("succeeded", True)
        eventually(lambda: sale.buyer.stock(sale.product) == {"available": STOCK, "on_hand": STOCK, "reserved": 0}, what="the goods are back")
        shop.stop()
    finally:
        shop.abandon()
        provider.end()


# Many at once


@pytest.mark.parametrize("threads", [1, 2])
def test_administrators_at_once_never_give_back_more_than_was_taken(threads, open_shop):
    shop = open_shop(f"server.threads={threads}")
    back = Return(shop)
    shop.admin()

    answers = all_at_once(*[lambda: back.ask(1000, key=unique_key())] * 12)

    outcomes = sorted((answer.status, answer.code) for answer in answers if answer.status != 201)
    assert len(outcomes) == 9 and set(outcomes) == {(422, "refund.exceeds_captured")}, outcomes
    eventually(lambda: all(each["status"] == "succeeded" for each in back.refunds()), what="all have succeeded")
    assert back.given_back() == 3000
    assert back.sale.buyer.payment(back.payment)["refunded_amount"]["amount"] == 3000
    shop.reconcile()


@pytest.mark.parametrize("threads", [1, 2])
def test_one_key_from_many_is_one_refund_with_one_answer(threads, open_shop):
    shop = open_shop(f"server.threads={threads}")
    back = Return(shop)
    shop.admin()

    answers = all_at_once(*[lambda: back.ask(1000)] * 12)

    assert {(answer.status, answer.json["id"]) for answer in answers} == {(201, answers[0].json["id"])}
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    back.assert_given_back(1000)


# What dddctl reconcile finds

SUCCEEDED = "(SELECT id FROM refunds WHERE status = 'succeeded' ORDER BY id LIMIT 1)"
DAMAGE = {
    "a refund of nobody at the provider": ("sandbox", "UPDATE refunds SET metadata = '{}' WHERE row = 1", "M1"),
    "a refund of another amount at the provider": ("sandbox", "UPDATE refunds SET amount = amount + 1 WHERE row = 1", "M1"),
    "a refund that the provider does not know": ("payment", f"UPDATE refunds SET provider_id = 're_of_nobody' WHERE id = {SUCCEEDED}", "M1"),
    "a refund that came to another end": ("sandbox", "UPDATE refunds SET status = 'failed' WHERE status = 'succeeded'", "M1"),
    "a payment whose intent is gone": (
        "payment",
        """UPDATE payments SET intent_id = 'pi_of_nobody'
           WHERE state = 'completed' AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.payment_id = payments.id)""",
        "M1",
    ),
    "more refunded than was captured": (
        "payment",
        f"DROP TRIGGER refunds_stand; UPDATE refunds SET amount = 100000 WHERE id = {SUCCEEDED}",
        "M1 M5 M10",
    ),
    "a sum that is none": ("payment", "UPDATE payments SET refunded = refunded - 1 WHERE state = 'partially_refunded'", "M5"),
    "money that went back by the bank alone": (
        "sandbox",
        """INSERT INTO bank_ledger (kind, intent, charge, payment_id, amount, currency, at)
           SELECT 'refund', intent, charge, payment_id, 1, currency, 0 FROM bank_ledger WHERE row = 1""",
        "M10 M5",
    ),
    "a refund that is not booked": ("payment", "DROP TRIGGER ledger_entries_keep; DELETE FROM ledger_entries WHERE cause LIKE 'refund:%'", "M10"),
    "a refund that is booked twice": (
        "payment",
        """INSERT INTO ledger_entries SELECT payment_id, cause || ':2', account, side, amount, currency, at FROM ledger_entries
           WHERE cause LIKE 'refund:%'""",
        "M10",
    ),
    "a request that was not written down": (
        "payment",
        f"DROP TRIGGER gateway_calls_keep; DELETE FROM gateway_calls WHERE key = 'refund:' || {SUCCEEDED}",
        "M11",
    ),
    "a key without its refund": ("payment", "UPDATE idempotency SET resource_id = 'rfd_of_nobody' WHERE resource_id LIKE 'rfd%'", "M3"),
    "units that did not come back": ("payment", "UPDATE refund_lines SET quantity = quantity + 1", "S3 S5"),
    "units that came back for nothing": (
        "product",
        """INSERT INTO stock_movements (product_id, kind, delta, reserved_delta, cause_id, note, on_hand_after, reserved_after, at)
           SELECT product_id, 'restocked', 1, 0, 'rfd_of_nobody', '', 0, 0, 0 FROM stock_movements WHERE kind = 'restocked' LIMIT 1""",
        "S2 S3 S5",
    ),
}


@pytest.fixture(scope="module")
def books(crowd, tmp_path_factory):
    """A stopped shop's folder after a sale, one given back in part with goods, one wholly, and one whose bank refused."""
    folder = tmp_path_factory.mktemp("books")
    shop = Shop(folder / "data", crowd).start()
    try:
        Return(shop, 0)
        part = Return(shop, 1)
        part.ask(PRICE, restock=True, lines=[{"product_id": part.sale.product["id"], "quantity": 1}]).expect(201)
        Return(shop, 2).ask().expect(201)
        refused = Return(shop, 3, method="pm_card_refundFail")
        refund = refused.ask().expect(201).json
        eventually(lambda: refused.refund(refund)["status"] == "failed", within=30, what="the refund has failed")
        eventually(lambda: part.stock() == STOCK - 1, what="a unit is back")
        shop.await_quiet()
        shop.await_read_back()
        shop.stop()
        yield shop.data
    finally:
        shop.abandon()
        shutil.rmtree(folder, ignore_errors=True)


def test_books_with_refunds_are_found_right(books):
    code, broken, said = reconcile(books)
    assert (code, broken) == (0, ""), said


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_wrong_with_refunds_is_found_and_nothing_else(what, books, tmp_path):
    store, sql, wanted = DAMAGE[what]
    data = tmp_path / "data"
    shutil.copytree(books, data)
    with closing(sqlite3.connect(data / f"{store}.db")) as database:
        before = database.total_changes
        database.executescript(sql)
        assert database.total_changes > before, "nothing was changed"
    code, broken, said = reconcile(data)
    assert (code, set(broken.split())) == (1, set(wanted.split())), said
    assert len(re.findall(r" violated .+\n {14}\S", said)) == len(re.findall(r"^\w+ +violated ", said, re.MULTILINE)), said
