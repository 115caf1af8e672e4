"""The payment provider is slow, silent, wrong or away: money moves once and every payment comes to an end."""

import signal
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from faultlib import Sale, SandboxProcess, all_at_once, event_for, free_port, insist, send_event, settled, sign
from shop import eventually

MONEY_CALLS = ["create", "confirm", "capture"]


@pytest.fixture
def shop(open_shop):
    return open_shop("sandbox.faults=true")


def intent_of(sale, payment):
    return sale.buyer.payment(payment)["transaction_id"]


# Once is not felt by the buyer


@pytest.mark.parametrize("operation", MONEY_CALLS)
@pytest.mark.parametrize("fault", ["execute_then_drop_response", "drop_request"])
def test_an_answer_that_is_lost_once_is_asked_for_again(operation, fault, shop):
    sale = Sale(shop)
    shop.order_fault(operation, fault, delay_ms=50)
    payment = sale.pay().expect(201).json
    assert payment["status"] == "completed"
    sale.assert_sold(payment)


@pytest.mark.parametrize("operation", MONEY_CALLS)
def test_a_slow_provider_is_waited_for(operation, shop):
    sale = Sale(shop)
    shop.order_fault(operation, "delay", delay_ms=1500)
    sale.assert_sold(sale.pay().expect(201).json)


# More than once: the outcome is unknown until there is evidence


@pytest.mark.parametrize("operation", ["confirm", "capture"])
def test_an_unknown_outcome_is_told_as_such_and_settled_by_a_look_at_the_intent(operation, shop):
    sale = Sale(shop)
    shop.order_fault(operation, "execute_then_drop_response", times=2, delay_ms=50)
    payment = sale.pay().expect(202).json
    assert (payment["status"], payment["uncertain"]) == ("processing", True)
    # Nobody gives up a payment for which money may have moved.
    insist(lambda: sale.cancel(payment)).expect(409, "payment.not_cancellable")
    sale.assert_sold(payment)
    assert not sale.buyer.payment(payment)["uncertain"]
    assert settled(sale.pay).expect(201).json["id"] == payment["id"]
    (last,) = [each for each in sale.buyer.story(payment) if each["to"] == "completed"]
    assert last["reason"].startswith("req_"), "the provider's own answer is the evidence"


@pytest.mark.parametrize("operation", MONEY_CALLS)
def test_a_request_that_never_arrived_is_sent_again_by_the_recovery(operation, shop):
    sale = Sale(shop)
    shop.order_fault(operation, "drop_request", times=2, delay_ms=50)
    payment = sale.pay().expect(202).json
    sale.assert_sold(payment)


@pytest.mark.slow
def test_silence_is_bounded_and_the_buyer_gets_an_answer_in_time(shop):
    sale = Sale(shop)
    shop.order_fault("capture", "execute_then_drop_response", times=2, delay_ms=7000)
    started = time.monotonic()
    payment = sale.pay().expect(202).json
    assert time.monotonic() - started < 10
    assert payment["uncertain"]
    sale.assert_sold(payment)


@pytest.mark.slow
def test_a_provider_that_takes_longer_than_anybody_waits_charges_once(shop):
    sale = Sale(shop)
    shop.order_fault("confirm", "delay", delay_ms=6500)  # with the key locked: the repeat is turned away
    payment = sale.pay().expect(202).json
    assert payment["uncertain"]
    sale.assert_sold(payment)


@pytest.mark.parametrize("operation", ["confirm", "capture"])
def test_a_server_error_behind_which_the_work_was_done_is_seen_through(operation, shop):
    sale = Sale(shop)
    shop.order_fault(operation, "500_with_effect")
    payment = settled(sale.pay).expect(201).json
    sale.assert_sold(payment)


def test_a_server_error_on_creation_leaves_no_second_intent(shop):
    sale = Sale(shop)
    shop.order_fault("create", "500_with_effect")
    # The provider repeats its own failure under the key for a day; the payment waits, nothing is charged, stock is held.
    payment = sale.pay().expect(202).json
    assert shop.value("sandbox", "SELECT count(*) FROM payment_intents") == 1
    assert sale.captures(payment) == []
    assert sale.buyer.stock(sale.product)["reserved"] == 2


@pytest.mark.parametrize("operation", MONEY_CALLS)
def test_a_rate_limit_delays_a_payment_and_no_more(operation, shop):
    sale = Sale(shop)
    shop.order_fault(operation, "429", times=2)
    payment = sale.pay().expect(202).json
    assert not payment["uncertain"], "a request that was turned away has done nothing"
    sale.assert_sold(payment)


def test_a_decline_behind_a_lost_answer_is_a_decline(shop):
    sale = Sale(shop, method="pm_card_visa_chargeDeclined")
    shop.order_fault("confirm", "execute_then_drop_response", times=2, delay_ms=50)
    payment = sale.pay().expect(202).json
    assert payment["uncertain"]
    settled(sale.pay).expect(402, "payment.declined")
    settled(lambda: sale.cancel(payment)).expect(200)
    sale.assert_not_sold(payment, "cancelled")


@pytest.mark.parametrize("fault", ["execute_then_drop_response", "drop_request", "429", "500_with_effect"])
def test_a_cancellation_reaches_its_end_although_the_provider_fails(fault, shop):
    sale = Sale(shop, method="pm_card_visa_chargeDeclined")
    sale.pay().expect(402, "payment.declined")
    (payment,) = sale.payments()
    shop.order_fault("cancel", fault, delay_ms=50)
    assert insist(lambda: sale.cancel(payment)).expect(202).json["status"] == "processing"
    assert settled(lambda: sale.cancel(payment)).expect(200).json["status"] == "cancelled"
    sale.assert_not_sold(payment, "cancelled")


def test_many_buyers_and_a_provider_that_often_fails_end_well(shop):
    for operation in [*MONEY_CALLS, "retrieve"]:
        for fault in ["429", "execute_then_drop_response", "drop_request", "delay"]:
            shop.order_fault(operation, fault, times=2, delay_ms=50)
    sales = [Sale(shop, number) for number in range(12)]
    answers = all_at_once(*[sale.pay for sale in sales])
    assert {answer.status for answer in answers} <= {201, 202}
    for sale, answer in zip(sales, answers):
        eventually(lambda: sale.buyer.payment(answer.json)["status"] == "completed", within=40, what="it is completed")
    for sale, answer in zip(sales, answers):
        sale.assert_sold(answer.json)


# Webhooks


def test_a_webhook_settles_what_would_else_wait_for_the_next_look(shop):
    sale = Sale(shop)
    shop.order_fault("capture", "execute_then_drop_response", times=2, delay_ms=20)
    shop.order_fault("retrieve", "429", times=1000)
    payment = sale.pay().expect(202).json

    def waits_long():
        ((due,),) = shop.rows("payment", "SELECT coalesce(next_action_at, 0) FROM payments WHERE id = ?", payment["id"])
        return due > (time.time() + 2.5) * 1_000_000

    eventually(waits_long, within=20, what="the next look is some seconds off")
    assert sale.buyer.payment(payment)["uncertain"]
    shop.forget_faults()
    started = time.monotonic()
    send_event(sale.buyer, event_for(intent_of(sale, payment))).expect(200)
    eventually(lambda: sale.buyer.payment(payment)["status"] == "completed", what="the payment is completed")
    assert time.monotonic() - started < 2.4, "the webhook made it no faster"
    sale.assert_sold(payment)


def test_a_webhook_that_comes_twice_late_or_early_does_nothing_of_its_own(shop):
    pending = Sale(shop, 1, method="pm_card_visa_chargeDeclined")
    pending.pay().expect(402, "payment.declined")
    (waiting,) = pending.payments()
    sale = Sale(shop)
    payment = sale.pay().expect(201).json
    sale.assert_sold(payment)
    before = sale.buyer.payment(payment)

    for type in ["succeeded", "payment_failed", "canceled", "amount_capturable_updated", "tomorrow"]:
        event = event_for(payment["transaction_id"], f"payment_intent.{type}")
        for _ in range(3):
            send_event(sale.buyer, event).expect(200)
    # The provider has said nothing of the kind: it is asked, not believed.
    early = event_for(intent_of(pending, waiting), "payment_intent.succeeded", id="evt_early")
    all_at_once(*[lambda: send_event(pending.buyer, early).expect(200)] * 5)
    send_event(sale.buyer, event_for("pi_of_somebody_else")).expect(200)

    eventually(
        lambda: shop.value("payment", "SELECT next_action_at = expires_at FROM payments WHERE id = ?", waiting["id"]),
        what="the recovery has looked",
    )
    assert sale.buyer.payment(payment) == before
    assert pending.buyer.payment(waiting) == waiting
    assert shop.value("payment", "SELECT count(*) FROM payment_webhooks WHERE event_id = 'evt_early'") == 1
    settled(lambda: pending.cancel(waiting)).expect(200)
    pending.assert_not_sold(waiting, "cancelled")


def test_a_webhook_that_overtakes_the_answer_does_no_harm(shop):
    sale = Sale(shop)
    # The events are sent at once, the answers a second late.
    shop.order_fault("confirm", "execute_then_drop_response", delay_ms=1000)
    shop.order_fault("capture", "execute_then_drop_response", delay_ms=1000)
    paying = threading.Thread(target=sale.pay)
    paying.start()
    eventually(
        lambda: shop.rows("payment", "SELECT 1 FROM payments WHERE state = 'confirming'")
        and shop.value("payment", "SELECT count(*) FROM payment_webhooks WHERE type LIKE '%capturable%'"),
        what="the event is there before the answer",
    )
    paying.join()
    sale.assert_sold(settled(sale.pay).expect(201).json)


FORGED = {
    "another secret": {"secret": "whsec_other"},
    "too old": {"at": -301},
    "from the future": {"at": +330},
    "no signature": {"signature": ""},
    "no time": {"signature": "v1=" + "0" * 64},
    "no scheme": {"signature": "t=1700000000"},
    "an older scheme": {"signature": "t={now},v0=" + "0" * 64},
    "nonsense": {"signature": "nonsense"},
    "too many": {"signature": "t={now}," + ",".join(["v1=" + "0" * 64] * 9)},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_or_old_webhook_is_refused_and_changes_nothing(how, shop):
    sale = Sale(shop)
    shop.order_fault("retrieve", "429", times=1000)
    shop.order_fault("capture", "execute_then_drop_response", times=2, delay_ms=20)
    payment = sale.pay().expect(202).json
    eventually(
        lambda: shop.value("payment", "SELECT tries FROM payments WHERE id = ?", payment["id"]) >= 2,
        what="the next look is some seconds off",
    )
    shop.await_quiet()
    webhooks = "SELECT count(*) FROM payment_webhooks"
    eventually(lambda: shop.value("sandbox", "SELECT count(*) FROM events WHERE delivery = 'pending'") == 0)
    before = shop.value("payment", webhooks)
    more = dict(FORGED[how])
    if "at" in more:
        more["at"] += time.time()
    if "signature" in more:
        more["signature"] = more["signature"].replace("{now}", str(int(time.time())))
    body = event_for(intent_of(sale, payment))

    send_event(sale.buyer, body, **more).expect(400, "webhook.invalid_signature")

    assert shop.value("payment", webhooks) == before
    assert sale.buyer.payment(payment)["uncertain"]
    send_event(sale.buyer, body).expect(200)
    assert shop.value("payment", webhooks) == before + 1


def test_a_webhook_whose_body_was_changed_on_the_way_is_refused(shop):
    stranger = shop.client()
    body = event_for("pi_1")
    signature = sign(body)
    send_event(stranger, body.replace(b"pi_1", b"pi_2"), signature=signature).expect(400, "webhook.invalid_signature")
    send_event(stranger, body + b" ", signature=signature).expect(400, "webhook.invalid_signature")
    send_event(stranger, body, signature=signature).expect(200)


# A provider that is away


@pytest.fixture
def provider(tmp_path):
    sandbox = SandboxProcess(tmp_path / "provider", free_port())
    yield sandbox
    sandbox.end(signal.SIGTERM)


@pytest.fixture
def remote_shop(provider, open_shop):
    return open_shop(f"payment.provider_url=http://127.0.0.1:{provider.port}")


def bring_books(shop, provider):
    """The stopped provider's books into the shop's folder, where reconcile looks for them."""
    with closing(sqlite3.connect(provider.data / "sandbox.db")) as source, closing(sqlite3.connect(shop.data / "sandbox.db")) as target:
        source.backup(target)


def sold_once(sale, provider, payment):
    eventually(lambda: sale.buyer.payment(payment)["status"] == "completed", within=30, what="the payment is completed")
    provider.end()
    bring_books(sale.shop, provider)
    sale.assert_sold(payment)


def test_a_provider_that_is_away_delays_payments_until_it_is_back(provider, remote_shop):
    sale = Sale(remote_shop)
    payment = sale.pay().expect(202).json
    assert (payment["status"], payment["uncertain"]) == ("pending", False)
    # What can't be put off says so.
    sale.buyer.post("/payment-methods", {"type": "card", "provider": "stripe", "token": "pm_card_visa"}).expect(
        503, "payment.provider_unavailable"
    )
    assert sale.buyer.stock(sale.product)["reserved"] == 2
    provider.start()
    sold_once(sale, provider, payment)


def test_a_payment_that_waits_for_a_provider_may_be_cancelled(provider, remote_shop):
    sale = Sale(remote_shop)
    payment = sale.pay().expect(202).json
    assert insist(lambda: sale.cancel(payment)).expect(202).json["state"] == "cancelling"
    provider.start()
    assert settled(lambda: sale.cancel(payment)).expect(200).json["status"] == "cancelled"
    provider.end()
    bring_books(remote_shop, provider)
    sale.assert_not_sold(payment, "cancelled")


@pytest.mark.parametrize("operation", ["confirm", "capture"])
def test_a_provider_that_dies_while_it_works_is_asked_again_when_it_is_back(operation, provider, open_shop):
    provider.start()
    shop = open_shop(f"payment.provider_url=http://127.0.0.1:{provider.port}")
    sale = Sale(shop)
    provider.order_fault(operation, "delay", delay_ms=1000)
    answers = []
    paying = threading.Thread(target=lambda: answers.append(sale.pay()))
    paying.start()
    wanted = {"confirm": "confirming", "capture": "capturing"}[operation]
    eventually(lambda: shop.rows("payment", "SELECT 1 FROM payments WHERE state = ?", wanted), what=f"it is {wanted}")
    provider.kill()
    paying.join()
    payment = answers[0].expect(202).json
    provider.start()
    sold_once(sale, provider, payment)


def test_a_shop_and_its_provider_that_die_together_end_well_together(provider, new_shop):
    provider.start()
    shop = new_shop(f"payment.provider_url=http://127.0.0.1:{provider.port}").start()
    sale = Sale(shop)
    shop.await_quiet()
    shop.stop()
    shop.start_with("testing.crash_point=provider.capture")
    sale.rejoin().pay()
    shop.await_crash()
    provider.kill()
    shop.start_with()
    sale.rejoin()
    (payment,) = sale.payments()
    assert payment["status"] == "processing"
    provider.start()
    sold_once(sale, provider, payment)
