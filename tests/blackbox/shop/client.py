"""One who talks to the shop over HTTP. Every answer is held against the process's own description of its API."""

import json as json_text
import threading

import requests
from requests.adapters import HTTPAdapter

from shop.answer import Answer
from shop.mailbox import RESET, VERIFY
from shop.values import unique_email, unique_key, unique_sku

ADMIN = ("admin@example.com", "admin-demo-password")
BUYER = ("ada@example.com", "ada-demo-password")
PASSWORD = "correct horse battery staple"

_TIMEOUT_SECONDS = 30
_ABSENT = object()
_SECRETS = (
    "password",
    "current_password",
    "new_password",
    "token",
    "access_token",
    "refresh_token",
    "client_secret",
)
# One pool of connections for all clients: a test makes dozens of them. A thread has a session of its own, since those
# of requests are not made to be shared.
_local = threading.local()


def _session():
    if not hasattr(_local, "session"):
        _local.session = requests.Session()
        _local.session.mount("http://", HTTPAdapter(pool_connections=50, pool_maxsize=50))
        _local.session.trust_env = False
    return _local.session


class Client:
    """Sends requests as one user, or as nobody before `login`.

    `path` is below `prefix`; one that begins with "//" is sent as it is, less one slash.
    """

    def __init__(self, shop, base, prefix="/api/v1"):
        self.shop = shop
        self.base = base
        self.prefix = prefix
        self.email = None
        self.password = None
        self.user = None
        self.access_token = None
        self.refresh_token = None

    def at(self, listener="ddd-micro", prefix="/api/v1"):
        """The same person at another port, with a copy of the tokens."""
        other = Client(self.shop, self.shop.url(listener), prefix)
        other.__dict__.update({**self.__dict__, "base": other.base, "prefix": prefix})
        return other

    # Requests

    def request(self, method, path, json=_ABSENT, body=None, headers=None, token=_ABSENT, check=True):
        """`json` is encoded; `body` is sent as it is. A header of None is not sent. `token`: another one than this
        client's, or None for none.
        """
        sent = {"User-Agent": "blackbox"}
        token = self.access_token if token is _ABSENT else token
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if json is not _ABSENT:
            body = json_text.dumps(json)
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = body.encode() if isinstance(body, str) else body
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        request = requests.Request(method, "http://placeholder/", data=body, headers=sent).prepare()
        # Set afterwards, for requests would tidy it up.
        request.url = self.base + (path[1:] if path.startswith("//") else self.prefix + path)
        got = _session().send(request, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
        answer = Answer(got.status_code, got.headers, got.content, f"{method} {path}")
        self._note_secrets(json)
        if answer.headers.get("Content-Type") == "application/json":
            self._note_secrets(answer.json)
        if check:
            self.shop.document().check(method, request.url[len(self.base) :], answer)
        return answer

    def _note_secrets(self, body):
        """What the log must never show; words that it may well use are none."""
        if isinstance(body, dict):
            found = (body.get(name) for name in _SECRETS)
            self.shop.secrets.update(text for text in found if isinstance(text, str) and len(text) >= 12)

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, json=_ABSENT, key=None, **more):
        """`key`: the Idempotency-Key; True for a new one."""
        if key is not None:
            more["headers"] = {"Idempotency-Key": unique_key() if key is True else key} | (more.get("headers") or {})
        return self.request("POST", path, json=json, **more)

    def put(self, path, json=_ABSENT, **more):
        return self.request("PUT", path, json=json, **more)

    def patch(self, path, json=_ABSENT, **more):
        return self.request("PATCH", path, json=json, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)

    # Accounts

    def register(self, email=None, password=PASSWORD, first_name="Ada", last_name="Lovelace"):
        self.email, self.password = email or unique_email(), password
        body = {"email": self.email, "password": password, "first_name": first_name, "last_name": last_name}
        self.user = self.post("/users/register", body).expect(201).json
        return self.user

    def login(self, email=None, password=None):
        email, password = email or self.email, password or self.password
        answer = self.post("/users/login", {"email": email, "password": password}, token=None).expect(200).json
        self.email, self.password, self.user = email, password, answer["user"]
        self._take_tokens(answer)
        return answer

    def refresh(self):
        answer = self.post("/users/refresh-token", {"refresh_token": self.refresh_token}, token=None).expect(200).json
        self._take_tokens(answer)
        return answer

    def sessions(self):
        """Its living sessions, newest first."""
        return self.get("/users/me/sessions?limit=100").expect(200).json["data"]

    def change_password(self, new_password, current_password=None):
        body = {"current_password": current_password or self.password, "new_password": new_password}
        self.post("/users/change-password", body).expect(204)
        self.password = new_password

    def reset_token(self):
        """Of a mail that was asked for just now."""
        known = len(self.shop.mailbox.mails(self.email, RESET))
        self.post("/users/password-reset", {"email": self.email}, token=None).expect(202)
        return self.shop.mailbox.await_mail(self.email, RESET, known + 1).token

    def verification_token(self):
        """Of the mail that a new account gets."""
        return self.shop.mailbox.await_mail(self.email, VERIFY).token

    def _take_tokens(self, answer):
        self.access_token, self.refresh_token = answer["access_token"], answer["refresh_token"]

    @property
    def id(self):
        return self.user["id"]

    # Shopping

    def product(self, price=1999, stock=10, **fields):
        """A new product, made by the administrator."""
        body = {
            "name": "Brass compass",
            "sku": unique_sku(),
            "price": {"amount": price, "currency": "USD"},
            "stock": stock,
        }
        return self.shop.admin().post("/admin/products", body | fields).expect(201).json

    def stock(self, product):
        """What an administrator sees of it now: available, on hand, reserved."""
        seen = self.shop.admin().get(f"/products/{product['id']}").expect(200).json
        return {"available": seen["stock"], "on_hand": seen["on_hand"], "reserved": seen["reserved"]}

    def basket(self):
        return self.get("/users/basket").expect(200).json

    def fill(self, product, quantity=1):
        """Puts units of a product into the basket."""
        return self.post("/users/basket/items", {"product_id": product["id"], "quantity": quantity}).expect(200).json

    def try_to_pay(self, method=None, key=None, **fields):
        """Pays the basket, or what `fields` name; the answer, whatever it is."""
        body = dict(fields)
        if not {"basket_id", "basket", "product_id"} & body.keys():
            body["basket"] = "current"
        if method is not None:
            body["payment_method_id"] = method
        return self.post("/payments", body, key=key or True)

    def pay(self, method=None, key=None, **fields):
        """The payment: completed, or pending without a method."""
        payment = self.try_to_pay(method, key, **fields).expect(201).json
        assert payment["status"] == ("pending" if method is None else "completed"), payment
        return payment

    def process(self, payment, method, key=None, **fields):
        return self.post(f"/payments/{payment['id']}/process", {"payment_method_id": method} | fields, key=key or True)

    def cancel(self, payment, key=None, **fields):
        return self.post(f"/payments/{payment['id']}/cancel", fields, key=key or True)

    def payment(self, payment):
        return self.get(f"/payments/{payment['id']}").expect(200).json

    def story(self, payment):
        """The payment's transitions, oldest first."""
        return self.get(f"/payments/{payment['id']}/events?limit=100").expect(200).json["data"]

    def save_method(self, token="pm_card_visa", **fields):
        body = {"type": "card", "provider": "stripe", "token": token}
        return self.post("/payment-methods", body | fields).expect(201).json
