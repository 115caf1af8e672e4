"""A provider that failed inside repeats its failure under the key: what was done is found, what was not is asked for anew
after ten minutes, and nothing is ever done twice."""

import pytest

from faultlib import Sale, settled
from shop import eventually

TEN_MINUTES = 600 * 1_000_000
DECLINING = "pm_card_visa_chargeDeclined"


@pytest.fixture
def shop(open_shop):
    return open_shop("sandbox.faults=true")


def keys_of(shop, operation):
    rows = shop.rows("payment", "SELECT key FROM gateway_calls WHERE operation = ? ORDER BY attempt", operation)
    return [key.split(":", 1)[1] for (key,) in rows]


def intents(shop):
    return shop.value("sandbox", "SELECT count(*) FROM payment_intents")


def let_ten_minutes_pass(shop, payment):
    """For the provider's key: the payment's own time goes on as it is."""
    changed = shop.edit(
        "payment",
        "UPDATE payments SET prepared_at = prepared_at - ?, next_action_at = 1, lease_owner = '', lease_until = NULL WHERE id = ?",
        TEN_MINUTES,
        payment["id"],
    )
    assert changed == 1


def uncertain(sale, state):
    """The payment, once it is uncertain in that state."""

    def doubtful():
        (payment,) = sale.payments()
        return payment if payment["state"] == state and payment["uncertain"] else None

    return eventually(doubtful, what=f"the payment is uncertain while {state}")


def test_an_intent_that_was_made_is_found(shop):
    shop.order_fault("create", "500_with_effect")
    sale = Sale(shop)
    sale.pay()
    (payment,) = sale.payments()
    sale.assert_sold(payment)
    assert intents(shop) == 1 and keys_of(shop, "create") == ["create:1"]


def test_an_intent_that_was_not_made_is_asked_for_under_a_new_key(shop):
    shop.order_fault("create", "500_without_effect")
    sale = Sale(shop)
    assert sale.pay().status == 202
    payment = uncertain(sale, "stock_reserved")
    assert keys_of(shop, "create") == ["create:1"]
    let_ten_minutes_pass(shop, payment)
    sale.assert_sold(payment)
    assert intents(shop) == 1 and keys_of(shop, "create") == ["create:1", "create:2"]


def test_money_that_was_taken_is_found(shop):
    shop.order_fault("capture", "500_with_effect")
    sale = Sale(shop)
    sale.pay()
    (payment,) = sale.payments()
    sale.assert_sold(payment)
    assert keys_of(shop, "capture") == ["capture:1"]


def test_money_that_was_not_taken_is_taken_under_a_new_key(shop):
    shop.order_fault("capture", "500_without_effect")
    sale = Sale(shop)
    assert sale.pay().status == 202
    payment = uncertain(sale, "capturing")
    let_ten_minutes_pass(shop, payment)
    sale.assert_sold(payment)
    assert keys_of(shop, "capture") == ["capture:1", "capture:2"]


@pytest.mark.parametrize("effect, keys", [("500_with_effect", ["cancel:1"]), ("500_without_effect", ["cancel:1", "cancel:2"])])
def test_a_cancelled_payment_is_cancelled(effect, keys, shop):
    sale = Sale(shop, method=DECLINING)
    sale.pay().expect(402, "payment.declined")
    (payment,) = sale.payments()
    shop.order_fault("cancel", effect)
    answer = sale.cancel(payment)
    assert answer.status in (200, 202), answer
    if len(keys) > 1:
        let_ten_minutes_pass(shop, uncertain(sale, "cancelling"))
    assert settled(lambda: sale.cancel(payment)).expect(200).json["status"] == "cancelled"
    sale.assert_not_sold(payment, "cancelled")
    assert keys_of(shop, "cancel") == keys


def test_a_payment_that_is_cancelled_before_its_intent_was_made_ends_without_one(shop):
    shop.order_fault("create", "500_without_effect")
    sale = Sale(shop)
    sale.pay()
    payment = uncertain(sale, "stock_reserved")
    assert settled_or_cancelling(sale, payment).json["state"] == "cancelling"
    let_ten_minutes_pass(shop, payment)
    sale.assert_not_sold(payment, "cancelled")
    assert intents(shop) == 0 and keys_of(shop, "create") == ["create:1"]


def settled_or_cancelling(sale, payment):
    """The answer to a cancel that reached the payment."""
    got = []
    eventually(lambda: got.append(sale.cancel(payment)) or got[-1].code != "payment.in_progress", what="its turn")
    return got[-1]


def test_a_damaged_payment_stands_in_nobodys_way(shop):
    damaged, others = Sale(shop, 0, method=None), [Sale(shop, number, method=None) for number in (1, 2)]
    payments = [sale.pay().expect(201).json for sale in [damaged, *others]]
    shop.edit("payment", "UPDATE payments SET currency = '???' WHERE id = ?", payments[0]["id"])
    shop.edit("payment", "UPDATE payments SET expires_at = created_at, next_action_at = created_at")
    for sale, payment in zip(others, payments[1:]):
        eventually(lambda: sale.buyer.payment(payment)["status"] == "expired", within=20, what="it has expired")
    metrics = damaged.buyer.request("GET", "//metrics").body.decode()
    assert "payments_unreadable_total 1" in metrics

    shop.edit("payment", "UPDATE payments SET currency = 'USD', next_action_at = 1 WHERE id = ?", payments[0]["id"])
    damaged.assert_not_sold(payments[0], "expired")
