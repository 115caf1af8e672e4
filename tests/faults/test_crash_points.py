"""The process is killed after every durable write of a purchase, and in between: what was promised holds after a restart."""

import pathlib
import random
import re
import threading
import time

import pytest
import requests

from faultlib import Sale, crash_at, insist, settled
from shop import eventually, unique_key

DECLINING = "pm_card_visa_chargeDeclined"

# Where the process dies, by what the buyer does when it happens.
PAYING = [
    "payment.validated",
    "stock.reserve",
    "payment.stock_reserved",
    "provider.create",
    "payment.confirming",
    "provider.confirm",
    "payment.webhook",
    "stock.pin",
    "payment.capturing",
    "provider.capture",
    "payment.completed",
    "outbox.published",
    "outbox.marked",
    "stock.consume",
    "basket.save",
]
PAYING_WITH_A_BAD_CARD = ["payment.intent_created"]
CANCELLING = ["payment.cancelling", "provider.cancel", "payment.cancelled", "stock.release"]
# In test_refunds.py, with what happens when a refund is in doubt or fails.
REFUNDING = [
    "refund.pending",
    "provider.refund",
    "refund.succeeded",
    "payment.partially_refunded",
    "payment.refunded",
    "stock.restock",
]
OTHERWISE = [  # each has a test of its own
    "refund.failed",
    "refund.uncertain",
    "payment.authorized",
    "payment.expired",
    "payment.failed",
    "payment.manual_review",
    "payment.requires_action",
    "stock.expire",
]
# States that are never the last of a write: the next one is part of it.
NEVER_STORED = {"payment.created", "payment.stock_pinned"}
# Where a buyer who comes back would hide that the recovery doesn't work.
LEFT_TO_THE_RECOVERY = ["payment.validated", "stock.reserve", "provider.create", "provider.confirm", "stock.pin", "provider.capture"]
# Met again by the recovery after the first crash.
MET_AGAIN = ["provider.create", "provider.confirm", "provider.capture", "payment.completed", "basket.save"]

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "src"


def test_every_crash_point_of_the_source_has_a_test():
    text = (SOURCE / "embedded" / "crash_point.cpp").read_text()
    points = set(re.findall(r'"((?:payment|provider|stock|basket|outbox)\.[a-z_]+)"', text))
    statuses = re.findall(r'\{RefundStatus::\w+, "(\w+)"\}', (SOURCE / "payment" / "domain" / "refund.cpp").read_text())
    assert len(statuses) == 3
    points |= {f"refund.{status}" for status in [*statuses, "uncertain"]}
    states = re.findall(r'\{S::\w+, "(\w+)"\}', (SOURCE / "payment" / "domain" / "payment_state.cpp").read_text())
    assert len(points) > 10 and len(states) > 10
    points |= {f"payment.{state}" for state in states}
    tested = [*PAYING, *PAYING_WITH_A_BAD_CARD, *CANCELLING, *REFUNDING, *OTHERWISE]
    assert len(set(tested)) == len(tested)
    assert set(tested) == points - NEVER_STORED


def prepared(shop, **sale):
    """A buyer about to pay, and the shop stopped."""
    sale = Sale(shop.start_with(), **sale)
    shop.stop()
    return sale


@pytest.mark.parametrize("point", PAYING)
def test_a_sale_completes_in_spite_of_a_crash_at(point, new_shop):
    shop = new_shop()
    sale = prepared(shop)
    shop.start_with(crash_at(point))
    answer = sale.rejoin().pay()
    shop.await_crash()

    shop.start_with()
    repeated = settled(sale.rejoin().pay).expect(201).json
    assert repeated["status"] == "completed"
    if answer is not None and answer.status == 201:
        assert repeated == answer.json, "what was acknowledged is what a repeat gets"
    sale.assert_sold(repeated)
    assert settled(sale.pay).expect(201).json["id"] == repeated["id"]


@pytest.mark.parametrize("point", LEFT_TO_THE_RECOVERY)
def test_a_sale_completes_by_itself_when_the_buyer_never_comes_back_after(point, new_shop):
    shop = new_shop()
    sale = prepared(shop)
    shop.start_with(crash_at(point))
    sale.rejoin().pay()
    shop.await_crash()

    shop.start_with()
    (payment,) = sale.rejoin().payments()
    sale.assert_sold(payment)


@pytest.mark.parametrize("point", MET_AGAIN)
def test_a_sale_completes_in_spite_of_two_crashes_at(point, new_shop):
    shop = new_shop()
    sale = prepared(shop)
    shop.start_with(crash_at(point))
    sale.rejoin().pay()
    shop.await_crash()
    if point in ("payment.completed", "basket.save"):
        # The write was made, so the recovery comes by another one of its kind.
        shop.launch_with(crash_at("outbox.published" if point == "payment.completed" else "outbox.marked"))
    else:
        shop.launch_with(crash_at(point))
    shop.await_crash()

    shop.start_with()
    sale.assert_sold(settled(sale.rejoin().pay).expect(201).json)


@pytest.mark.parametrize("point", ["payment.validated", "provider.create", *PAYING_WITH_A_BAD_CARD, "provider.confirm"])
def test_a_decline_stays_a_decline_after_a_crash_at(point, new_shop):
    shop = new_shop()
    sale = prepared(shop, method=DECLINING)
    shop.start_with(crash_at(point))
    sale.rejoin().pay()
    shop.await_crash()

    shop.start_with()
    sale.rejoin()
    # The recovery may be faster than the buyer: the answer is the same.
    declined = settled(sale.pay).expect(402, "payment.declined").json
    assert declined["decline_code"] == "generic_decline"
    (payment,) = sale.payments()
    assert declined["payment_id"] == payment["id"]
    assert settled(sale.pay).expect(402, "payment.declined").json["payment_id"] == payment["id"]
    paid = settled(lambda: sale.process(payment)).expect(200).json
    sale.assert_sold(paid)


@pytest.mark.parametrize("point", PAYING_WITH_A_BAD_CARD + ["provider.confirm"])
def test_a_decline_is_told_although_the_recovery_heard_of_it_first(point, new_shop):
    shop = new_shop()
    sale = prepared(shop, method=DECLINING)
    shop.start_with(crash_at(point))
    sale.rejoin().pay()
    shop.await_crash()

    shop.start_with()
    (payment,) = sale.rejoin().payments()
    eventually(lambda: sale.buyer.payment(payment)["state"] == "intent_created", what="the recovery has met the decline")
    assert sale.buyer.payment(payment)["decline_code"] == "generic_decline"
    settled(sale.pay).expect(402, "payment.declined")
    settled(lambda: sale.cancel(payment)).expect(200)
    sale.assert_not_sold(payment, "cancelled")


def declined_before(shop):
    """A payment whose provider knows of it, and the shop stopped."""
    sale = Sale(shop.start_with(), method=DECLINING)
    sale.pay().expect(402, "payment.declined")
    (payment,) = sale.payments()
    shop.await_quiet()
    shop.stop()
    return sale, payment


@pytest.mark.parametrize("point", CANCELLING)
def test_a_cancelled_payment_stays_cancelled_after_a_crash_at(point, new_shop):
    shop = new_shop()
    sale, payment = declined_before(shop)
    shop.start_with(crash_at(point))
    insist(lambda: sale.rejoin().cancel(payment))
    shop.await_crash()

    shop.start_with()
    cancelled = settled(lambda: sale.rejoin().cancel(payment)).expect(200).json
    assert cancelled["status"] == "cancelled"
    sale.assert_not_sold(payment, "cancelled")
    assert sale.process(payment).expect(409, "payment.not_processable").json["payment_status"] == "cancelled"


def pending_before(shop):
    """A payment that holds stock and waits for a method, and the shop stopped."""
    sale = Sale(shop.start_with(), method=None)
    payment = sale.pay().expect(201).json
    assert payment["status"] == "pending"
    shop.await_quiet()
    shop.stop()
    return sale, payment


def let_reservation_run_out(shop, payment):
    assert shop.edit("product", "UPDATE reservations SET expires_at = created_at WHERE id = ? AND state = 'held'", payment["id"]) == 1


def test_a_reservation_ends_once_in_spite_of_a_crash_when_it_expires(new_shop):
    shop = new_shop()
    sale, payment = pending_before(shop)
    let_reservation_run_out(shop, payment)
    shop.launch_with(crash_at("stock.expire"))
    shop.await_crash()

    shop.start_with()
    refused = settled(lambda: sale.rejoin().process(payment)).expect(409, "payment.reservation_lost").json
    assert refused["payment_status"] == "failed"
    sale.assert_not_sold(payment, "failed")


def test_a_payment_that_lost_its_stock_fails_once_in_spite_of_a_crash(new_shop):
    shop = new_shop()
    sale, payment = pending_before(shop)
    let_reservation_run_out(shop, payment)
    shop.launch_with(crash_at("payment.failed"))
    shop.await_crash()

    shop.start_with()
    refused = settled(lambda: sale.rejoin().process(payment)).expect(409, "payment.reservation_lost").json
    assert refused["payment_status"] == "failed"
    sale.assert_not_sold(payment, "failed")


def test_a_payment_expires_once_in_spite_of_a_crash(new_shop):
    shop = new_shop()
    sale, payment = pending_before(shop)
    shop.edit("payment", "UPDATE payments SET expires_at = created_at, next_action_at = created_at WHERE id = ?", payment["id"])
    shop.launch_with(crash_at("payment.expired"))
    shop.await_crash()

    shop.start_with()
    refused = sale.rejoin().process(payment).expect(409, "payment.not_processable").json
    assert refused["payment_status"] == "expired"
    sale.assert_not_sold(payment, "expired")


def test_a_buyer_who_must_act_may_still_do_so_after_a_crash(new_shop):
    shop = new_shop()
    sale = prepared(shop, method="pm_card_threeDSecure2Required")
    shop.start_with(crash_at("payment.requires_action"))
    sale.rejoin().pay()
    shop.await_crash()

    shop.start_with()
    payment = sale.rejoin().pay().expect(202).json
    assert (payment["status"], payment["state"]) == ("processing", "requires_action")
    assert payment["next_action"]["redirect_to_url"]["url"].startswith("http")
    settled(lambda: sale.cancel(payment)).expect(200)
    sale.assert_not_sold(payment, "cancelled")


@pytest.mark.slow
def test_held_money_is_not_forgotten_in_a_crash_while_the_stock_cannot_be_pinned(new_shop):
    shop = new_shop("sandbox.faults=true")
    sale = prepared(shop)
    shop.start_with(crash_at("payment.authorized"))
    sale.rejoin()
    shop.order_fault("confirm", "delay", delay_ms=1500)
    paying = threading.Thread(target=sale.pay)
    paying.start()
    eventually(lambda: shop.rows("payment", "SELECT 1 FROM payments WHERE state = 'confirming'"), what="it is being confirmed")
    with shop.locked("product"):
        shop.await_crash()
    paying.join()

    shop.start_with()
    sale.assert_sold(settled(sale.rejoin().pay).expect(201).json)


def test_a_payment_that_a_person_must_look_at_stays_as_it_is_after_a_crash(new_shop):
    shop = new_shop()
    sale = prepared(shop)
    shop.start_with(crash_at("payment.confirming"))
    sale.rejoin().pay()
    shop.await_crash()
    shop.edit("sandbox", "UPDATE payment_intents SET amount = amount + 1")
    shop.launch_with(crash_at("payment.manual_review"))
    shop.await_crash()

    shop.start_with()
    payment = sale.rejoin().pay().expect(202).json
    assert (payment["status"], payment["state"]) == ("processing", "manual_review")
    insist(lambda: sale.cancel(payment)).expect(409, "payment.not_cancellable")
    assert sale.captures(payment) == []
    assert sale.buyer.stock(sale.product)["reserved"] == 2, "the stock stays held while a person looks"
    shop.stop()
    shop.edit("sandbox", "UPDATE payment_intents SET amount = amount - 1")
    shop.reconcile()


class Customer(threading.Thread):
    """Buys again and again, one request at a time; sends a request again until it gets an answer."""

    def __init__(self, shop, number, products, seed):
        super().__init__()
        self.shop = shop
        self.number = number
        self.products = products
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self.up = threading.Event()
        self.told = {}  # by key: the first final answer
        self.failure = None

    def run(self):
        try:
            self.buyer = self.shop.buyer(self.number)
            while not self.stopping.is_set():
                self.random.choice([self.buy_basket, self.buy_product, self.change_mind])()
        except BaseException as failure:  # noqa: BLE001  (told by the test)
            self.failure = failure

    def send(self, request):
        while True:
            try:
                return request()
            except requests.ConnectionError:
                assert self.up.wait(60), "the shop does not come back"
                self.shop.join(self.buyer)
                time.sleep(0.01)

    def ask(self, path, body):
        """The final answer; a repeat must not tell anything else."""
        key = unique_key()
        answer = settled(lambda: self.send(lambda: self.buyer.post(path, body, key=key, check=False)))
        assert answer.status in (200, 201, 402, 409), answer
        self.told[key] = answer
        if self.random.random() < 0.2:
            again = self.send(lambda: self.buyer.post(path, body, key=key, check=False))
            assert (again.status, again.json.get("id")) == (answer.status, answer.json.get("id")), (again, answer)
        return answer

    def buy_basket(self):
        product = self.random.choice(self.products)
        self.ask("/users/basket/items", {"product_id": product["id"], "quantity": self.random.randint(1, 3)})
        self.ask("/payments", {"basket": "current", "payment_method_id": "pm_card_visa"})

    def buy_product(self):
        product = self.random.choice(self.products)
        method = self.random.choice(["pm_card_visa", "pm_card_visa", DECLINING])
        self.ask("/payments", {"product_id": product["id"], "quantity": 1, "payment_method_id": method})

    def change_mind(self):
        pending = self.ask("/payments", {"product_id": self.random.choice(self.products)["id"], "quantity": 2})
        if pending.status != 201:
            return
        path = f"/payments/{pending.json['id']}"
        if self.random.random() < 0.5:
            self.ask(f"{path}/cancel", {})
        else:
            self.ask(f"{path}/process", {"payment_method_id": "pm_card_visa"})


@pytest.mark.slow
@pytest.mark.parametrize("seed, threads", [(1, 1), (2, 2)])
def test_kills_at_any_moment_under_load_lose_no_sale(seed, threads, new_shop):
    rounds, stock = 6, 5000
    chance = random.Random(seed)
    shop = new_shop(f"server.threads={threads}").start()
    products = [shop.buyer().product(stock=stock) for _ in range(3)]
    customers = [Customer(shop, number, products, seed * 100 + number) for number in range(6)]
    for customer in customers:
        customer.up.set()
        customer.start()
    for _ in range(rounds):
        time.sleep(chance.uniform(0.05, 0.7))  # any moment
        for customer in customers:
            customer.up.clear()
        shop.kill()
        shop.assert_sane()
        shop.start()
        for customer in customers:
            customer.up.set()
    for customer in customers:
        customer.stopping.set()
    for customer in customers:
        customer.join(60)
        assert not customer.is_alive()
        assert customer.failure is None, customer.failure
    told = [answer for customer in customers for answer in customer.told.values()]
    assert sum(answer.status == 201 for answer in told) > 20, "the load was no load"

    for customer in customers:
        shop.join(customer.buyer)
        for answer in customer.told.values():
            if answer.status in (200, 201) and answer.json.get("status") == "completed":
                assert customer.buyer.payment(answer.json)["status"] == "completed"
            if answer.status in (402, 409) and "payment_id" in answer.json and answer.code != "payment.already_open":
                now = customer.buyer.payment({"id": answer.json["payment_id"]})["status"]
                assert now == answer.json["payment_status"], answer
    sold = dict(
        shop.rows(
            "payment",
            """SELECT l.product_id, sum(l.quantity) FROM payment_lines l JOIN payments p ON p.id = l.payment_id
               WHERE p.state = 'completed' GROUP BY l.product_id""",
        )
    )
    for product in products:
        wanted = stock - sold[product["id"]]
        eventually(lambda: customers[0].buyer.stock(product)["on_hand"] == wanted, what=f"{wanted} units are left")
    shop.reconcile()
