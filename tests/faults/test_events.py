"""Events come twice, late, in the wrong order or unreadable: what they stand for happens once."""

import collections
import random
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from faultlib import Sale, settled
from faultlib.sale import QUANTITY, STOCK
from shop import eventually

STORES = ("user", "product", "basket", "payment")
COLUMNS = (
    "id, key, type, source, subject, sequence, aggregate_version, time, correlation_id, causation_id, traceparent, data"
)
EIGHT_DAYS = 8 * 24 * 3600


class Bus:
    """The bus file of a stopped shop."""

    def __init__(self, shop):
        self.shop = shop

    def append(self, topic, events):
        """Puts rows of COLUMNS behind what is there."""
        with closing(sqlite3.connect(self.shop.data / "bus.db")) as database, database:
            database.execute("INSERT INTO topics VALUES (?, 1) ON CONFLICT DO NOTHING", (topic,))
            for event in events:
                (offset,) = database.execute("SELECT next_offset FROM topics WHERE topic = ?", (topic,)).fetchone()
                marks = ", ".join("?" * (len(event) + 2))
                database.execute(f"INSERT INTO events (topic, offset, {COLUMNS}) VALUES ({marks})", (topic, offset, *event))
                database.execute("UPDATE topics SET next_offset = ? WHERE topic = ?", (offset + 1, topic))

    def events(self, topic):
        return self.shop.rows("bus", f"SELECT {COLUMNS} FROM events WHERE topic = ? ORDER BY offset", topic)

    def rewind(self):
        assert self.shop.edit("bus", "UPDATE group_offsets SET committed = 0") >= 2

    def groups(self, topic):
        groups = {group for (group,) in self.shop.rows("bus", "SELECT consumer_group FROM group_offsets WHERE topic = ?", topic)}
        groups = {group for group in groups if not group.endswith(".read_back")}
        assert groups >= {"product.settle_reservations", "basket.subtract_paid_lines"}
        return groups


def books(shop):
    """Everything that events have an effect on."""
    return {
        "stocks": shop.rows("product", "SELECT product_id, on_hand, reserved, version, event_sequence FROM stocks ORDER BY 1"),
        "movements": shop.rows("product", "SELECT product_id, kind, delta, reserved_delta, cause_id FROM stock_movements ORDER BY row"),
        "reservations": shop.rows("product", "SELECT id, state, version FROM reservations ORDER BY 1"),
        "baskets": shop.rows("basket", "SELECT id, version, event_sequence FROM baskets ORDER BY 1"),
        "items": shop.rows("basket", "SELECT basket_id, product_id, quantity FROM basket_items ORDER BY 1, 2"),
        "payments": shop.rows("payment", "SELECT id, state, version FROM payments ORDER BY 1"),
    }


def busy_day(shop):
    """Sales, a declined card and a change of mind, all settled; something new in a basket that was paid."""
    sales = [Sale(shop, number) for number in range(3)]
    for sale in sales:
        sale.pay().expect(201)
    declined = Sale(shop, 3, method="pm_card_visa_chargeDeclined")
    declined.pay().expect(402, "payment.declined")
    forgone = Sale(shop, 4, method=None)
    forgone.cancel(forgone.pay().expect(201).json).expect(200)
    shop.await_quiet()
    sales[0].buyer.fill(sales[0].product, 1)
    shop.await_quiet()
    shop.reconcile()


def handled(shop):
    """How often the groups met an event, by outcome; those that read back look at their own time."""
    text = shop.client().request("GET", "//metrics").body.decode()
    counts = collections.Counter()
    for line in text.splitlines():
        if line.startswith("consumer_events_total{") and ".read_back" not in line:
            outcome = line.split('outcome="')[1].split('"')[0]
            counts[outcome] += int(float(line.rsplit(" ", 1)[1]))
    return counts


def test_events_replayed_from_the_start_change_nothing(open_shop):
    shop = open_shop()
    busy_day(shop)
    before = books(shop)
    for _ in range(2):
        shop.stop()
        Bus(shop).rewind()
        shop.start_with()
        shop.await_quiet()
        assert books(shop) == before
        outcomes = handled(shop)
        assert outcomes["applied"] == 0 and outcomes["duplicate"] >= 7, outcomes
    shop.reconcile()


@pytest.mark.parametrize("order", ["as they came", "backwards", "shuffled"])
def test_events_published_twice_count_once(order, open_shop):
    shop = open_shop()
    busy_day(shop)
    before = books(shop)
    shop.stop()
    bus = Bus(shop)
    events = bus.events("payment-events")
    assert len(events) > 10
    if order == "backwards":
        events.reverse()
    elif order == "shuffled":
        random.Random(7).shuffle(events)
    bus.append("payment-events", events + events)
    shop.start_with()
    shop.await_quiet()
    assert books(shop) == before
    shop.reconcile()


def test_events_whose_publication_was_forgotten_count_once(open_shop):
    shop = open_shop()
    busy_day(shop)
    before = books(shop)
    shop.stop()
    published = len(Bus(shop).events("payment-events"))
    for store in STORES:
        shop.edit(store, "UPDATE outbox SET published_at = NULL")
    shop.start_with()
    shop.await_quiet()
    assert len(Bus(shop).events("payment-events")) == 2 * published
    assert books(shop) == before
    shop.reconcile()


def test_late_events_in_the_wrong_order_still_count_once(new_shop):
    """Completed before authorized before initiated, the last sale first, each twice."""
    shop = new_shop().start()
    sales = [Sale(shop, number) for number in range(3)]
    shop.await_quiet()
    with shop.locked("bus"):
        # Nothing gets on the bus, and the sales are made all the same.
        payments = [sale.pay().expect(201).json for sale in sales]
        shop.kill()
    with closing(sqlite3.connect(shop.data / "payment.db")) as database, database:
        late = database.execute(f"SELECT {COLUMNS} FROM outbox WHERE published_at IS NULL ORDER BY row DESC").fetchall()
        database.execute("UPDATE outbox SET published_at = time WHERE published_at IS NULL")
    assert len(late) == 9 and "completed" in late[0][2] and "initiated" in late[-1][2]
    Bus(shop).append("payment-events", late + late)
    shop.planted = {"E3"}

    shop.start_with()
    for sale, payment in zip(sales, payments):
        sale.rejoin().assert_sold(payment)
    assert shop.rows("bus", "SELECT * FROM dead_letters") == []


def test_an_ended_payment_stays_ended_when_its_events_come_in_the_wrong_order(open_shop):
    """Cancelled first, then completed: of two payments that had the same stock in mind."""
    shop = open_shop()
    forgone, bought = Sale(shop, 0, method=None), Sale(shop, 1)
    shop.await_quiet()
    with shop.locked("bus"):
        cancelled = forgone.cancel(forgone.pay().expect(201).json).expect(200).json
        completed = bought.pay().expect(201).json
        shop.kill()
    with closing(sqlite3.connect(shop.data / "payment.db")) as database, database:
        late = database.execute(f"SELECT {COLUMNS} FROM outbox WHERE published_at IS NULL ORDER BY row DESC").fetchall()
        database.execute("UPDATE outbox SET published_at = time WHERE published_at IS NULL")
    Bus(shop).append("payment-events", late)
    shop.planted = {"E3"}
    shop.start_with()
    forgone.rejoin().assert_not_sold(cancelled, "cancelled")
    bought.rejoin().assert_sold(completed)


def poison(shop, data, type="ddd.payment.completed.v1"):
    """An event that no outbox knows; so old that no promise is about it any more."""
    template = list(Bus(shop).events("payment-events")[0])
    at = int((time.time() - EIGHT_DAYS) * 1_000_000)
    id = f"evt_00000000-0000-7000-8000-{random.randrange(16**12):012x}"
    template[0], template[1], template[2], template[7], template[11] = id, "poison", type, at, data
    return tuple(template)


UNREADABLE = ['{"payment_id":', "{}", '{"payment_id":17}', "[]", "", '{"payment_id":"pay_x","user_id":-1}']


@pytest.mark.parametrize("data", UNREADABLE)
def test_an_unreadable_event_is_set_aside_and_the_rest_go_on(data, open_shop):
    shop = open_shop()
    sale = Sale(shop)
    other = Sale(shop, 1, method=None)
    pending = other.pay().expect(201).json
    shop.await_quiet()
    shop.stop()
    bad = poison(shop, data)
    Bus(shop).append("payment-events", [bad])

    shop.start_with()
    payment = sale.rejoin().pay().expect(201).json
    sale.assert_sold(payment)
    other.rejoin().cancel(pending).expect(200)
    other.assert_not_sold(pending, "cancelled")
    letters = shop.rows("bus", "SELECT consumer_group, event_id, attempts FROM dead_letters")
    groups = {group for group, _, _ in letters}
    assert groups >= {"product.settle_reservations", "basket.subtract_paid_lines"}
    assert {id for _, id, _ in letters} == {bad[0]} and len(letters) == len(groups)
    assert {attempts for _, _, attempts in letters} == {1}, "nothing is gained by reading it again"
    assert any(line["message"] == "event set aside as a dead letter" and line["event_id"] == bad[0] for line in shop.log())
    # It stays aside, also when everything is read again.
    shop.stop()
    Bus(shop).rewind()
    shop.start_with()
    shop.await_quiet()
    assert len(shop.rows("bus", "SELECT * FROM dead_letters")) == len(letters)
    shop.reconcile()


def test_an_event_about_a_payment_that_nobody_knows_is_set_aside_after_some_tries(open_shop):
    shop = open_shop()
    sale = Sale(shop)
    sale.pay().expect(201)
    shop.await_quiet()
    shop.stop()
    events = Bus(shop).events("payment-events")
    (real,) = [event for event in events if event[2] == "ddd.payment.completed.v1"]
    unknown = "pay_00000000-0000-7000-8000-000000000000"
    data = real[11].replace(real[1], unknown)
    assert unknown in data
    Bus(shop).append("payment-events", [poison(shop, data)])
    before = books(shop)

    shop.start_with()
    shop.await_quiet()
    letters = shop.rows("bus", "SELECT consumer_group, error_code, attempts FROM dead_letters")
    assert ("product.settle_reservations", "product.reservation_not_found", 5) in letters
    assert books(shop)["stocks"] == before["stocks"]


def test_an_event_of_a_kind_that_nobody_knows_is_passed_over(open_shop):
    shop = open_shop()
    sale = Sale(shop)
    sale.pay().expect(201)
    shop.await_quiet()
    shop.stop()
    Bus(shop).append("payment-events", [poison(shop, '{"anything":[1,2,{}]}', type="ddd.payment.tomorrow.v9")])
    before = books(shop)
    shop.start_with()
    shop.await_quiet()
    assert books(shop) == before
    assert handled(shop)["ignored"] == len(Bus(shop).groups("payment-events"))
    assert shop.rows("bus", "SELECT * FROM dead_letters") == []
    shop.reconcile()


def test_what_is_added_while_a_basket_is_paid_stays_in_it(new_shop):
    shop = new_shop("sandbox.faults=true").start()
    sale = Sale(shop)
    another = sale.buyer.product(stock=5)
    shop.order_fault("capture", "delay", delay_ms=1000)
    paying = threading.Thread(target=sale.pay)
    paying.start()
    eventually(lambda: shop.rows("payment", "SELECT 1 FROM payments WHERE state = 'capturing'"), what="it is being captured")
    sale.buyer.fill(sale.product, 1)
    sale.buyer.fill(another, 2)
    paying.join()

    payment = settled(sale.pay).expect(201).json
    left = {sale.product["id"]: 1, another["id"]: 2}
    eventually(
        lambda: {item["product_id"]: item["quantity"] for item in sale.buyer.basket()["items"]} == left,
        what="the basket holds what came later, and that alone",
    )
    assert sale.captures(payment) == [(QUANTITY * 1999,)]
    # The event comes again, long after.
    shop.await_quiet()
    shop.stop()
    Bus(shop).rewind()
    shop.start_with()
    shop.await_quiet()
    sale.rejoin()
    assert {item["product_id"]: item["quantity"] for item in sale.buyer.basket()["items"]} == left
    assert sale.buyer.stock(sale.product)["on_hand"] == STOCK - QUANTITY
    shop.reconcile()


def test_what_was_taken_out_of_a_basket_while_it_was_paid_stays_out(new_shop):
    shop = new_shop("sandbox.faults=true").start()
    sale = Sale(shop)
    shop.order_fault("capture", "delay", delay_ms=800)
    paying = threading.Thread(target=sale.pay)
    paying.start()
    eventually(lambda: shop.rows("payment", "SELECT 1 FROM payments WHERE state = 'capturing'"), what="it is being captured")
    sale.buyer.delete(f"/users/basket/items/{sale.product['id']}").expect(200)
    paying.join()
    sale.assert_sold(settled(sale.pay).expect(201).json)


def test_a_bus_that_is_away_for_a_while_gets_every_event_afterwards(open_shop):
    shop = open_shop()
    sale = Sale(shop)
    shop.await_quiet()
    with shop.locked("bus"):
        payment = sale.pay().expect(201).json
        assert sale.buyer.payment(payment)["status"] == "completed"
    sale.assert_sold(payment)
