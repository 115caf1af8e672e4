"""A purchase that may be interrupted, and how to tell that it came to a right end."""

import requests

from shop import eventually, unique_key

QUANTITY = 2
STOCK = 10


class Sale:
    """One buyer with units of a new product in the basket. Requests are sent again with the key of the first try."""

    def __init__(self, shop, number=0, method="pm_card_visa"):
        self.shop = shop
        self.buyer = shop.buyer(number)
        self.product = self.buyer.product(stock=STOCK)
        self.buyer.fill(self.product, QUANTITY)
        self.method = method
        self.keys = {}

    def rejoin(self):
        self.shop.join(self.buyer)
        return self

    # Requests; None where the connection broke before an answer

    def pay(self):
        return self._send(lambda: self.buyer.try_to_pay(self.method, self._key("pay")))

    def process(self, payment, method="pm_card_visa"):
        return self._send(lambda: self.buyer.process(payment, method, self._key("process")))

    def cancel(self, payment):
        return self._send(lambda: self.buyer.cancel(payment, self._key("cancel")))

    def _key(self, request):
        return self.keys.setdefault(request, unique_key())

    @staticmethod
    def _send(send):
        try:
            return send()
        except requests.ConnectionError:
            return None

    # What it came to

    def payments(self):
        return self.buyer.get("/payments").expect(200).json["data"]

    def captures(self, payment):
        """What the provider has taken for it."""
        return self.shop.rows("sandbox", "SELECT amount FROM bank_ledger WHERE kind = 'capture' AND payment_id = ?", payment["id"])

    def assert_sold(self, payment):
        """Charged once, the basket empty, the units gone."""
        assert [each["id"] for each in self.payments()] == [payment["id"]]
        eventually(lambda: self.buyer.payment(payment)["status"] == "completed", within=20, what="the payment is completed")
        assert self.captures(payment) == [(payment["amount"]["amount"],)]
        eventually(lambda: self.buyer.basket()["items"] == [], within=10, what="the basket is empty")
        left = {"available": STOCK - QUANTITY, "on_hand": STOCK - QUANTITY, "reserved": 0}
        eventually(lambda: self.buyer.stock(self.product) == left, within=10, what=f"the stock is {left}")
        self.shop.reconcile()

    def assert_not_sold(self, payment, status):
        """Nothing charged, nothing held, the basket as it was."""
        assert [each["id"] for each in self.payments()] == [payment["id"]]
        eventually(lambda: self.buyer.payment(payment)["status"] == status, within=20, what=f"the payment is {status}")
        assert self.captures(payment) == []
        left = {"available": STOCK, "on_hand": STOCK, "reserved": 0}
        eventually(lambda: self.buyer.stock(self.product) == left, within=10, what=f"the stock is {left}")
        assert [each["quantity"] for each in self.buyer.basket()["items"]] == [QUANTITY]
        self.shop.reconcile()
