"""What one address may do, and what happens when the shop has more to do than it gets done."""

import re
import threading

import requests

from shop import unique_email

_HEADER = re.compile(r'^"(?P<policy>[a-z]+)";r=(?P<remaining>\d+);t=(?P<full_in>\d+)$')


def allowance(answer):
    found = _HEADER.match(answer.headers["RateLimit"])
    assert found, answer.headers
    return found["policy"], int(found["remaining"]), int(found["full_in"])


def first_refusal(send, most):
    for _ in range(most):
        answer = send()
        if answer.status == 429:
            return answer
    raise AssertionError(f"{most} requests were let through")


def test_requests_are_bounded_by_address(own_shop):
    shop = own_shop("limits.requests_per_second=20")
    client = shop.client()
    shop.document()
    policy, remaining, _ = allowance(client.get("/products").expect(200))
    assert policy == "requests" and remaining < 20
    refused = first_refusal(lambda: client.get("/products"), 2000).expect(429, "http.too_many_requests")
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["RateLimit-Policy"] == '"requests";q=20;w=1'
    assert allowance(refused) == ("requests", 0, 1)


def test_an_address_is_bounded_over_all_ports_but_not_for_those_who_watch_the_shop(own_shop):
    shop = own_shop("limits.requests_per_second=1")
    gateway, service = shop.client(), shop.client("product-service")
    shop.document()
    first_refusal(lambda: gateway.get("/products"), 50)
    first_refusal(lambda: service.get("/products"), 5)
    for path in ("livez", "readyz", "health", "metrics", "info"):
        for _ in range(5):
            answer = gateway.get(f"//{path}").expect(200)
            assert "RateLimit" not in answer.headers
    gateway.get("/unknown").expect(404, "http.not_found")


def test_logins_are_bounded_by_address_whoever_logs_in(own_shop):
    shop = own_shop("limits.logins_per_minute=3")
    client = shop.client()
    client.register()

    def log_in_as_nobody():
        return client.post("/users/login", {"email": unique_email(), "password": "not a password"}, token=None)

    for left in (2, 1, 0):
        assert allowance(log_in_as_nobody().expect(401, "auth.invalid_credentials"))[:2] == ("logins", left)
    refused = log_in_as_nobody().expect(429, "http.too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert refused.headers["RateLimit-Policy"] == '"logins";q=3;w=60'
    known = client.post("/users/login", {"email": client.email, "password": client.password}, token=None)
    known.expect(429, "http.too_many_requests")
    client.get("/products").expect(200)


def test_limits_are_on_unless_they_are_turned_off(own_shop):
    shop = own_shop("limits.requests_per_second=300", "limits.logins_per_minute=60")
    assert '"requests";q=300;w=1' == shop.client().get("/products").headers["RateLimit-Policy"]


def test_without_limits_nothing_is_said_of_them(shop):
    assert "RateLimit" not in shop.client().get("/products").headers


class Flood:
    """Clients that send bodies which take long to read, until told to stop."""

    def __init__(self, shop, clients=6):
        self.statuses = []
        self.refusal = None
        self._url = f"{shop.url()}/api/v1/users/refresh-token"
        self._body = '{"refresh_token":"' + "a 4" * 300_000 + '"}'
        self._refused = threading.Event()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._send) for _ in range(clients)]

    def _send(self):
        with requests.Session() as session:
            while not self._stop.is_set():
                got = session.post(self._url, data=self._body, headers={"Content-Type": "application/json"}, timeout=60)
                self.statuses.append(got.status_code)
                if got.status_code == 503:
                    self.refusal = got
                    self._refused.set()

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def await_refusal(self, within=60):
        assert self._refused.wait(within), f"nothing was refused: {set(self.statuses)}"
        return self.refusal


def test_a_shop_that_falls_behind_refuses_new_requests_but_not_those_who_watch_it(own_shop):
    shop = own_shop("limits.queue_time=2ms")
    client = shop.client()
    shop.document()
    with Flood(shop) as flood:
        refused = flood.await_refusal()
        assert refused.json()["code"] == "server.overloaded"
        assert refused.headers["Retry-After"] == "1"
        for path in ("livez", "readyz", "metrics"):
            client.get(f"//{path}").expect(200)
    assert set(flood.statuses) <= {401, 422, 503}
    # It comes round by itself.
    for _ in range(600):
        if client.get("/products").status == 200:
            return
    raise AssertionError("it refuses for ever")
