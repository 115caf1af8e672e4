"""Payments, saved payment methods and the provider's webhook."""

import hashlib
import hmac
import json
import time

from cases import case, operation
from cases.baskets import HUGE
from cases.products import UNKNOWN
from shop import eventually, unique_key

NO_PAYMENT = "pay_00000000-0000-7000-8000-000000000000"
NO_METHOD = "pm_00000000-0000-7000-8000-000000000000"
NO_BASKET = "bsk_00000000-0000-7000-8000-000000000000"
ACTION = "pm_card_threeDSecure2Required"
DECLINE = "pm_card_visa_chargeDeclined"
ON_ONE = ["process_payment", "cancel_payment", "get_payment", "list_transitions"]
ON_METHOD = ["change_payment_method", "remove_payment_method", "set_default_payment_method"]


@operation("create_payment", status=201, access="user", body="json", key="required")
def _(world):
    return {"json": {"product_id": world.product()["id"], "quantity": 2}}


@operation("process_payment", access="user", body="json", key="required")
def _(world):
    return {"path": world.pending()["id"], "json": {"payment_method_id": "pm_card_visa"}}


@operation("cancel_payment", access="user", body="json", key="required")
def _(world):
    return {"path": world.pending()["id"], "json": {"reason": "changed my mind"}}


@operation("list_payments", access="user")
def _(world):
    return {}


@operation("list_all_payments", access="admin")
def _(world):
    return {"query": f"user_id={world.buyer.id}&limit=2"}


@operation("get_payment", access="user", etag=True)
def _(world):
    return {"path": world.pending()["id"]}


@operation("get_any_payment", access="admin", etag=True)
def _(world):
    return {"path": world.pending()["id"]}


@operation("list_transitions", access="user")
def _(world):
    return {"path": world.pending()["id"]}


# Paying


def pay(world, method=None, by=None, key=None, **fields):
    body = fields | ({"payment_method_id": method} if method else {})
    return world.call("create_payment", json=body, by=by, **({"key": key} if key else {}))


def process(world, payment, method="pm_card_visa", **more):
    return world.call("process_payment", path=payment["id"], json={"payment_method_id": method}, **more)


@case("create_payment", 202)
def _(world, id):
    answer = pay(world, ACTION, product_id=world.product()["id"], quantity=1)
    assert (answer.json["status"], answer.json["state"]) == ("processing", "requires_action")
    assert answer.json["next_action"]["redirect_to_url"]["url"].startswith(world.shop.url("sandbox"))
    return answer


@case("process_payment", 202)
def _(world, id):
    return process(world, world.pending(), ACTION)


@case("create_payment", 402, "payment.declined")
def _(world, id):
    answer = pay(world, DECLINE, product_id=world.product()["id"], quantity=1)
    assert answer.json["decline_code"] == "generic_decline" and answer.json["payment_status"] == "pending"
    return answer


@case("process_payment", 402, "payment.declined")
def _(world, id):
    payment = world.pending()
    answer = process(world, payment, "pm_card_chargeDeclinedInsufficientFunds")
    assert answer.json["decline_code"] == "insufficient_funds" and answer.json["payment_id"] == payment["id"]
    return answer


@case("create_payment", 404, "basket.not_found")
def _(world, id):
    for no_id in ("basket", "bsk_1"):
        pay(world, basket_id=no_id).expect(404, "basket.not_found")
    return pay(world, basket_id=NO_BASKET)


@case("create_payment", 404, "product.not_found")
def _(world, id):
    return pay(world, product_id=UNKNOWN, quantity=1)


@case("create_payment", 404, "payment_method.not_found")
def _(world, id):
    return pay(world, NO_METHOD, product_id=world.product()["id"], quantity=1)


@case("process_payment", 404, "payment_method.not_found")
def _(world, id):
    return process(world, world.pending(), NO_METHOD)


@case([*ON_ONE, "get_any_payment"], 404, "payment.not_found")
def _(world, id):
    """Unknown, no id at all, or somebody else's."""
    good = world.good(id)
    if id != "get_any_payment":
        world.call(id, **good | {"by": world.shop.customer()}).expect(404, "payment.not_found")
    for path in (NO_PAYMENT, "pay_1", "0", good["path"].upper()):
        answer = world.call(id, **good | {"path": path}).expect(404, "payment.not_found")
    return answer


@case("create_payment", 409, "payment.insufficient_stock")
def _(world, id):
    product = world.product(stock=2)
    answer = pay(world, product_id=product["id"], quantity=3)
    assert answer.json["lines"] == [{"product_id": product["id"], "requested": 3, "available": 2}]
    return answer


@case("create_payment", 409, "payment.basket_empty")
def _(world, id):
    return pay(world, basket="current", by=world.shop.customer())


@case("create_payment", 409, "payment.total_changed")
def _(world, id):
    product = world.product(price=500)
    wrong = {"amount": 1000, "currency": "EUR"}
    answer = pay(world, product_id=product["id"], quantity=2, expected_total=wrong)
    assert answer.json["total"] == {"amount": 1000, "currency": "USD"}
    return answer


@case("create_payment", 409, "payment.already_open")
def _(world, id):
    customer, _ = world.in_basket()
    first = pay(world, basket="current", by=customer).expect(201).json
    answer = pay(world, basket="current", by=customer)
    assert answer.json["payment_id"] == first["id"]
    return answer


@case("create_payment", 409, "product.inactive")
def _(world, id):
    customer, product = world.in_basket()
    world.admin.post(f"/admin/products/{product['id']}/deactivate").expect(200)
    answer = pay(world, basket="current", by=customer)
    assert answer.json["lines"] == [{"product_id": product["id"]}]
    return answer


@case("create_payment", 409, "payment_method.inactive")
def _(world, id):
    customer, method = with_inactive_method(world)
    return pay(world, method["id"], product_id=world.product()["id"], quantity=1, by=customer)


@case("process_payment", 409, "payment_method.inactive")
def _(world, id):
    customer, method = with_inactive_method(world)
    payment = customer.pay(product_id=world.product()["id"], quantity=1)
    return process(world, payment, method["id"], by=customer)


TOO_MUCH = 100_000_000  # minor units: a cent more than the provider takes at once


@case("create_payment", 409, "payment.failed")
def _(world, id):
    """The provider takes no payment of so much."""
    return pay(world, "pm_card_visa", product_id=world.product(price=TOO_MUCH)["id"], quantity=1)


@case("process_payment", 409, "payment.failed")
def _(world, id):
    return process(world, world.pending(price=TOO_MUCH))


@case("create_payment", 409, "payment.ended")
def _(world, id):
    """A repeat of what had no answer yet, and was cancelled meanwhile."""
    key, body = unique_key(), {"product_id": world.product()["id"], "quantity": 1}
    payment = pay(world, ACTION, key=key, **body).expect(202).json
    world.buyer.cancel(payment).expect(200)
    return pay(world, ACTION, key=key, **body)


@case("process_payment", 409, "payment.ended")
def _(world, id):
    """The time to pay is over."""
    faulty = world.faulty()
    payment = faulty.pending()
    faulty.sql("payment", "UPDATE payments SET expires_at = 1 WHERE id = ?", payment["id"])
    return process(faulty, payment)


@case("create_payment", 409, "payment.reservation_lost")
def _(world, id):
    """The stock is gone while the bank thinks."""
    faulty = world.faulty()
    product = faulty.product()
    with faulty.fault("confirm", "delay", delay_ms=800):
        with faulty.meanwhile(lambda: pay(faulty, "pm_card_visa", product_id=product["id"], quantity=1)) as answer:
            payment = eventually(lambda: listed(faulty, product, "confirming"), within=5)
            lose_reservation(faulty, payment)
        return answer()


@case("process_payment", 409, "payment.reservation_lost")
def _(world, id):
    faulty = world.faulty()
    payment = faulty.pending()
    lose_reservation(faulty, payment)
    return process(faulty, payment)


def lose_reservation(faulty, payment):
    faulty.sql("product", "UPDATE reservations SET expires_at = 1 WHERE id = ?", payment["id"])


def listed(world, product, state):
    """The payment of a product in that state, if there is one."""
    for payment in world.buyer.get("/payments?limit=5").expect(200).json["data"]:
        if payment["lines"][0]["product_id"] == product["id"] and payment["state"] == state:
            return payment
    return None


@case("process_payment", 409, "payment.not_processable")
def _(world, id):
    payment = world.completed()
    answer = process(world, payment)
    assert (answer.json["payment_id"], answer.json["payment_status"]) == (payment["id"], "completed")
    return answer


@case("cancel_payment", 409, "payment.not_cancellable")
def _(world, id):
    payment = world.completed()
    answer = world.call(id, path=payment["id"], json={})
    assert (answer.json["payment_id"], answer.json["payment_status"]) == (payment["id"], "completed")
    return answer


@case(["process_payment", "cancel_payment"], 409, "payment.in_progress")
def _(world, id):
    """Somebody else's request is working on it."""
    return while_processing(
        world, 800, lambda faulty, payment: faulty.call(id, **faulty.good(id) | {"path": payment["id"]})
    )


@case("process_payment", 409, "idempotency.in_flight")
def _(world, id):
    """A repeat of what is still under way waits for it, but not longer than a request may take."""
    return while_processing(world, 2500, lambda faulty, payment: process(faulty, payment, key=f"first_{payment['id']}"))


def while_processing(world, delay_ms, request):
    """The answer to a request about a payment that the bank takes its time over."""
    faulty = world.faulty()
    payment = faulty.pending()
    with faulty.fault("confirm", "delay", delay_ms=delay_ms):
        with faulty.meanwhile(lambda: process(faulty, payment, key=f"first_{payment['id']}")):
            eventually(lambda: faulty.buyer.payment(payment)["state"] == "confirming", within=5)
            return request(faulty, payment)


@case("create_payment", 409, "idempotency.in_flight")
def _(world, id):
    faulty = world.faulty()
    product, key = faulty.product(), unique_key()

    def request():
        return pay(faulty, "pm_card_visa", key=key, product_id=product["id"], quantity=1)

    with faulty.fault("confirm", "delay", delay_ms=2500):
        with faulty.meanwhile(request):
            eventually(lambda: listed(faulty, product, "confirming"), within=5)
            return request()


@case("create_payment", 422, "payment.invalid")
def _(world, id):
    product = world.product()["id"]
    rules = [
        ({}, ("", "exactly_one")),
        ({"basket": "current", "product_id": product, "quantity": 1}, ("", "exactly_one")),
        ({"basket": "mine"}, ("/basket", "enum")),
        ({"product_id": product}, ("/quantity", "required")),
        ({"product_id": 0, "quantity": 1}, ("/product_id", "min")),
        ({"product_id": product, "quantity": 0}, ("/quantity", "range")),
        ({"product_id": product, "quantity": 100}, ("/quantity", "range")),
        ({"basket": "current", "quantity": 1}, ("/quantity", "unexpected")),
        ({"basket": "current", "order_id": "x" * 65}, ("/order_id", "max_length")),
        ({"basket": "current", "return_url": "ftp://example.com/"}, ("/return_url", "url")),
        ({"basket": "current", "return_url": "https://me:secret@example.com/"}, ("/return_url", "url")),
        (
            {"basket": "current", "expected_total": {"amount": 1, "currency": "XYZ"}},
            ("/expected_total/currency", "currency"),
        ),
        ({"product_id": product, "quantity": 1, "payment_method_id": "visa"}, ("/payment_method_id", "payment_method")),
        ({"product_id": product, "quantity": 1, "payment_method_id": ""}, ("/payment_method_id", "payment_method")),
    ]
    for body, broken in rules:
        answer = world.call(id, json=body).expect(422, "payment.invalid")
        assert answer.errors == [broken], body
    return answer


@case("process_payment", 422, "payment.invalid")
def _(world, id):
    payment = world.pending()
    answer = process(world, payment, "visa")
    assert answer.errors == [("/payment_method_id", "payment_method")]
    body = {"payment_method_id": "pm_card_visa", "return_url": "javascript:alert(1)"}
    answer = world.call(id, path=payment["id"], json=body)
    assert answer.errors == [("/return_url", "url")]
    return answer


@case("cancel_payment", 422, "payment.invalid")
def _(world, id):
    answer = world.call(id, path=world.pending()["id"], json={"reason": "x" * 256})
    assert answer.errors == [("/reason", "max_length")]
    return answer


@case("create_payment", 422, "payment.amount_out_of_range")
def _(world, id):
    return pay(world, product_id=world.product(price=HUGE)["id"], quantity=3)


@case("create_payment", 422, "payment.nothing_to_charge")
def _(world, id):
    product = world.product(price=0)
    answer = pay(world, product_id=product["id"], quantity=1)
    assert world.buyer.stock(product)["reserved"] == 0, "nothing is held for it"
    return answer


@case("cancel_payment", 202)
def _(world, id):
    """The provider does not answer whether it has given up the intent."""
    faulty = world.faulty()
    payment = (
        faulty.buyer.try_to_pay(DECLINE, product_id=faulty.product()["id"], quantity=1)
        .expect(402, "payment.declined")
        .json
    )
    with faulty.fault("cancel", "429", times=20):
        answer = faulty.call(id, path=payment["payment_id"], json={})
    assert (answer.json["status"], answer.json["state"]) == ("processing", "cancelling")
    return answer


# Saved methods


@operation("list_payment_methods", access="user")
def _(world):
    return {}


@operation("add_payment_method", status=201, access="user", body="json", key="optional")
def _(world):
    return {"json": method_body(), "by": world.shop.customer()}


@operation("change_payment_method", access="user", body="json")
def _(world):
    customer = world.shop.customer()
    return {"path": customer.save_method()["id"], "json": {"is_active": False}, "by": customer}


@operation("remove_payment_method", status=204, access="user")
def _(world):
    customer = world.shop.customer()
    return {"path": customer.save_method()["id"], "by": customer}


@operation("set_default_payment_method", access="user", body="ignored", key="optional")
def _(world):
    customer = world.shop.customer()
    customer.save_method()
    return {"path": customer.save_method("pm_card_mastercard")["id"], "by": customer}


def method_body(**fields):
    return {"type": "card", "provider": "stripe", "token": "pm_card_visa"} | fields


def with_inactive_method(world):
    customer = world.shop.customer()
    method = customer.save_method()
    customer.put(f"/payment-methods/{method['id']}", {"is_active": False}).expect(200)
    return customer, method


@case("add_payment_method", 409, "payment_method.too_many")
def _(world, id):
    customer = world.shop.customer()
    for _ in range(20):
        customer.save_method()
    return world.call(id, json=method_body(), by=customer)


@case("add_payment_method", 422, "payment.invalid")
def _(world, id):
    answer = world.call(id, json=method_body(type="cash", provider="bank"))
    assert answer.errors == [("/type", "enum"), ("/provider", "enum")]
    answer = world.call(id, json=method_body(token="visa"))
    assert answer.errors == [("/token", "payment_method")]
    return answer


@case("add_payment_method", 422, "payment_method.unknown")
def _(world, id):
    return world.call(id, json=method_body(token="pm_nobody_made_this"))


@case("add_payment_method", 503, "payment.provider_unavailable")
def _(world, id):
    return world.without_provider().call(id, json=method_body())


@case(ON_METHOD, 404, "payment_method.not_found")
def _(world, id):
    good = world.good(id)
    world.call(id, **good | {"by": world.buyer}).expect(404, "payment_method.not_found")
    for path in ("pm_1", "0"):
        world.call(id, **good | {"path": path}).expect(404, "payment_method.not_found")
    return world.call(id, **good | {"path": NO_METHOD})


@case("change_payment_method", 409, "payment_method.inactive")
def _(world, id):
    customer, method = with_inactive_method(world)
    return world.call(id, path=method["id"], json={"is_default": True}, by=customer)


@case("set_default_payment_method", 409, "payment_method.inactive")
def _(world, id):
    customer, method = with_inactive_method(world)
    return world.call(id, path=method["id"], by=customer)


@case("change_payment_method", 422, "payment.invalid")
def _(world, id):
    customer = world.shop.customer()
    answer = world.call(id, path=customer.save_method()["id"], json={"is_default": False}, by=customer)
    assert answer.errors == [("/is_default", "default_required")]
    return answer


# The webhook


@operation("receive_webhook", access="provider", body="raw")
def _(world):
    return signed(event())


def event(**fields):
    """An event that concerns nobody."""
    about = {"object": {"id": "ch_1", "object": "charge"}}
    return {
        "id": f"evt_{unique_key()}",
        "object": "event",
        "api_version": "2024-06-20",
        "type": "charge.updated",
        "livemode": False,
        "created": int(time.time()),
        "data": about,
    } | fields


def signed(event):
    body = json.dumps(event)
    return {"body": body, "headers": {"Stripe-Signature": signature(body, int(time.time()))}}


def signature(body, at, secret="whsec_demo"):
    """As Stripe signs: HMAC-SHA256 of time and body."""
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.{body}'.encode(), hashlib.sha256).hexdigest()}"


@case("receive_webhook", 400, "webhook.invalid_signature")
def _(world, id):
    body, now = world.good(id)["body"], int(time.time())
    bad = [
        signature(body + " ", now),
        signature(body, now, "whsec_other"),
        signature(body, now - 3600),
        signature(body, now).replace("v1=", "v0="),
        "t=,v1=",
        "",
    ]
    for text in bad:
        answer = world.call(id, body=body, headers={"Stripe-Signature": text}).expect(400, "webhook.invalid_signature")
    return answer


@case("receive_webhook", 400, "webhook.mismatch")
def _(world, id):
    """Of real money, or of a version of the API that the shop does not read."""
    for fields in ({"livemode": True}, {"api_version": "2023-10-16"}, {"api_version": None}):
        answer = world.call(id, **signed(event(**fields))).expect(400, "webhook.mismatch")
    return answer
