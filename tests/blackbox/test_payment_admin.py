"""Payments beyond the buyer: reviews, figures, disputes, and buyers who are gone."""

import contextlib
import datetime
import sqlite3

from cases.payments import event, signed
from shop import eventually

ACTION = "pm_card_threeDSecure2Required"
AMOUNT = "UPDATE payment_intents SET amount = amount + ? WHERE id = ?"


@contextlib.contextmanager
def opened(shop, store):
    with contextlib.closing(sqlite3.connect(shop.data / f"{store}.db", timeout=10)) as database, database:
        yield database


def rows(shop, store, sql, *values):
    with opened(shop, store) as database:
        return database.execute(sql, values).fetchall()


def edit(shop, store, sql, *values):
    """Changes what is stored, where no request can."""
    with opened(shop, store) as database:
        assert database.execute(sql, values).rowcount == 1


def told(shop, payment, type):
    """The events of that type about the payment."""
    return rows(shop, "payment", "SELECT id FROM outbox WHERE key = ? AND type = ?", payment["id"], type)


def buckets(admin, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    body = admin.get(f"/admin/analytics/payments?{text}").expect(200).json
    return body, {(each["start"], each["status"], each["currency"]): each for each in body["buckets"]}


def today():
    return datetime.datetime.now(datetime.UTC).date()


def test_figures_count_and_sum_by_status(shop):
    admin, buyer = shop.admin(), shop.customer()
    start = f"{today()}T00:00:00.000Z"
    _, before = buckets(admin, period="daily")
    for _ in range(2):
        buyer.pay("pm_card_visa", product_id=buyer.product(price=700)["id"], quantity=3)
    buyer.cancel(buyer.pay(product_id=buyer.product(price=500)["id"], quantity=1)).expect(200)
    body, after = buckets(admin, period="daily")
    assert body["period"] == "daily" and body["from"] < start < body["to"]

    def grown(status):
        was = before.get((start, status, "USD"), {"count": 0, "amount": 0})
        now = after[(start, status, "USD")]
        return now["count"] - was["count"], now["amount"] - was["amount"]

    assert grown("completed") == (2, 4200)
    assert grown("cancelled") == (1, 500)


def test_figures_are_of_the_range_that_was_asked_for(shop):
    admin, buyer = shop.admin(), shop.customer()
    buyer.pay("pm_card_visa", product_id=buyer.product()["id"], quantity=1)
    day = today()
    _, found = buckets(admin, period="yearly", **{"from": day, "to": day + datetime.timedelta(days=1)})
    assert {start for start, _, _ in found} == {f"{day.year}-01-01T00:00:00.000Z"}
    assert buckets(admin, period="weekly", **{"from": "2020-01-01T00:00:00Z", "to": "2020-12-31"})[1] == {}
    for wrong in ("from=2026-02-30", "to=yesterday", "from=2026-02-01&to=2026-01-01", "from=2000-01-01&to=2026-01-01"):
        admin.get(f"/admin/analytics/payments?{wrong}").expect(400, "request.invalid")
    admin.get("/admin/analytics/payments?period=hourly").expect(400, "request.invalid")


def test_lists_count_when_asked(shop):
    admin, buyer = shop.admin(), shop.customer()
    for _ in range(3):
        buyer.pay("pm_card_visa", product_id=buyer.product()["id"], quantity=1)
    buyer.cancel(buyer.pay(product_id=buyer.product()["id"], quantity=1)).expect(200)
    seen = admin.get(f"/admin/payments?user_id={buyer.id}&status=completed&limit=2&include=total").expect(200).json
    assert (len(seen["data"]), seen["page"]["total"], seen["page"]["has_more"]) == (2, 3, True)
    assert buyer.get("/payments?limit=1&include=total").expect(200).json["page"]["total"] == 4
    assert "total" not in buyer.get("/payments?limit=1").expect(200).json["page"]


def test_a_review_is_settled_by_what_the_provider_says(own_shop):
    shop = own_shop()
    admin, buyer = shop.admin(), shop.customer()
    product = buyer.product(stock=5)
    payment = buyer.try_to_pay(ACTION, product_id=product["id"], quantity=2).expect(202).json
    edit(shop, "sandbox", AMOUNT, 1, payment["transaction_id"])
    assert buyer.process(payment, ACTION).expect(202).json["state"] == "manual_review"
    edit(shop, "sandbox", AMOUNT, -1, payment["transaction_id"])
    assert [each["id"] for each in admin.get("/admin/payments?status=processing").json["data"]] == [payment["id"]]
    buyer.cancel(payment).expect(409, "payment.not_cancellable")

    path = f"/admin/payments/{payment['id']}/status"
    refused = admin.put(path, {"status": "completed", "reason": "it was paid"}).expect(409, "payment.evidence_differs")
    assert refused.json["provider_status"] == "requires_action"
    assert buyer.payment(payment)["state"] == "manual_review" and buyer.stock(product)["reserved"] == 2
    settled = admin.put(path, {"status": "cancelled", "reason": "the amounts differed"}).expect(200).json
    assert settled["status"] == "cancelled"
    reasons = [step.get("reason", "") for step in buyer.story(payment)]
    assert f"settled by user {admin.id}: the amounts differed" in reasons
    eventually(lambda: buyer.stock(product) == {"available": 5, "on_hand": 5, "reserved": 0})


def test_a_dispute_is_told_once(shop):
    buyer = shop.customer()
    payment = buyer.pay("pm_card_visa", product_id=buyer.product()["id"], quantity=1)
    about = {"id": "dp_1", "object": "dispute", "payment_intent": payment["transaction_id"], "status": "needs_response"}
    body = event(type="charge.dispute.created", data={"object": about})
    for _ in range(2):
        buyer.request("POST", "/webhooks/stripe", token=None, **signed(body)).expect(200)
    rows = eventually(lambda: told(shop, payment, "ddd.payment.disputed.v1"))
    assert len(rows) == 1
    assert buyer.payment(payment)["status"] == "completed"


def test_the_open_payments_of_a_deactivated_buyer_end(shop):
    admin, buyer = shop.admin(), shop.customer()
    product = buyer.product(stock=6)
    pending = buyer.pay(product_id=product["id"], quantity=1)
    asked = buyer.try_to_pay(ACTION, product_id=product["id"], quantity=2).expect(202).json
    sold = buyer.pay("pm_card_visa", product_id=product["id"], quantity=1)
    admin.patch(f"/admin/users/{buyer.id}", {"is_active": False}).expect(200)

    def status(payment):
        return admin.get(f"/admin/payments/{payment['id']}").expect(200).json["status"]

    for payment in (pending, asked):
        eventually(lambda: status(payment) == "cancelled", within=10)
    assert status(sold) == "completed"
    eventually(lambda: admin.stock(product) == {"available": 5, "on_hand": 5, "reserved": 0}, within=10)


def test_a_payment_whose_reservation_has_run_out_ends(own_shop):
    shop = own_shop()
    buyer = shop.customer()
    product = buyer.product(stock=5)
    payment = buyer.pay(product_id=product["id"], quantity=2)
    edit(shop, "product", "UPDATE reservations SET expires_at = created_at WHERE id = ?", payment["id"])
    eventually(lambda: buyer.payment(payment)["status"] == "failed", within=15)
    assert buyer.process(payment, "pm_card_visa").expect(409, "payment.reservation_lost").json["payment_status"] == "failed"
    assert buyer.stock(product) == {"available": 5, "on_hand": 5, "reserved": 0}


def test_the_fulfilment_of_a_sale_is_closed_by_stock_and_basket(shop):
    buyer = shop.customer()
    buyer.fill(buyer.product(), 1)
    buyer.fill(buyer.product(), 2)
    payment = buyer.pay("pm_card_visa")
    closed = "SELECT closed_at FROM fulfilments WHERE payment_id = ? AND closed_at IS NOT NULL"
    eventually(lambda: rows(shop, "payment", closed, payment["id"]), within=10)
    (record,) = rows(shop, "payment", "SELECT products, waits_for_basket, failure FROM fulfilments WHERE payment_id = ?", payment["id"])
    assert record == ("", 0, "")
