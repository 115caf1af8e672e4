"""Refunds, as administrators see them."""

from cases import case, operation
from cases.payments import NO_PAYMENT

NO_REFUND = "rfd_00000000-0000-7000-8000-000000000000"
# Its refunds stay pending for some seconds.
SLOW = "pm_card_pendingRefund"
ON_ONE = ["get_refund", "process_refund"]


def sold(world, method="pm_card_visa", quantity=1):
    return world.buyer.pay(method, product_id=world.product()["id"], quantity=quantity)


def wanted(payment, amount=500, currency="USD", **fields):
    return {"payment_id": payment["id"], "amount": {"amount": amount, "currency": currency}, "reason": "broken"} | fields


def refund(world, payment, amount=500, **fields):
    return world.call("refund_payment", json=wanted(payment, amount, **fields))


@operation("refund_payment", status=201, access="admin", body="json", key="required")
def _(world):
    return {"json": wanted(sold(world))}


@operation("process_refund", access="admin", body="ignored", key="required")
def _(world):
    return {"path": refund(world, sold(world, SLOW)).expect(201).json["id"]}


@operation("get_refund", access="admin", etag=True)
def _(world):
    return {"path": refund(world, sold(world)).expect(201).json["id"]}


@operation("list_refunds", access="admin")
def _(world):
    payment = world.once("refunded", lambda: sold(world))
    return {"query": f"payment_id={payment['id']}&status=pending&limit=2"}


@case("refund_payment", 404, "payment.not_found")
def _(world, id):
    for no_id in ("pay_1", "nonsense", ""):
        world.call(id, json=wanted({"id": no_id})).expect(404, "payment.not_found")
    return world.call(id, json=wanted({"id": NO_PAYMENT}))


@case("refund_payment", 409, "refund.nothing_captured")
def _(world, id):
    pending = world.pending()
    refund(world, pending).expect(409, "refund.nothing_captured")
    world.buyer.cancel(pending).expect(200)
    return refund(world, pending)


@case("refund_payment", 409, "refund.too_many")
def _(world, id):
    payment = sold(world)
    for _ in range(50):
        refund(world, payment, 1).expect(201)
    return refund(world, payment, 1)


@case("refund_payment", 422, "refund.exceeds_captured")
def _(world, id):
    payment = sold(world)
    answer = refund(world, payment, 2000).expect(422, "refund.exceeds_captured")
    assert answer.json["refundable"] == {"amount": 1999, "currency": "USD"}
    refund(world, payment, 1500).expect(201)
    answer = refund(world, payment, 500)
    assert answer.json["refundable"] == {"amount": 499, "currency": "USD"}
    return answer


@case("refund_payment", 422, "refund.invalid")
def _(world, id):
    payment = sold(world, quantity=2)
    product = payment["lines"][0]["product_id"]
    wrong = {
        "/amount/amount": {"amount": 0},
        "/amount/currency": {"currency": "JPY"},
        "/reason": {"reason": ""},
        "/lines": {"restock": True},
        "/lines/0/quantity": {"restock": True, "lines": [{"product_id": product, "quantity": 3}]},
        "/lines/0/product_id": {"restock": True, "lines": [{"product_id": product + 100_000, "quantity": 1}]},
    }
    for pointer, fields in wrong.items():
        answer = world.call(id, json=wanted(payment, **fields)).expect(422, "refund.invalid")
        assert [each for each, _ in answer.errors] == [pointer], answer
    world.call(id, json=wanted(payment, currency="dollars")).expect(422, "refund.invalid")
    world.call(id, json=wanted(payment, reason="x" * 256)).expect(422, "refund.invalid")
    world.call(id, json=wanted(payment, lines=[{"product_id": 0, "quantity": 1}], restock=True)).expect(422, "refund.invalid")
    return answer


@case(ON_ONE, 404, "refund.not_found")
def _(world, id):
    for path in ("rfd_1", "0", "nonsense"):
        world.call(id, path=path).expect(404, "refund.not_found")
    return world.call(id, path=NO_REFUND)


@case("process_refund", 409, "refund.not_pending")
def _(world, id):
    return world.call(id, path=refund(world, sold(world)).expect(201).json["id"])
