"""A purchase, from the first look to the empty basket, and what can come in between."""

import pytest

from shop import BUYER, eventually, unique_email, unique_key

DECLINES = {
    "pm_card_visa_chargeDeclined": "generic_decline",
    "pm_card_chargeDeclined": "generic_decline",
    "pm_card_chargeDeclinedInsufficientFunds": "insufficient_funds",
    "pm_card_chargeDeclinedLostCard": "lost_card",
    "pm_card_chargeDeclinedStolenCard": "stolen_card",
    "pm_card_chargeDeclinedExpiredCard": "expired_card",
    "pm_card_chargeDeclinedIncorrectCvc": "incorrect_cvc",
    "pm_card_chargeDeclinedProcessingError": "processing_error",
}


def usd(amount):
    return {"amount": amount, "currency": "USD"}


def ledger(admin, product):
    """The stock's movements, oldest first."""
    path = f"/admin/products/{product['id']}/stock-ledger?limit=100"
    return list(reversed(admin.get(path).expect(200).json["data"]))


def moves(admin, product):
    return [(each["kind"], each["delta"], each["reserved_delta"]) for each in ledger(admin, product)]


def test_a_new_customer_buys_what_is_in_the_basket(shop, admin):
    customer = shop.client()
    email = unique_email()
    registered = customer.register(email)
    assert (registered["email"], registered["role"], registered["is_active"]) == (email, "user", True)
    assert customer.login()["user"] == registered

    compass, map_ = customer.product(price=1999, stock=5), customer.product(price=350, stock=9)
    found = customer.get(f"/products/search?q={compass['sku']}").expect(200).json["data"]
    assert [product["id"] for product in found] == [compass["id"]]
    seen = customer.get(f"/products/{compass['id']}").expect(200).json
    assert seen["stock"] == 5 and "on_hand" not in seen and "min_stock" not in seen

    customer.fill(compass, 1)
    customer.fill(compass, 1)
    basket = customer.fill(map_, 3)
    assert basket["item_count"] == 5 and basket["total"] == usd(2 * 1999 + 3 * 350) and basket["problems"] == []

    answer = customer.try_to_pay("pm_card_visa", expected_total=basket["total"]).expect(201)
    payment = answer.json
    assert answer.headers["Location"] == f"/api/v1/payments/{payment['id']}"
    assert (
        payment["status"] == "completed" and payment["amount"] == basket["total"] and payment["user_id"] == customer.id
    )
    assert payment["basket_id"] == basket["id"] and payment["basket_version"] == basket["version"]
    assert payment["refunded_amount"] == usd(0) and "completed_at" in payment
    assert [(line["product_id"], line["quantity"], line["line_total"]) for line in payment["lines"]] == [
        (compass["id"], 2, usd(3998)),
        (map_["id"], 3, usd(1050)),
    ]

    emptied = eventually(lambda: not (now := customer.basket())["items"] and now, within=1, what="the basket is empty")
    assert emptied["id"] == basket["id"] and emptied["total"] == usd(0)
    sold = {"available": 3, "on_hand": 3, "reserved": 0}
    eventually(lambda: customer.stock(compass) == sold, within=1, what="the stock is reduced")
    eventually(lambda: customer.get(f"/products/{compass['id']}").json["stock"] == 3, within=1)
    assert moves(admin, compass) == [("received", 5, 0), ("reserved", 0, 2), ("consumed", -2, -2)]

    story = customer.story(payment)
    assert [step["to"] for step in story] == [
        "created",
        "validated",
        "stock_reserved",
        "intent_created",
        "confirming",
        "authorized",
        "stock_pinned",
        "capturing",
        "completed",
    ]
    assert [step["sequence"] for step in story] == list(range(1, 10))
    assert [step.get("from") for step in story] == [None] + [step["to"] for step in story[:-1]]
    assert story[-1]["status"] == "completed" and sorted(step["at"] for step in story) == [step["at"] for step in story]
    assert customer.payment(payment) == payment
    assert customer.get("/payments").expect(200).json["data"] == [payment]


def test_an_administrator_sees_the_movements_of_a_sale_with_their_cause(customer, admin):
    product = customer.product(stock=4)
    payment = customer.pay("pm_card_visa", product_id=product["id"], quantity=3)
    eventually(lambda: customer.stock(product)["reserved"] == 0)
    opening, reserved, consumed = ledger(admin, product)
    assert reserved["cause_id"] == consumed["cause_id"] == payment["id"]
    assert [(each["on_hand_after"], each["reserved_after"]) for each in (opening, reserved, consumed)] == [
        (4, 0),
        (4, 3),
        (1, 0),
    ]
    admin.post(f"/admin/products/{product['id']}/increase-stock", {"amount": 6, "reason": "new delivery"}).expect(200)
    newest = ledger(admin, product)[-1]
    assert (newest["kind"], newest["delta"], newest["reason"], newest["on_hand_after"]) == (
        "received",
        6,
        "new delivery",
        7,
    )


def test_an_administrator_finds_a_payment_by_user_and_order(customer, admin):
    payment = customer.pay("pm_card_visa", product_id=customer.product()["id"], quantity=1, order_id="order 4711")
    assert payment["order_id"] == "order 4711"
    by_order = admin.get("/admin/payments?order_id=order%204711").expect(200).json["data"]
    assert [each["id"] for each in by_order] == [payment["id"]]
    by_user = admin.get(f"/admin/payments?user_id={customer.id}&status=completed").expect(200).json["data"]
    assert [each["id"] for each in by_user] == [payment["id"]]
    assert admin.get(f"/admin/payments/{payment['id']}").expect(200).json == payment


def test_a_product_is_bought_without_a_basket(customer):
    product = customer.product(price=250, stock=5)
    other = customer.product()
    customer.fill(other)
    payment = customer.pay("pm_card_visa", product_id=product["id"], quantity=4)
    assert payment["amount"] == usd(1000) and payment["order_id"].startswith("ord_") and "basket_id" not in payment
    eventually(lambda: customer.stock(product)["on_hand"] == 1)
    assert [item["product_id"] for item in customer.basket()["items"]] == [other["id"]]


def test_a_payment_without_a_method_holds_the_stock_until_it_gets_one(customer):
    product = customer.product(stock=5)
    customer.fill(product, 2)
    payment = customer.pay()
    assert (
        payment["status"] == "pending"
        and payment["expires_at"] > payment["created_at"]
        and "payment_method" not in payment
    )
    assert customer.stock(product) == {"available": 3, "on_hand": 5, "reserved": 2}
    assert customer.basket()["item_count"] == 2

    done = customer.process(payment, "pm_card_visa").expect(200).json
    assert done["status"] == "completed" and done["id"] == payment["id"]
    eventually(lambda: customer.stock(product) == {"available": 3, "on_hand": 3, "reserved": 0})
    eventually(lambda: customer.basket()["items"] == [])


def test_what_comes_into_the_basket_while_it_is_paid_stays(customer):
    paid, late = customer.product(stock=9), customer.product()
    customer.fill(paid, 2)
    payment = customer.pay()
    customer.fill(paid, 3)
    customer.fill(late, 1)
    customer.process(payment, "pm_card_visa").expect(200)
    left = {paid["id"]: 3, late["id"]: 1}
    eventually(lambda: {item["product_id"]: item["quantity"] for item in customer.basket()["items"]} == left)


@pytest.mark.parametrize("method", DECLINES)
def test_a_declined_card_says_why_and_another_may_be_tried(customer, method):
    product = customer.product(stock=2)
    problem = customer.try_to_pay(method, product_id=product["id"], quantity=1).expect(402, "payment.declined").json
    assert problem["decline_code"] == DECLINES[method]
    payment = customer.get(f"/payments/{problem['payment_id']}").expect(200).json
    assert payment["status"] == problem["payment_status"] == "pending" and payment["decline_code"] == DECLINES[method]
    assert customer.stock(product)["reserved"] == 1

    again = customer.process(payment, method).expect(402, "payment.declined").json
    assert (again["decline_code"], again["payment_id"]) == (DECLINES[method], payment["id"])
    done = customer.process(payment, "pm_card_mastercard").expect(200).json
    assert done["status"] == "completed" and "decline_code" not in done
    eventually(lambda: customer.stock(product) == {"available": 1, "on_hand": 1, "reserved": 0})


def test_a_cancelled_payment_gives_the_stock_back(customer, admin):
    product = customer.product(stock=3)
    payment = customer.pay(product_id=product["id"], quantity=3)
    assert customer.stock(product)["available"] == 0
    cancelled = customer.cancel(payment, reason="too dear").expect(200).json
    assert cancelled["status"] == "cancelled"
    eventually(lambda: customer.stock(product) == {"available": 3, "on_hand": 3, "reserved": 0})
    assert moves(admin, product)[1:] == [("reserved", 0, 3), ("released", 0, -3)]
    assert "too dear" in [step.get("reason") for step in customer.story(payment)]


def test_a_payment_is_cancelled_without_giving_a_reason(customer):
    payment = customer.pay(product_id=customer.product()["id"], quantity=1)
    assert customer.post(f"/payments/{payment['id']}/cancel", key=True).expect(200).json["status"] == "cancelled"


def test_a_payment_that_was_declined_can_be_cancelled(customer):
    product = customer.product(stock=1)
    problem = customer.try_to_pay("pm_card_chargeDeclined", product_id=product["id"], quantity=1).json
    payment = {"id": problem["payment_id"]}
    assert customer.cancel(payment).expect(200).json["status"] == "cancelled"
    eventually(lambda: customer.stock(product) == {"available": 1, "on_hand": 1, "reserved": 0})
    customer.process(payment, "pm_card_visa").expect(409, "payment.not_processable")


def test_cancelling_twice_changes_nothing(customer):
    payment = customer.pay(product_id=customer.product()["id"], quantity=1)
    first = customer.cancel(payment).expect(200).json
    assert customer.cancel(payment).expect(200).json == first
    assert customer.payment(payment) == first


def test_a_basket_can_be_paid_again_after_its_payment_was_cancelled(customer):
    customer.fill(customer.product())
    customer.cancel(customer.pay()).expect(200)
    customer.pay("pm_card_visa")


def same_answer(first, second):
    return (
        first.status,
        first.body,
        first.headers["Content-Type"],
        first.headers.get("Location"),
        first.headers.get("ETag"),
    ) == (
        second.status,
        second.body,
        second.headers["Content-Type"],
        second.headers.get("Location"),
        second.headers.get("ETag"),
    )


def test_a_repeated_purchase_is_the_same_purchase(customer):
    product, key = customer.product(stock=5), unique_key()
    body = {"product_id": product["id"], "quantity": 2, "payment_method_id": "pm_card_visa"}
    first = customer.post("/payments", body, key=key).expect(201)
    assert "Idempotent-Replayed" not in first.headers
    for _ in range(3):
        again = customer.post("/payments", body, key=key)
        assert same_answer(first, again) and again.headers["Idempotent-Replayed"] == "true"
    eventually(lambda: customer.stock(product) == {"available": 3, "on_hand": 3, "reserved": 0})
    assert len(customer.get("/payments").json["data"]) == 1


def test_a_repeat_under_a_key_adds_nothing(customer, admin):
    """The key is optional here, and counts where it is sent."""
    product, key = customer.product(stock=9), unique_key()
    body = {"product_id": product["id"], "quantity": 2}
    first = customer.post("/users/basket/items", body, key=key).expect(200)
    assert same_answer(first, customer.post("/users/basket/items", body, key=key))
    assert customer.basket()["item_count"] == 2
    customer.post("/users/basket/items", body).expect(200)
    assert customer.basket()["item_count"] == 4

    path = f"/admin/products/{product['id']}/increase-stock"
    first = admin.post(path, {"amount": 5}, key=key).expect(200)
    again = admin.post(path, {"amount": 5}, key=key)
    assert same_answer(first, again) and again.headers["Idempotent-Replayed"] == "true"
    assert customer.stock(product)["on_hand"] == 14


def test_a_repeat_gets_the_first_answer_whatever_happened_since(customer):
    """A pending payment's and a decline's answer stay what they were after the payment went on."""
    key, decline_key = unique_key(), unique_key()
    body = {"product_id": customer.product()["id"], "quantity": 1}
    first = customer.post("/payments", body, key=key).expect(201)
    declined = customer.process(first.json, "pm_card_chargeDeclined", key=decline_key).expect(402, "payment.declined")
    customer.process(first.json, "pm_card_visa").expect(200)
    assert same_answer(first, customer.post("/payments", body, key=key))
    again = customer.post(
        f"/payments/{first.json['id']}/process",
        {"payment_method_id": "pm_card_chargeDeclined"},
        key=decline_key,
        check=False,
    )
    assert (again.status, again.body) == (declined.status, declined.body)


def test_a_key_belongs_to_one_request_and_one_customer(shop, customer):
    product, key = customer.product(stock=9), unique_key()
    body = {"product_id": product["id"], "quantity": 1}
    customer.post("/payments", body, key=key).expect(201)
    customer.post("/payments", body | {"quantity": 2}, key=key).expect(422, "idempotency.key_reused")
    other = shop.customer()
    theirs = other.post("/payments", body, key=key).expect(201)
    assert theirs.json["user_id"] == other.id
    assert customer.stock(product)["reserved"] == 2


def test_a_refusal_before_anything_was_written_frees_the_key(customer, admin):
    product, key = customer.product(stock=1), unique_key()
    body = {"product_id": product["id"], "quantity": 2}
    customer.post("/payments", body, key=key).expect(409, "payment.insufficient_stock")
    admin.post(f"/admin/products/{product['id']}/increase-stock", {"amount": 1}).expect(200)
    customer.post("/payments", body, key=key).expect(201)


def test_an_expected_total_is_only_compared(customer):
    product = customer.product(price=1000)
    customer.fill(product, 2)
    problem = customer.try_to_pay("pm_card_visa", expected_total=usd(1999)).expect(409, "payment.total_changed").json
    assert problem["total"] == usd(2000)
    assert customer.stock(product)["reserved"] == 0 and customer.get("/payments").json["data"] == []
    customer.pay("pm_card_visa", expected_total=usd(2000))


def test_a_price_that_changed_shows_in_the_basket_and_is_what_is_charged(customer, admin):
    product = customer.product(price=1000)
    customer.fill(product)
    admin.patch(f"/admin/products/{product['id']}", {"price": usd(1200)}).expect(200)
    basket = customer.basket()
    assert basket["problems"] == [{"code": "price_changed", "product_id": product["id"], "current_price": usd(1200)}]
    assert basket["total"] == usd(1000)
    problem = customer.try_to_pay("pm_card_visa", expected_total=usd(1000)).expect(409, "payment.total_changed").json
    assert customer.pay("pm_card_visa", expected_total=problem["total"])["amount"] == usd(1200)


def test_too_little_stock_names_the_lines_and_holds_nothing(customer, admin):
    scarce, plenty = customer.product(stock=3), customer.product(stock=9)
    customer.fill(plenty, 2)
    customer.fill(scarce, 3)
    admin.post(f"/admin/products/{scarce['id']}/reduce-stock", {"amount": 2}).expect(200)
    assert [problem["code"] for problem in customer.basket()["problems"]] == ["insufficient_stock"]
    problem = customer.try_to_pay("pm_card_visa").expect(409, "payment.insufficient_stock").json
    assert problem["lines"] == [{"product_id": scarce["id"], "requested": 3, "available": 1}]
    assert customer.stock(plenty)["reserved"] == customer.stock(scarce)["reserved"] == 0


def test_an_empty_basket_is_not_paid(customer):
    customer.try_to_pay("pm_card_visa").expect(409, "payment.basket_empty")
    customer.basket()
    customer.try_to_pay("pm_card_visa").expect(409, "payment.basket_empty")


def test_one_state_of_a_basket_is_paid_once(customer):
    product = customer.product(stock=5)
    customer.fill(product, 1)
    first = customer.pay()
    problem = customer.try_to_pay("pm_card_visa").expect(409, "payment.already_open").json
    assert problem["payment_id"] == first["id"]
    customer.fill(product, 1)
    assert customer.pay("pm_card_visa")["lines"][0]["quantity"] == 2


def test_a_saved_method_pays(customer):
    first = customer.save_method("pm_card_visa")
    assert (first["brand"], first["last_four_digits"], first["is_default"], first["is_active"]) == (
        "visa",
        "4242",
        True,
        True,
    )
    second = customer.save_method("pm_card_mastercard", is_default=True)
    listed = customer.get("/payment-methods").expect(200).json["data"]
    assert [(method["id"], method["is_default"]) for method in listed] == [(second["id"], True), (first["id"], False)]

    payment = customer.pay(second["id"], product_id=customer.product()["id"], quantity=1)
    assert payment["status"] == "completed"
    customer.post(f"/payment-methods/{first['id']}/set-default").expect(200)
    customer.delete(f"/payment-methods/{first['id']}").expect(204)
    assert [method["is_default"] for method in customer.get("/payment-methods").json["data"]] == [True]
    customer.try_to_pay(first["id"], product_id=customer.product()["id"], quantity=1).expect(
        404, "payment_method.not_found"
    )


def test_a_card_that_asks_for_the_buyer_waits_for_the_buyer(customer):
    product = customer.product(stock=1)
    back = "https://shop.example.com/thanks"
    answer = customer.try_to_pay("pm_card_threeDSecure2Required", product_id=product["id"], quantity=1, return_url=back)
    payment = answer.expect(202).json
    assert (payment["status"], payment["state"]) == ("processing", "requires_action")
    assert payment["next_action"]["redirect_to_url"]["return_url"] == back
    assert customer.stock(product)["reserved"] == 1
    assert customer.cancel(payment).expect(200).json["status"] == "cancelled"
    eventually(lambda: customer.stock(product)["available"] == 1)


def test_everything_survives_a_restart(own_shop):
    shop = own_shop()
    customer = shop.customer()
    product = customer.product(stock=5)
    customer.fill(product, 2)
    kept = customer.product()
    done = customer.pay("pm_card_visa")
    eventually(lambda: customer.basket()["items"] == [])
    customer.fill(kept, 1)
    pending = customer.pay()
    method = customer.save_method()
    key = unique_key()
    body = {"product_id": kept["id"], "quantity": 1, "payment_method_id": "pm_card_visa"}
    first = customer.post("/payments", body, key=key).expect(201)
    basket, story = customer.basket(), customer.story(done)

    shop.restart()
    customer = customer.at()
    assert customer.basket() == basket
    assert customer.payment(done) == done and customer.story(done) == story
    assert customer.get("/payment-methods").json["data"] == [method]
    assert same_answer(first, customer.post("/payments", body, key=key))
    assert customer.stock(product) == {"available": 3, "on_hand": 3, "reserved": 0}
    assert customer.process(pending, "pm_card_visa").expect(200).json["status"] == "completed"
    eventually(lambda: customer.basket()["items"] == [])
    customer.refresh()
    customer.login()
    shop.client().login(*BUYER)
    total = customer.get("/products?include=total&limit=1").json["page"]["total"]
    assert total == 62  # the demo's 60 are not made again
