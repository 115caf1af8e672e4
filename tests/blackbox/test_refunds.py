"""Money and goods that go back, over the wire."""

import re

import pytest

from shop import eventually, unique_key

TRANSITIONS = ["completed", "partially_refunded", "refunded"]


def ask(admin, payment, amount, key=True, **fields):
    body = {"payment_id": payment["id"], "amount": {"amount": amount, "currency": "USD"}, "reason": "it was broken"}
    return admin.post("/admin/refunds", body | fields, key=key)


@pytest.fixture
def sale(customer):
    """Three units for 59.97, and what was bought."""
    product = customer.product(price=1999, stock=10)
    payment = customer.pay("pm_card_visa", product_id=product["id"], quantity=3)
    eventually(lambda: customer.stock(product)["on_hand"] == 7)
    return customer, product, payment


def test_a_part_with_its_goods_and_then_the_rest(sale, admin):
    customer, product, payment = sale
    one = {"product_id": product["id"], "quantity": 1}
    first = ask(admin, payment, 1999, restock=True, lines=[one]).expect(201)
    refund = first.json
    assert first.headers["Location"] == f"/api/v1/admin/refunds/{refund['id']}"
    assert (refund["status"], refund["lines"], refund["restock"], refund["uncertain"]) == ("succeeded", [one], True, False)
    assert refund["id"].startswith("rfd_") and refund["transaction_id"].startswith("re_") and refund["completed_at"]
    seen = customer.payment(payment)
    assert (seen["status"], seen["refunded_amount"]["amount"]) == ("partially_refunded", 1999)
    eventually(lambda: customer.stock(product)["on_hand"] == 8, what="one unit is back")

    rest = ask(admin, payment, 3998, restock=True).expect(201).json
    assert rest["lines"] == [one | {"quantity": 2}]
    seen = customer.payment(payment)
    assert (seen["status"], seen["refunded_amount"]["amount"]) == ("refunded", 5997)
    assert [each["to"] for each in customer.story(payment)][-3:] == TRANSITIONS
    eventually(lambda: customer.stock(product) == {"available": 10, "on_hand": 10, "reserved": 0}, what="all units are back")
    ledger = admin.get(f"/admin/products/{product['id']}/stock-ledger").expect(200).json["data"]
    assert [(each["kind"], each["delta"], each["cause_id"]) for each in ledger[:2]] == [
        ("restocked", 2, rest["id"]),
        ("restocked", 1, refund["id"]),
    ]


def test_refunds_are_counted_by_their_end(sale, admin):
    customer, _, payment = sale
    ask(admin, payment, 1).expect(201)
    assert re.search(r'^refunds_total\{outcome="succeeded"\} [1-9]', customer.request("GET", "//metrics").body.decode(), re.M)


def test_money_alone_leaves_the_goods_with_the_buyer(sale, admin):
    customer, product, payment = sale
    assert ask(admin, payment, 5997).expect(201).json["lines"] == []
    eventually(lambda: customer.payment(payment)["status"] == "refunded")
    other = customer.pay("pm_card_visa", product_id=product["id"], quantity=1)
    eventually(lambda: customer.stock(product)["on_hand"] == 6, what="a later event of the stock was heard")
    assert other["status"] == "completed"


def test_a_repeat_under_the_same_key_gives_nothing_back_twice(sale, admin):
    customer, _, payment = sale
    key = unique_key()
    first = ask(admin, payment, 1000, key=key).expect(201)
    again = ask(admin, payment, 1000, key=key).expect(201)
    assert again.body == first.body and again.headers["Idempotent-Replayed"] == "true"
    ask(admin, payment, 1001, key=key).expect(422, "idempotency.key_reused")
    assert customer.payment(payment)["refunded_amount"]["amount"] == 1000


def test_refunds_are_listed_newest_first_by_payment_and_status(sale, admin):
    _, _, payment = sale
    refunds = [ask(admin, payment, amount).expect(201).json for amount in (1, 2, 3)]
    mine = f"/admin/refunds?payment_id={payment['id']}"
    assert admin.get(mine).expect(200).json["data"] == refunds[::-1]
    page = admin.get(f"{mine}&limit=2").expect(200).json
    assert page["data"] == refunds[:0:-1] and page["page"]["has_more"]
    rest = admin.get(f"{mine}&limit=2&cursor={page['page']['next']}").expect(200).json
    assert rest["data"] == refunds[:1] and not rest["page"]["has_more"]
    assert admin.get(f"{mine}&status=failed").expect(200).json["data"] == []
    assert admin.get(f"{mine}&status=succeeded").expect(200).json["data"] == refunds[::-1]
    admin.get(f"{mine}&status=pending&limit=2&cursor={page['page']['next']}").expect(400, "request.invalid")
    admin.get("/admin/refunds?payment_id=1").expect(400, "request.invalid")
    admin.get("/admin/refunds?status=lost").expect(400, "request.invalid")
    assert admin.get(f"/admin/refunds/{refunds[0]['id']}").expect(200).json == refunds[0]


def test_a_slow_refund_is_pending_until_the_provider_says_more(customer, admin):
    product = customer.product()
    payment = customer.pay("pm_card_pendingRefund", product_id=product["id"], quantity=1)
    refund = ask(admin, payment, 1999, restock=True).expect(201).json
    assert (refund["status"], "completed_at" in refund) == ("pending", False)
    assert customer.payment(payment)["status"] == "completed"
    ask(admin, payment, 1).expect(422, "refund.exceeds_captured")
    path = f"/admin/refunds/{refund['id']}"
    assert admin.post(f"{path}/process", key=True).expect(200).json["status"] == "pending"
    eventually(lambda: admin.get(path).json["status"] == "succeeded", within=30, what="the refund has succeeded")
    assert customer.payment(payment)["status"] == "refunded"
    eventually(lambda: customer.stock(product)["on_hand"] == 10, what="the unit is back")
    admin.post(f"{path}/process", key=True).expect(409, "refund.not_pending")


def test_a_refund_that_a_bank_turns_back_can_be_made_again(customer, admin):
    payment = customer.pay("pm_card_refundFail", product_id=customer.product()["id"], quantity=1)
    refund = ask(admin, payment, 1999).expect(201).json
    assert refund["status"] == "succeeded"
    path = f"/admin/refunds/{refund['id']}"
    eventually(lambda: admin.get(path).json["status"] == "failed", within=30, what="the refund has failed after all")
    assert admin.get(path).json["failure_reason"] == "expired_or_canceled_card"
    seen = customer.payment(payment)
    assert (seen["status"], seen["refunded_amount"]["amount"]) == ("completed", 0)
    assert [each["to"] for each in customer.story(payment)][-3:] == ["completed", "refunded", "completed"]
    ask(admin, payment, 1999).expect(201)


def test_customers_have_no_part_in_refunds(sale):
    customer, _, payment = sale
    ask(customer, payment, 1).expect(403, "auth.forbidden")
    customer.get("/admin/refunds").expect(403, "auth.forbidden")
