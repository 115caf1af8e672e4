"""A purchase from the account to the receipt, wholly over gRPC."""

import uuid

import pytest
from shop import eventually, unique_email
from shop.client import PASSWORD

from rpclib import Rpc, refused


def test_a_purchase_wholly_over_grpc(rpc, nobody, admin):
    mug = rpc.product(price=1250, stock=5, category="kitchen")
    email = unique_email()
    registered = nobody.user.Register(email=email, password=PASSWORD, first_name="Grace", last_name="Hopper")
    assert (registered.email, registered.role, registered.is_active) == (email, "user", True)
    buyer = rpc.caller()
    buyer.login(email, PASSWORD)
    assert buyer.user.GetProfile() == registered

    (found,) = buyer.product.SearchProducts(query=mug.sku).products
    assert found.id == mug.id and not found.HasField("on_hand")
    basket = buyer.basket.AddItem(product_id=mug.id, quantity=2)
    assert (basket.total.amount, basket.total.currency, basket.item_count) == (2500, "USD", 2)

    key = uuid.uuid4().hex
    bought = {"current_basket": {}, "payment_method_id": "pm_card_visa", "expected_total": {"amount": 2500, "currency": "USD"}}
    payment = buyer.payment.CreatePayment(**bought, key=key)
    assert (payment.status, payment.amount.amount, payment.lines[0].quantity) == ("completed", 2500, 2)
    again, trailers = buyer.payment.CreatePayment(**bought, key=key, whole=True)
    assert again == payment and trailers["idempotent-replayed"] == "true"

    events = buyer.payment.ListPaymentEvents(id=payment.id).events
    assert [events[0].to, events[-1].to] == ["created", "completed"]
    assert not events[0].HasField("from") and [each.sequence for each in events] == list(range(1, len(events) + 1))
    assert buyer.payment.GetPayment(id=payment.id) == payment
    assert [each.id for each in buyer.payment.ListPayments().payments] == [payment.id]

    # What follows from it comes by events.
    eventually(lambda: buyer.basket.GetBasket().item_count == 0, what="the basket is emptied")
    eventually(lambda: admin.product.GetProduct(id=mug.id).on_hand == 3, what="the stock is sold")


def test_a_declined_card_can_be_followed_by_a_good_one(rpc, customer):
    mug = rpc.product()
    with refused("FAILED_PRECONDITION", "payment.declined") as caught:
        customer.payment.CreatePayment(
            product={"product_id": mug.id, "quantity": 1}, payment_method_id="pm_card_visa_chargeDeclined", key=True
        )
    declined = caught.value.metadata
    assert declined["decline_code"] and declined["payment_status"] == "pending"
    paid = customer.payment.ProcessPayment(id=declined["payment_id"], payment_method_id="pm_card_visa", key=True)
    assert paid.status == "completed"


def test_a_payment_without_a_method_waits_with_its_stock_held_until_it_is_cancelled(rpc, customer, admin):
    mug = rpc.product(stock=4)
    payment = customer.payment.CreatePayment(product={"product_id": mug.id, "quantity": 3}, key=True)
    assert payment.status == "pending" and payment.HasField("expires_at")
    held = admin.product.GetProduct(id=mug.id)
    assert (held.stock, held.on_hand, held.reserved) == (1, 4, 3)
    cancelled = customer.payment.CancelPayment(id=payment.id, reason="changed my mind", key=True)
    assert cancelled.status == "cancelled"
    eventually(lambda: admin.product.GetProduct(id=mug.id).stock == 4, what="the stock is free")


def test_3d_secure_asks_the_buyer_to_go_somewhere(rpc, customer):
    mug = rpc.product()
    payment = customer.payment.CreatePayment(
        product={"product_id": mug.id, "quantity": 1},
        payment_method_id="pm_card_threeDSecure2Required",
        return_url="https://shop.example/thanks",
        key=True,
    )
    assert (payment.status, payment.state) == ("processing", "requires_action")
    assert payment.next_action.redirect_to_url.url.startswith("http")
    assert payment.next_action.redirect_to_url.return_url == "https://shop.example/thanks"


@pytest.mark.parametrize("threads", [1, 3])
def test_a_key_counts_over_restarts_and_shards(threads, own_shop):
    shop = own_shop(f"server.threads={threads}")
    key = uuid.uuid4().hex
    with Rpc(shop) as rpc:
        mug, buyer = rpc.product(), rpc.customer()
        bought = {"product": {"product_id": mug.id, "quantity": 1}, "payment_method_id": "pm_card_visa"}
        first = buyer.payment.CreatePayment(**bought, key=key)
    shop.restart()
    with Rpc(shop) as rpc:
        again = rpc.caller(buyer.token)
        for _ in range(threads + 1):
            reply, trailers = again.payment.CreatePayment(**bought, key=key, whole=True)
            assert reply == first and trailers["idempotent-replayed"] == "true"
        assert len(again.payment.ListPayments().payments) == 1
