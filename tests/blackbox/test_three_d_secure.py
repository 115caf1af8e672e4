"""A card whose bank asks its owner on a page of its own: both ways to finish, and all the ways not to."""

import contextlib
import sqlite3

import pytest

from shop import eventually
from shop.bank import BankPage, parameters_of

ACTION = "pm_card_threeDSecure2Required"
BACK = "https://shop.example.com/thanks?order=7#top"


@pytest.fixture
def basket(customer):
    """A buyer with two units of a product in the basket, and the product."""
    product = customer.product(stock=5)
    customer.fill(product, 2)
    return product


def begin(customer, **fields):
    payment = customer.try_to_pay(ACTION, **fields).expect(202).json
    assert (payment["status"], payment["state"]) == ("processing", "requires_action")
    assert payment["next_action"]["type"] == "redirect_to_url"
    return payment


def assert_sold(customer, payment, product, left):
    eventually(lambda: customer.payment(payment)["status"] == "completed", within=10)
    assert "next_action" not in customer.payment(payment)
    eventually(lambda: customer.stock(product) == {"available": left, "on_hand": left, "reserved": 0}, within=10)
    eventually(lambda: customer.basket()["items"] == [], within=10)


def silence_webhooks(shop):
    """From now on the provider's events reach nobody."""
    with contextlib.closing(sqlite3.connect(shop.data / "sandbox.db", timeout=10)) as database, database:
        database.execute(
            """CREATE TRIGGER nobody_hears AFTER INSERT ON events BEGIN
                 UPDATE events SET delivery = 'none', next_try_at = NULL WHERE row = NEW.row;
               END"""
        )


def test_the_page_is_a_form_and_fetches_nothing(customer, basket):
    payment = begin(customer, return_url=BACK)
    page = BankPage(payment)
    form = page.form()
    assert form.forms == [{"method": "post"}]
    assert form.buttons == {"succeed": "outcome", "fail": "outcome"}
    assert form.fetched == []
    assert payment["id"] not in page.url and payment["transaction_id"] not in page.url
    assert customer.payment(payment)["state"] == "requires_action", "looking changes nothing"


def test_the_webhook_alone_finishes_it(customer, basket):
    payment = begin(customer)
    assert "Confirmed" in BankPage(payment).confirm().text
    assert_sold(customer, payment, basket, left=3)
    states = [step["to"] for step in customer.story(payment)]
    assert states[-6:] == ["confirming", "requires_action", "authorized", "stock_pinned", "capturing", "completed"]


def test_the_buyer_who_comes_back_finishes_it(own_shop):
    shop = own_shop()
    customer = shop.customer()
    product = customer.product(stock=5)
    customer.fill(product, 2)
    payment = begin(customer, return_url=BACK)
    silence_webhooks(shop)
    answer = BankPage(payment).confirm()
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("https://shop.example.com/thanks?order=7&") and location.endswith("#top")
    told = parameters_of(location)
    assert told["payment_intent"] == payment["transaction_id"]
    assert told["payment_intent_client_secret"] == payment["client_secret"]
    assert told["redirect_status"] == "succeeded"

    assert customer.payment(payment)["state"] == "requires_action", "nobody has told the shop"
    assert customer.process(payment, ACTION).expect(200).json["status"] == "completed"
    assert_sold(customer, payment, product, left=3)


def test_a_buyer_who_comes_back_too_early_is_sent_to_the_page_again(customer, basket):
    payment = begin(customer)
    again = customer.process(payment, ACTION).expect(202).json
    assert again["next_action"] == payment["next_action"]
    BankPage(payment).confirm()
    assert_sold(customer, payment, basket, left=3)


def test_a_buyer_who_declines_may_pay_with_another_card(customer, basket):
    payment = begin(customer, return_url=BACK)
    answer = BankPage(payment).decline()
    assert parameters_of(answer.headers["Location"])["redirect_status"] == "failed"

    def declined():
        now = customer.payment(payment)
        return now if now["status"] == "pending" else None

    now = eventually(declined, within=10)
    assert now["decline_code"] == "payment_intent_authentication_failure" and "next_action" not in now
    assert customer.stock(basket)["reserved"] == 2, "the units stay held"
    assert customer.process(payment, "pm_card_visa").expect(200).json["status"] == "completed"
    assert_sold(customer, payment, basket, left=3)


def test_a_second_try_has_a_page_of_its_own(customer, basket):
    payment = begin(customer)
    first = BankPage(payment)
    first.decline()
    eventually(lambda: customer.payment(payment)["status"] == "pending", within=10)
    second = customer.process(payment, ACTION).expect(202).json
    assert BankPage(second).url != first.url
    assert first.look().status_code == 404
    assert first.confirm().status_code == 404
    assert customer.payment(payment)["state"] == "requires_action"
    BankPage(second).confirm()
    assert_sold(customer, payment, basket, left=3)


def test_the_first_answer_counts(customer, basket):
    payment = begin(customer)
    page = BankPage(payment)
    page.confirm()
    assert_sold(customer, payment, basket, left=3)
    assert "Confirmed" in page.decline().text
    assert page.look().status_code == 410
    assert customer.payment(payment)["status"] == "completed"


def test_a_cancelled_payment_is_not_confirmed_any_more(customer, basket):
    payment = begin(customer)
    assert customer.cancel(payment).expect(200).json["status"] == "cancelled"
    assert "Declined" in BankPage(payment).confirm().text
    eventually(lambda: customer.stock(basket) == {"available": 5, "on_hand": 5, "reserved": 0}, within=10)
    assert customer.payment(payment)["status"] == "cancelled"
    assert [item["quantity"] for item in customer.basket()["items"]] == [2]


def test_a_guessed_address_is_nobodys(customer, basket):
    payment = begin(customer)
    page = BankPage(payment)
    base = page.url.rsplit("/", 1)[0]
    for guess in (payment["id"], payment["transaction_id"], payment["client_secret"], "", "0"):
        page.url = f"{base}/{guess}"
        assert page.look().status_code == 404
        assert page.confirm().status_code == 404
    assert customer.payment(payment)["state"] == "requires_action"


def test_a_form_that_is_not_the_pages_changes_nothing(customer, basket):
    payment = begin(customer)
    assert BankPage(payment).choose("yes").status_code == 400
    assert customer.payment(payment)["state"] == "requires_action"
