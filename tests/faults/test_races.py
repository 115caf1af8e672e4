"""Many at the same moment: nothing is sold twice, lost or left behind."""

import collections

import pytest

from faultlib import Sale, all_at_once, insist, settled
from shop import eventually, unique_key

BUYERS, UNITS, REPEATS = 50, 5, 20

THREADS = pytest.mark.parametrize("threads", [1, 2])


@pytest.fixture
def busy_shop(open_shop):
    return lambda threads: open_shop(f"server.threads={threads}")


@THREADS
@pytest.mark.parametrize("way", ["baskets", "directly"])
def test_fifty_buyers_of_five_units_get_exactly_five(way, threads, busy_shop):
    shop = busy_shop(threads)
    product = shop.buyer().product(stock=UNITS)
    buyers = [shop.buyer(number) for number in range(BUYERS)]
    wish = {"product_id": product["id"], "quantity": 1} if way == "directly" else {"basket": "current"}
    if way == "baskets":
        for buyer in buyers:
            buyer.fill(product, 1)

    answers = all_at_once(*[lambda buyer=buyer: buyer.try_to_pay("pm_card_visa", **wish) for buyer in buyers])

    outcomes = collections.Counter((answer.status, answer.code) for answer in answers)
    assert outcomes == {(201, None): UNITS, (409, "payment.insufficient_stock"): BUYERS - UNITS}
    assert all(answer.json["status"] == "completed" for answer in answers if answer.status == 201)
    gone = {"available": 0, "on_hand": 0, "reserved": 0}
    eventually(lambda: shop.buyer().stock(product) == gone, what="every unit is gone and nothing held")
    assert shop.value("sandbox", "SELECT count(*) FROM bank_ledger") == UNITS
    for buyer, answer in zip(buyers, answers):
        if way == "baskets":
            left = 0 if answer.status == 201 else 1
            eventually(lambda: buyer.basket()["item_count"] == left, what=f"{left} in the basket")
    shop.reconcile()


@THREADS
@pytest.mark.parametrize("method", ["pm_card_visa", "pm_card_visa_chargeDeclined", None])
def test_one_key_from_twenty_clients_is_one_payment_with_one_answer(method, threads, busy_shop):
    shop = busy_shop(threads)
    sale = Sale(shop, method=method)

    answers = all_at_once(*[sale.pay] * REPEATS)

    first = answers[0]
    assert (first.status, first.code) == ((402, "payment.declined") if method and "Declined" in method else (201, None))
    for answer in answers:
        assert (answer.status, answer.json) == (first.status, first.json)
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    (payment,) = sale.payments()
    if method == "pm_card_visa":
        sale.assert_sold(payment)
    else:
        # None of the twenty has left the payment locked; of a decline the recovery may just be hearing as well.
        (insist if method else lambda send: send())(lambda: sale.cancel(payment)).expect(200)
        sale.assert_not_sold(payment, "cancelled")


def test_one_key_with_different_wishes_at_once_serves_one_of_them(open_shop):
    shop = open_shop()
    buyer = shop.buyer()
    product = buyer.product(stock=1000)
    key = unique_key()

    answers = all_at_once(
        *[
            lambda quantity=quantity: buyer.try_to_pay("pm_card_visa", key, product_id=product["id"], quantity=quantity)
            for quantity in range(1, REPEATS + 1)
        ]
    )

    outcomes = collections.Counter((answer.status, answer.code) for answer in answers)
    assert outcomes == {(201, None): 1, (422, "idempotency.key_reused"): REPEATS - 1}
    assert len(buyer.get("/payments").expect(200).json["data"]) == 1
    shop.reconcile()


@THREADS
def test_two_tabs_that_pay_one_basket_buy_it_once(threads, busy_shop):
    shop = busy_shop(threads)
    for number in range(10):
        sale = Sale(shop, number)

        def pay_in_a_tab():
            return sale.buyer.try_to_pay("pm_card_visa", unique_key())

        paid, refused = sorted(all_at_once(pay_in_a_tab, pay_in_a_tab), key=lambda answer: answer.status)

        assert paid.expect(201).json["status"] == "completed"
        # The second tab may even look when the basket has been emptied.
        assert refused.status == 409 and refused.code in ("payment.already_open", "payment.basket_empty"), refused
        if refused.code == "payment.already_open":
            assert refused.json["payment_id"] == paid.json["id"]
        sale.assert_sold(paid.json)


@THREADS
def test_edits_of_a_basket_at_the_same_time_are_all_there_afterwards(threads, busy_shop):
    shop = busy_shop(threads)
    buyer = shop.buyer()
    products = [buyer.product(stock=100) for _ in range(6)]
    for product in products[3:]:
        buyer.fill(product, 5)

    def add(product, quantity):
        return lambda: buyer.post("/users/basket/items", {"product_id": product["id"], "quantity": quantity})

    answers = all_at_once(
        *[add(product, 2) for product in products[:3] * 4],
        lambda: buyer.put(f"/users/basket/items/{products[3]['id']}", {"quantity": 7}),
        lambda: buyer.delete(f"/users/basket/items/{products[4]['id']}"),
        add(products[5], 1),
    )

    assert [answer.status for answer in answers] == [200] * len(answers)
    there = {item["product_id"]: item["quantity"] for item in buyer.basket()["items"]}
    wanted = {product["id"]: 8 for product in products[:3]} | {products[3]["id"]: 7, products[5]["id"]: 6}
    assert there == wanted
    shop.await_quiet()
    shop.reconcile()


@THREADS
def test_the_same_addition_sent_twenty_times_with_one_key_counts_once(threads, busy_shop):
    shop = busy_shop(threads)
    buyer = shop.buyer()
    product = buyer.product(stock=100)
    key = unique_key()
    add = {"product_id": product["id"], "quantity": 3}

    answers = all_at_once(*[lambda: buyer.post("/users/basket/items", add, key=key)] * REPEATS)

    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert buyer.basket()["item_count"] == 3


@THREADS
def test_a_payment_is_either_cancelled_or_paid_when_both_are_asked_at_once(threads, busy_shop):
    shop = busy_shop(threads)
    ends = collections.Counter()
    for number in range(16):
        sale = Sale(shop, number, method=None if number % 2 else "pm_card_visa_chargeDeclined")
        sale.pay()
        (payment,) = sale.payments()

        paid, cancelled = all_at_once(lambda: sale.process(payment), lambda: sale.cancel(payment))

        paid = paid if paid.code != "payment.in_progress" else settled(lambda: sale.process(payment))
        cancelled = cancelled if cancelled.code != "payment.in_progress" else settled(lambda: sale.cancel(payment))
        ends[sale.buyer.payment(payment)["status"]] += 1
        if paid.status == 200:
            assert (cancelled.status, cancelled.code) == (409, "payment.not_cancellable"), cancelled
            sale.assert_sold(payment)
        else:
            assert (paid.status, paid.json["payment_status"]) == (409, "cancelled"), paid
            assert cancelled.expect(200).json["status"] == "cancelled"
            sale.assert_not_sold(payment, "cancelled")
    assert ends.total() == 16 and set(ends) <= {"completed", "cancelled"}


@THREADS
def test_a_payment_with_two_methods_at_once_is_charged_once(threads, busy_shop):
    shop = busy_shop(threads)
    for number in range(8):
        sale = Sale(shop, number, method=None)
        payment = sale.pay().expect(201).json

        def process(method):
            return lambda: sale.buyer.process(payment, method, unique_key())

        answers = all_at_once(process("pm_card_visa"), process("pm_card_mastercard"))

        assert sorted(answer.status for answer in answers) == [200, 409], answers
        sale.assert_sold(payment)


@THREADS
def test_a_refresh_token_used_twice_at_once_serves_one_and_ends_the_session(threads, busy_shop):
    shop = busy_shop(threads)
    for number in range(8):
        buyer = shop.buyer(number)

        def refresh():
            return buyer.post("/users/refresh-token", {"refresh_token": buyer.refresh_token}, token=None)

        served, refused = sorted(all_at_once(refresh, refresh), key=lambda answer: answer.status)

        served.expect(200)
        refused.expect(401, "auth.refresh_reused")
        shop.secrets |= {served.json["access_token"], served.json["refresh_token"]}
        buyer.post("/users/refresh-token", {"refresh_token": served.json["refresh_token"]}, token=None).expect(
            401, "auth.invalid_refresh_token"
        )
        eventually(
            lambda: buyer.get("/users/profile", token=served.json["access_token"]).status == 401,
            within=5,
            what="the session's access token is refused as well",
        )
    shop.await_quiet()
    shop.reconcile()


def test_an_account_is_registered_once_by_many_at_once(open_shop):
    shop = open_shop()
    body = {"email": "grace.hopper@example.com", "password": "a password for one", "first_name": "Grace", "last_name": "Hopper"}

    answers = all_at_once(*[lambda: shop.client().post("/users/register", body)] * 10)

    assert collections.Counter(answer.status for answer in answers if answer.status != 503)[201] == 1
    assert {answer.code for answer in answers if answer.status != 201} <= {"user.email_taken", "server.overloaded"}
    assert shop.value("user", "SELECT count(*) FROM users WHERE email = ?", body["email"]) == 1


def test_a_product_is_given_its_sku_once_by_many_at_once(open_shop):
    shop = open_shop()
    admin = shop.admin()
    body = {"name": "Brass compass", "sku": "RACE-1", "price": {"amount": 100, "currency": "USD"}, "stock": 1}

    answers = all_at_once(*[lambda: admin.post("/admin/products", body)] * 10)

    outcomes = collections.Counter((answer.status, answer.code) for answer in answers)
    assert outcomes == {(201, None): 1, (409, "product.sku_taken"): 9}


@THREADS
def test_stock_changes_and_sales_at_once_add_up(threads, busy_shop):
    shop = busy_shop(threads)
    product = shop.buyer().product(stock=20)
    admin = shop.admin()
    path = f"/admin/products/{product['id']}"
    buyers = [shop.buyer(number) for number in range(10)]

    answers = all_at_once(
        *[lambda buyer=buyer: buyer.try_to_pay("pm_card_visa", product_id=product["id"], quantity=1) for buyer in buyers],
        *[lambda: admin.post(f"{path}/increase-stock", {"amount": 3, "reason": "found"})] * 5,
        *[lambda: admin.post(f"{path}/reduce-stock", {"amount": 2, "reason": "broken"})] * 5,
    )

    assert [answer.status for answer in answers] == [201] * 10 + [200] * 10
    left = {"available": 15, "on_hand": 15, "reserved": 0}
    eventually(lambda: shop.buyer().stock(product) == left, what=f"the stock is {left}")
    shop.reconcile()
