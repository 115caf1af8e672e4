"""What the started program puts on its bus, held against contracts/events."""

import contextlib
import json
import pathlib
import sqlite3
from collections import defaultdict

import jsonschema
import pytest

from shop import eventually

EVENTS = pathlib.Path(__file__).resolve().parents[2] / "contracts" / "events"
COLUMNS = "topic, key, type, subject, sequence, data"


def on_the_bus(shop):
    with contextlib.closing(sqlite3.connect(f"file:{shop.data}/bus.db?mode=ro", uri=True)) as bus:
        rows = bus.execute(f"SELECT {COLUMNS} FROM events ORDER BY topic, offset").fetchall()
    names = COLUMNS.split(", ")
    return [dict(zip(names, row)) for row in rows]


@pytest.fixture(scope="module")
def busy_shop(shop):
    """The shop after a bit of everything, when all of it is on the bus."""
    customer, admin = shop.customer(), shop.admin()
    product = customer.product(stock=3)
    path = f"/admin/products/{product['id']}"
    customer.fill(product, 1)
    customer.put("/users/basket/items", {"product_id": product["id"], "quantity": 2}).expect(200)
    customer.pay("pm_card_visa")
    eventually(lambda: customer.basket()["items"] == [])
    customer.fill(product, 1)
    customer.delete(f"/users/basket/items/{product['id']}").expect(200)
    customer.cancel(customer.pay(product_id=product["id"], quantity=1)).expect(200)
    customer.try_to_pay("pm_card_visa", product_id=customer.product(price=0)["id"], quantity=1).expect(
        422, "payment.nothing_to_charge"
    )
    customer.delete(f"/payment-methods/{customer.save_method()['id']}").expect(204)
    returned = customer.pay("pm_card_refundFail", product_id=customer.product()["id"], quantity=1)
    refund = {"payment_id": returned["id"], "amount": returned["amount"], "reason": "broken", "restock": True}
    admin.post("/admin/refunds", refund, key=True).expect(201)
    customer.patch("/users/profile", {"first_name": "Augusta"}).expect(200)
    for change in ({"name": "New name"}, {"price": {"amount": 5, "currency": "USD"}}):
        admin.patch(path, change).expect(200)
    for action in ("deactivate", "activate"):
        admin.post(f"{path}/{action}").expect(200)
    admin.post(f"{path}/reduce-stock", {"amount": 1}).expect(200)
    admin.post(f"{path}/increase-stock", {"amount": 1}).expect(200)
    admin.delete(path).expect(204)
    customer.change_password("another horse, another battery")
    for change in ({"role": "admin"}, {"is_active": False}, {"is_active": True, "role": "user"}):
        admin.patch(f"/admin/users/{customer.id}", change).expect(200)
    customer.login()
    customer.delete("/users/me", json={"password": customer.password}).expect(204)
    other, flagged = shop.customer(), customer.product()
    other.fill(flagged)
    admin.patch(f"/admin/products/{flagged['id']}", {"price": {"amount": 5, "currency": "USD"}}).expect(200)
    for _ in range(10):
        shop.client().post("/users/login", {"email": other.email, "password": "a guess"}).expect(
            401, "auth.invalid_credentials"
        )

    def told():
        ended = {(event["type"], event["key"]) for event in on_the_bus(shop)}
        wanted = {("ddd.product.deleted.v1", str(product["id"])), ("ddd.user.deleted.v1", str(customer.id))}
        late = {
            "ddd.basket.item_flagged.v1",
            "ddd.payment.refund_failed.v1",
            "ddd.user.login_suspicious.v1",
            "ddd.user.sessions_revoked.v1",
        }
        return wanted <= ended and late <= {type for type, _ in ended}

    eventually(told, within=30)
    return shop


def test_each_event_keeps_to_the_schema_of_its_type(busy_shop):
    validators = {}
    types = set()
    for event in on_the_bus(busy_shop):
        _, context, fact, version = event["type"].split(".")
        if event["type"] not in validators:
            schema = json.loads((EVENTS / context / version / f"{fact}.schema.json").read_text())
            validators[event["type"]] = jsonschema.Draft202012Validator(schema)
        validators[event["type"]].validate(json.loads(event["data"]))
        assert event["topic"] == f"{context}-events"
        types.add(event["type"])
    declared = {
        f"ddd.{path.parts[-3]}.{path.name.removesuffix('.schema.json')}.v1"
        for path in EVENTS.glob("*/v1/*.schema.json")
    }
    expiries = {name for name in declared if "expired" in name}  # take a quarter of an hour and more
    failures = {
        "ddd.payment.disputed.v1",  # takes a buyer's bank; the sandbox has none that disputes
        "ddd.payment.failed.v1",  # takes a shelf that empties between two steps, or a provider that refuses
        "ddd.product.stock_consume_failed.v1",  # takes a defect or a damaged file
    }
    # What other tests on this shop provoke may be there as well.
    assert declared - expiries - failures <= types <= declared


def test_the_events_of_a_subject_are_numbered_from_one_without_a_gap(busy_shop):
    sequences = defaultdict(list)
    for event in on_the_bus(busy_shop):
        sequences[event["subject"]].append(event["sequence"])
    assert len(sequences) > 60
    for subject, numbers in sequences.items():
        assert numbers == list(range(1, len(numbers) + 1)), subject


def test_no_event_tells_anything_about_a_person(busy_shop):
    for event in on_the_bus(busy_shop):
        assert "@" not in event["data"] and "Lovelace" not in event["data"] and "Augusta" not in event["data"], event
