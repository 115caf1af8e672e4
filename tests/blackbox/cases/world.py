"""Where the cases take place: a shop, a customer, an administrator, and shops in which things go wrong."""

import contextlib
import json
import sqlite3
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import requests

from cases import OPERATIONS
from shop import ShopProcess, unique_key

_DEFAULT = object()


class World:
    def __init__(self, shop, folder):
        self.shop = shop
        self.admin = shop.admin()
        self.buyer = shop.customer()
        self.nobody = shop.client()
        self._folder = folder
        self._exits = contextlib.ExitStack()
        self._faulty = None
        self._without_provider = None
        self._repriced = None
        self._once = {}

    def close(self):
        self._exits.close()

    # Requests

    def call(self, operation, path=None, query=None, key=_DEFAULT, by=None, **more):
        """One request of an operation. `path`: the value of its parameter; `by`: who asks, by default who may."""
        stated = OPERATIONS[operation]
        described = next(each for each in self.shop.document().operations if each.id == operation)
        target = described.path
        if "{" in target:
            target = (
                target[: target.index("{")] + urllib.parse.quote(str(path), safe="") + target[target.index("}") + 1 :]
            )
        if query:
            target += f"?{query}"
        if key is _DEFAULT:
            key = unique_key() if stated.key == "required" else None
        if key is not None:
            more["headers"] = {"Idempotency-Key": key} | more.get("headers", {})
        who = by or {"user": self.buyer, "admin": self.admin}.get(stated.access, self.nobody)
        return who.request(described.method, "/" + target, **more)

    def good(self, operation):
        """The arguments of a request that succeeds."""
        return OPERATIONS[operation].good(self)

    # Things

    def once(self, name, make):
        """What `make()` gave the first time that `name` was asked for."""
        if name not in self._once:
            self._once[name] = make()
        return self._once[name]

    def product(self, **fields):
        return self.buyer.product(**fields)

    def in_basket(self, quantity=1, **fields):
        """A customer whose basket has some of a new product, and that product."""
        customer, product = self.shop.customer(), self.product(**fields)
        customer.fill(product, quantity)
        return customer, product

    def pending(self, **fields):
        return self.buyer.pay(product_id=self.product(**fields)["id"], quantity=1)

    def completed(self):
        return self.buyer.pay("pm_card_visa", product_id=self.product()["id"], quantity=1)

    def sql(self, database, statement, *values):
        """Changes what is stored, where no request can: time that has passed, an account that was erased."""
        with contextlib.closing(sqlite3.connect(self.shop.data / f"{database}.db", timeout=10)) as connection:
            with connection:
                changed = connection.execute(statement, values).rowcount
        assert changed > 0, f"nothing to change for {statement}"

    # Shops in which things go wrong

    def faulty(self):
        """Another shop, whose provider can be told to fail and whose requests have little time."""
        if self._faulty is None:
            settings = ["sandbox.faults=true", "server.request_time=1500ms", "limits.login_failures=2"]
            shop = self._exits.enter_context(ShopProcess(f"{self._folder}/faulty", settings=settings))
            self._faulty = FaultyWorld(shop, self._folder)
        return self._faulty

    def without_provider(self):
        """Another shop, whose provider is away."""
        if self._without_provider is None:
            settings = ["payment.provider_url=http://127.0.0.1:1"]
            shop = self._exits.enter_context(ShopProcess(f"{self._folder}/alone", settings=settings))
            self._without_provider = World(shop, self._folder)
        return self._without_provider

    def repriced(self):
        """Another shop, which moved to euros, its world; a customer with two lines in dollars; one of their products,
        whose price is in euros now."""
        if self._repriced is None:
            shop = self._exits.enter_context(ShopProcess(f"{self._folder}/repriced"))
            customer = shop.customer()
            old, new = customer.product(), customer.product()
            customer.fill(old)
            customer.fill(new)
            shop.settings.append("catalogue.currency=EUR")
            shop.restart()
            world = World(shop, self._folder)
            price = {"price": {"amount": 1799, "currency": "EUR"}}
            world.admin.patch(f"/admin/products/{new['id']}", price).expect(200)
            self._repriced = world, customer.at(), new
        return self._repriced


class FaultyWorld(World):
    @contextlib.contextmanager
    def fault(self, op, kind, times=1, **more):
        """Inside, the provider fails its next `op` in one of the sandbox's ways."""
        faults = f"{self.shop.url('sandbox')}/_test/faults"
        order = {"op": op, "fault": kind, "times": times} | more
        requests.post(faults, data=json.dumps(order), timeout=10).raise_for_status()
        try:
            yield
        finally:
            requests.delete(faults, timeout=10).raise_for_status()

    @contextlib.contextmanager
    def meanwhile(self, request):
        """Runs a request beside the test; leaves when it is answered. Gives a function that tells the answer."""
        with ThreadPoolExecutor(1) as beside:
            yield beside.submit(request).result
