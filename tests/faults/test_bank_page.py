"""A card whose bank asks its owner on a page: the process is killed at every durable write before, while and after that."""

import pytest

from faultlib import Sale, crash_at, insist, settled
from shop import eventually
from shop.bank import BankPage

ACTION = "pm_card_threeDSecure2Required"
BEFORE = [
    "payment.validated",
    "stock.reserve",
    "payment.stock_reserved",
    "provider.create",
    "payment.confirming",
    "provider.confirm",
    "payment.requires_action",
    "payment.webhook",
]
AFTER = [
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
EXPIRING = ["payment.cancelling", "provider.cancel", "payment.expired", "stock.release"]


def page_of(shop, payment):
    """The payment's page at the sandbox's present port."""
    page = BankPage(payment)
    page.url = f"{shop.url('sandbox')}/3ds/{page.url.rsplit('/', 1)[1]}"
    return page


def waiting(sale):
    """The payment, once it waits for its buyer."""

    def asked():
        (payment,) = sale.payments()
        return payment if payment["state"] == "requires_action" else None

    return eventually(asked, within=20, what="the payment waits for its buyer")


def asked_before(shop, method=ACTION):
    """A sale whose buyer is at the bank's page, and the shop stopped."""
    sale = Sale(shop.start_with(), method=method)
    sale.pay().expect(202)
    payment = waiting(sale)
    shop.await_quiet()
    shop.stop()
    return sale, payment


@pytest.mark.parametrize("point", BEFORE)
def test_the_buyer_may_still_confirm_after_a_crash_at(point, new_shop):
    shop = new_shop()
    sale = Sale(shop.start_with(), method=ACTION)
    shop.stop()
    shop.start_with(crash_at(point))
    sale.rejoin().pay()
    shop.await_crash()

    shop.start_with()
    payment = waiting(sale.rejoin())
    page_of(shop, payment).confirm()
    sale.assert_sold(payment)


@pytest.mark.parametrize("point", AFTER)
def test_a_confirmed_sale_completes_by_itself_after_a_crash_at(point, new_shop):
    shop = new_shop()
    sale, payment = asked_before(shop)
    shop.start_with(crash_at(point))
    page_of(shop, payment).confirm()
    shop.await_crash()

    shop.start_with()
    sale.rejoin().assert_sold(payment)


@pytest.mark.parametrize("point", ["payment.intent_created", "payment.webhook"])
def test_a_declined_one_takes_another_card_after_a_crash_at(point, new_shop):
    shop = new_shop()
    sale, payment = asked_before(shop)
    shop.start_with(crash_at(point))
    page_of(shop, payment).decline()
    shop.await_crash()

    shop.start_with()
    sale.rejoin()
    eventually(lambda: sale.buyer.payment(payment)["state"] == "intent_created", within=20, what="the decline is known")
    sale.assert_sold(settled(lambda: sale.process(payment)).expect(200).json)


@pytest.mark.parametrize("point", EXPIRING)
def test_one_that_nobody_confirms_expires_once_in_spite_of_a_crash_at(point, new_shop):
    shop = new_shop()
    sale, payment = asked_before(shop)
    shop.edit("payment", "UPDATE payments SET expires_at = created_at, next_action_at = created_at WHERE id = ?", payment["id"])
    shop.launch_with(crash_at(point))
    shop.await_crash()

    shop.start_with()
    sale.rejoin().assert_not_sold(payment, "expired")
    (status,) = shop.rows("sandbox", "SELECT status FROM payment_intents")
    assert status == ("canceled",)


def test_a_buyer_who_comes_back_while_the_bank_is_away_is_not_lost(new_shop):
    shop = new_shop("sandbox.faults=true")
    sale = Sale(shop.start_with(), method=ACTION)
    sale.pay().expect(202)
    payment = waiting(sale)
    shop.order_fault("retrieve", "429", times=2)
    assert insist(lambda: sale.process(payment, ACTION)).status == 202
    page_of(shop, payment).confirm()
    sale.assert_sold(payment)
