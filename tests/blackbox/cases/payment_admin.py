"""What administrators may do with payments: settling reviews, and figures."""

import time

from cases import case, operation
from cases.payments import ACTION, NO_PAYMENT, pay, process

AMOUNT = "UPDATE payment_intents SET amount = amount + ? WHERE id = ?"


def under_review(world):
    """A payment whose amount the provider had another idea of, for a while."""
    payment = pay(world, ACTION, product_id=world.product()["id"], quantity=1).expect(202).json
    world.sql("sandbox", AMOUNT, 1, payment["transaction_id"])
    # Unless the recovery, which looks now and then what became of the buyer, was there before.
    answer = process(world, payment, ACTION)
    assert answer.status == 202 or answer.code == "payment.not_processable", answer
    world.sql("sandbox", AMOUNT, -1, payment["transaction_id"])
    reviewed = world.call("get_any_payment", path=payment["id"]).expect(200).json
    assert (reviewed["status"], reviewed["state"]) == ("processing", "manual_review")
    return reviewed


def settle(world, payment, status="cancelled", **fields):
    return world.call("settle_payment", path=payment["id"], json={"status": status, "reason": "looked at it"} | fields)


@operation("settle_payment", access="admin", body="json")
def _(world):
    return {"path": under_review(world)["id"], "json": {"status": "cancelled", "reason": "the amounts differed"}}


@operation("analyse_payments", access="admin")
def _(world):
    return {"query": "period=monthly"}


@case("settle_payment", 202)
def _(world, id):
    """The provider does not answer whether it has given up the intent."""
    faulty = world.faulty()
    payment = under_review(faulty)
    with faulty.fault("cancel", "429", times=20):
        answer = settle(faulty, payment)
    assert (answer.json["status"], answer.json["state"]) == ("processing", "cancelling")
    return answer


@case("settle_payment", 404, "payment.not_found")
def _(world, id):
    for path in ("pay_1", "0"):
        settle(world, {"id": path}).expect(404, "payment.not_found")
    return settle(world, {"id": NO_PAYMENT})


@case("settle_payment", 409, "payment.not_in_review")
def _(world, id):
    payment = world.completed()
    answer = settle(world, payment)
    assert (answer.json["payment_id"], answer.json["payment_status"]) == (payment["id"], "completed")
    return answer


@case("settle_payment", 409, "payment.evidence_differs")
def _(world, id):
    answer = settle(world, under_review(world), "completed")
    assert answer.json["provider_status"] == "requires_action"
    return answer


@case("settle_payment", 409, "payment.in_progress")
def _(world, id):
    """Somebody else works on it."""
    payment = under_review(world)
    soon = int((time.time() + 3) * 1_000_000)
    held = "UPDATE payments SET lease_owner = 'somebody', lease_until = ? WHERE id = ?"
    world.sql("payment", held, soon, payment["id"])
    return settle(world, payment)


@case("settle_payment", 422, "payment.invalid")
def _(world, id):
    payment = under_review(world)
    for fields, broken in [
        ({"status": "refunded"}, ("/status", "one_of")),
        ({"status": "nonsense"}, ("/status", "one_of")),
        ({"reason": ""}, ("/reason", "length")),
        ({"reason": "x" * 256}, ("/reason", "length")),
    ]:
        answer = settle(world, payment, **fields).expect(422, "payment.invalid")
        assert answer.errors == [broken], fields
    return answer


@case("settle_payment", 503, "payment.provider_unavailable")
def _(world, id):
    faulty = world.faulty()
    payment = under_review(faulty)
    with faulty.fault("retrieve", "429", times=20):
        return settle(faulty, payment)
