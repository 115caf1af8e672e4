"""What hostile, broken and unusual clients get: a documented answer, and nothing changes."""

import contextlib
import json
import pathlib
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shop import RawConnection, eventually, unique_email, unique_key, unique_sku

HOST = "Host: shop.test\r\n"
GET_LIVE = f"GET /livez HTTP/1.1\r\n{HOST}\r\n"
CARDS = ["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", "378282246310005", "5555555555554444"]


@pytest.fixture
def connect(shop):
    """Opens connections to the main port, and closes them behind the test."""
    opened = []

    def open_one(listener="ddd-micro"):
        opened.append(RawConnection(shop.ports[listener]))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


def refusal(shop, connect, request, target="/livez"):
    """The answer to a request that makes the server close the connection."""
    connection = connect().send(request)
    answer = connection.answer()
    shop.document().check("GET", target, answer)
    assert answer.headers["Connection"] == "close"
    assert connection.is_closed()
    return answer


def post(body, headers="", path="/api/v1/users/login"):
    body = body.encode() if isinstance(body, str) else body
    return f"POST {path} HTTP/1.1\r\n{HOST}Content-Type: application/json\r\n{headers}\r\n".encode() + body


# Framing

MALFORMED = {
    "no version": f"GET /livez\r\n{HOST}\r\n",
    "two spaces": f"GET  /livez HTTP/1.1\r\n{HOST}\r\n",
    "lower-case protocol": f"GET /livez http/1.1\r\n{HOST}\r\n",
    "a word": "HELLO\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "HTTP/2 preface": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/3.0": f"GET /livez HTTP/3.0\r\n{HOST}\r\n",
    "no host": "GET /livez HTTP/1.1\r\n\r\n",
    "two hosts": f"GET /livez HTTP/1.1\r\n{HOST}{HOST}\r\n",
    "a bad host": "GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n",
    "a space before the colon": f"GET /livez HTTP/1.1\r\n{HOST}X-A : 1\r\n\r\n",
    "a folded field": f"GET /livez HTTP/1.1\r\n{HOST}X-A: 1\r\n 2\r\n\r\n",
    "a field without a name": f"GET /livez HTTP/1.1\r\n{HOST}: 1\r\n\r\n",
    "a NUL in a field": f"GET /livez HTTP/1.1\r\n{HOST}X-A: a\0b\r\n\r\n",
    "a bare line feed": f"GET /livez HTTP/1.1\n{HOST}\r\n",
    "a NUL in the target": f"GET /live\0z HTTP/1.1\r\n{HOST}\r\n",
    "a space in the target": f"GET /live z HTTP/1.1\r\n{HOST}\r\n",
    "a relative target": f"GET livez HTTP/1.1\r\n{HOST}\r\n",
    "a length and an encoding": post("0\r\n\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
    "an encoding and a length": post("0\r\n\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
    "two lengths": post("{}", "Content-Length: 2\r\nContent-Length: 2\r\n"),
    "two different lengths": post("{}", "Content-Length: 2\r\nContent-Length: 3\r\n"),
    "a list of lengths": post("{}", "Content-Length: 2, 2\r\n"),
    "a signed length": post("{}", "Content-Length: +2\r\n"),
    "a negative length": post("{}", "Content-Length: -2\r\n"),
    "a hexadecimal length": post("{}", "Content-Length: 0x2\r\n"),
    "a length past 64 bits": post("{}", "Content-Length: 18446744073709551618\r\n"),
    "an empty length": post("{}", "Content-Length: \r\n"),
    "an unknown encoding": post("{}", "Transfer-Encoding: gzip\r\n"),
    "chunked twice": post("0\r\n\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
    "a list of encodings": post("0\r\n\r\n", "Transfer-Encoding: gzip, chunked\r\n"),
    "an encoding of old": f"POST /livez HTTP/1.0\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk size in words": post("two\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "a chunk with a sign": post("-2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "a chunk longer than said": post("1\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    "a chunk size past 64 bits": post("1ffffffffffffffff\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_request_is_refused_and_ends_the_connection(shop, connect, name):
    answer = refusal(shop, connect, MALFORMED[name])
    assert answer.status in (400, 413) and answer.code.startswith("http."), answer
    if "length" in name and "past" not in name and "encoding" not in name:
        assert answer.code == "http.bad_framing"


def test_nothing_behind_a_refused_request_is_taken_for_a_request(shop, connect):
    """Request smuggling: the second request never runs."""
    email = unique_email()
    body = json.dumps({"email": email, "password": "correct horse battery", "first_name": "M", "last_name": "M"})
    hidden = post(body, f"Content-Length: {len(body)}\r\n", "/api/v1/users/register").decode()
    refusal(
        shop,
        connect,
        post(f"0\r\n\r\n{hidden}", f"Content-Length: {len(hidden) + 5}\r\nTransfer-Encoding: chunked\r\n"),
    )
    shop.client().register(email)


def test_a_head_over_the_limit_is_431(shop, connect):
    assert (
        refusal(shop, connect, f"GET /livez HTTP/1.1\r\n{HOST}X-Long: {'a' * 16384}\r\n\r\n").code
        == "http.headers_too_large"
    )
    assert refusal(shop, connect, f"GET /{'a' * 17000} HTTP/1.1\r\n{HOST}\r\n").status == 431
    assert refusal(shop, connect, f"GET /livez HTTP/1.1\r\n{HOST}" + "X-A: b\r\n" * 3000 + "\r\n").status == 431
    assert connect().send(f"GET /livez HTTP/1.1\r\n{HOST}X-Long: {'a' * 15000}\r\n\r\n").answer().status == 200


def test_a_body_over_the_limit_is_413_before_it_is_read(shop, connect):
    for listener in shop.rest_listeners():
        connection = connect(listener).send(post("", f"Content-Length: {1024 * 1024 + 1}\r\n"))
        assert connection.answer().expect(413, "http.body_too_large")


def test_a_chunked_body_over_the_limit_is_413(shop, connect):
    connection = connect().send(post("", "Transfer-Encoding: chunked\r\n"))
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    for _ in range(17):
        connection.send(chunk)
    connection.answer().expect(413, "http.body_too_large")


def test_the_largest_body_is_read(shop):
    body = b"{}" + b" " * (1024 * 1024 - 2)
    shop.client().post("/users/login", body=body).expect(400, "request.invalid")


def test_a_chunked_body_is_read_like_any_other(shop, connect, customer):
    body = json.dumps({"email": customer.email, "password": customer.password})
    chunks = "".join(f"{len(part):x};note=1\r\n{part}\r\n" for part in (body[:7], body[7:8], body[8:]))
    answer = connect().send(post(f"{chunks}0\r\nX-Trailer: 1\r\n\r\n", "Transfer-Encoding: chunked\r\n")).answer()
    shop.document().check("POST", "/users/login", answer)
    assert answer.status == 200 and answer.json["user"]["id"] == customer.id


def test_a_client_that_waits_for_100_continue_gets_it(shop, connect):
    connection = connect().send(post("", "Content-Length: 2\r\nExpect: 100-continue\r\n"))
    assert connection.answer().status == 100
    assert connection.send("{}").answer().expect(400, "request.invalid")
    connect().send(post("", "Content-Length: 2\r\nExpect: 200-ok\r\n")).answer().expect(
        417, "http.unsupported_expectation"
    )


@pytest.mark.slow
def test_a_head_that_drips_in_is_not_waited_for_for_ever(connect):
    """408 after ten seconds from its first byte, however steadily the rest comes."""
    connection = connect().send("GET /livez HTTP/1.1\r\n")
    stop = threading.Event()

    def drip():
        while not stop.wait(0.5):
            try:
                connection.send("X-A: b\r\n")
            except OSError:
                return

    with ThreadPoolExecutor(1) as beside:
        started = time.monotonic()
        beside.submit(drip)
        try:
            connection.answer().expect(408, "http.request_timeout")
            assert 8 < time.monotonic() - started < 15
        finally:
            stop.set()


def test_many_unfinished_requests_don_t_hinder_the_others(connect, shop):
    for _ in range(100):
        connect().send(post('{"email"', "Content-Length: 1000\r\n"))
    shop.client().get("/products").expect(200)


def test_pipelined_requests_are_answered_in_their_order(shop, connect, customer):
    slow = json.dumps({"email": customer.email, "password": "wrong password"})
    connection = connect().send(
        post(slow, f"Content-Length: {len(slow)}\r\nX-Request-Id: first-one\r\n")
        + f"GET /livez HTTP/1.1\r\n{HOST}X-Request-Id: second-one\r\n\r\n".encode()
        + f"GET /nothing HTTP/1.1\r\n{HOST}X-Request-Id: third-one\r\n\r\n".encode()
    )
    answers = [connection.answer() for _ in range(3)]
    assert [(answer.status, answer.headers["X-Request-Id"]) for answer in answers] == [
        (401, "first-one"),
        (200, "second-one"),
        (404, "third-one"),
    ]


def test_a_connection_serves_many_requests_until_the_client_ends_it(connect):
    connection = connect()
    for _ in range(50):
        assert connection.send(GET_LIVE).answer().status == 200
    answer = connection.send(f"GET /livez HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n").answer()
    assert answer.status == 200 and answer.headers["Connection"] == "close" and connection.is_closed()


def test_http_1_0_is_answered_and_closed(connect):
    connection = connect().send("GET /livez HTTP/1.0\r\n\r\n")
    assert connection.answer().status == 200 and connection.is_closed()


def test_a_client_that_goes_away_early_leaves_the_shop_alone(connect, shop):
    for sent in ("", "GET", post('{"email"', "Content-Length: 1000\r\n"), GET_LIVE):
        connection = connect()
        if sent:
            connection.send(sent)
        connection.close()
    shop.client().get("//livez").expect(200)


def test_an_absolute_target_is_read_by_its_path(connect):
    assert connect().send(f"GET http://shop.test/livez HTTP/1.1\r\n{HOST}\r\n").answer().status == 200


# Methods and paths


def test_head_is_get_without_the_body(shop, connect, customer):
    product = customer.product()
    path = f"/api/v1/products/{product['id']}"
    got = connect().send(f"GET {path} HTTP/1.1\r\n{HOST}\r\n").answer()
    connection = connect().send(f"HEAD {path} HTTP/1.1\r\n{HOST}\r\n")
    head = connection.answer(to="HEAD")
    varying = ("Date", "X-Request-Id")
    assert head.status == 200 and {name: value for name, value in head.headers.items() if name not in varying} == {
        name: value for name, value in got.headers.items() if name not in varying
    }
    assert connection.send(GET_LIVE).answer().json == {"status": "alive"}
    assert connect().send(f"HEAD /nothing HTTP/1.1\r\n{HOST}\r\n").answer(to="HEAD").status == 404


def test_options_tells_the_methods_of_a_path(shop):
    client = shop.client()
    for path, allow in {
        "/users/profile": "GET, HEAD, PUT, PATCH, OPTIONS",
        "/products/1": "GET, HEAD, OPTIONS",
        "/payments": "GET, HEAD, POST, OPTIONS",
        "/payment-methods/pm_1": "PUT, DELETE, OPTIONS",
        "//livez": "GET, HEAD, OPTIONS",
    }.items():
        answer = client.request("OPTIONS", path)
        assert (answer.status, answer.body, answer.headers["Allow"]) == (204, b"", allow)
    client.request("OPTIONS", "/nothing").expect(404, "http.not_found")


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "PROPFIND", "BREW"])
def test_a_method_that_a_path_does_not_take_is_405_and_told(shop, method):
    answer = shop.client().request(method, "/users/login").expect(405, "http.method_not_allowed")
    assert answer.headers["Allow"] == "POST, OPTIONS"


def test_every_documented_path_says_405_to_other_methods(shop):
    by_path = {}
    for operation in shop.document().operations:
        by_path.setdefault(operation.path, set()).add(operation.method)
    for path, methods in by_path.items():
        target = "/" + re.sub(r"\{[^}]+\}", "1", path)
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            # Unless another path has a literal in that place.
            if shop.document().find(method, target[1:]) is None:
                shop.admin().request(method, target).expect(405, "http.method_not_allowed")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v2/products",
        "/API/V1/products",
        "/api/v1/Products",
        "/api/v1/products/",
        "/api/v1//products",
        "/api/v1/./products",
        "/api/v1/users/../products",
        "/api/v1/users/%2e%2e/products",
        "/api/v1/%70roducts",
        "/api/v1/products;x=1",
        "/api/v1/api/v1/products",
        "/api/v1/livez",
        "/api/v1/products/1/2/3",
        "/favicon.ico",
        "/api/v1/products/%zz",
        "/api/v1/products/%",
        "/api/v1/products/%c3%28",
        "/api/v1/products/%00",
        "/api/v1/products/a%2fb/c",
    ],
)
def test_a_path_that_is_not_there_is_not_found(connect, shop, path):
    answer = connect().send(f"GET {path} HTTP/1.1\r\n{HOST}\r\n").answer()
    answer.expect(404, "http.not_found")
    assert path not in answer.body.decode()


@pytest.mark.parametrize("id", ["0", "-1", "01", "1.0", "1e1", "abc", "%20", "99999999999999999999", "0x1", "1%2c2"])
def test_an_id_that_can_t_be_one_is_unknown(shop, customer, id):
    customer.get(f"/products/{id}").expect(404, "product.not_found")
    customer.delete(f"/users/basket/items/{id}").expect(404, "basket.item_not_found")
    shop.admin().get(f"/admin/baskets/{id}").expect(404, "basket.not_found")
    customer.get(f"/payments/{id}").expect(404, "payment.not_found")


def test_the_main_port_answers_with_and_without_the_prefix(shop, customer):
    product = customer.product()
    for path in (f"/products/{product['id']}", "/categories", "/users/profile", "/users/basket", "/payments"):
        assert customer.get(path).expect(200).body == customer.at(prefix="").get(path).expect(200).body
    payment = customer.at(prefix="").pay("pm_card_visa", product_id=product["id"], quantity=1)
    assert customer.payment(payment) == payment


def test_each_service_answers_its_own_routes_on_its_own_port(shop, customer):
    paths = {
        "user-service": "/users/profile",
        "product-service": "/products",
        "basket-service": "/users/basket",
        "payment-service": "/payments",
    }
    for listener in paths:
        for owner, path in paths.items():
            # To the user service this is an id in the administrators' /users/{id}.
            elsewhere = 403 if (listener, path) == ("user-service", "/users/basket") else 404
            status = 200 if owner == listener else elsewhere
            assert customer.at(listener).request("GET", path, check=False).status == status, (listener, path)
        assert customer.at(listener).request("GET", "/" + paths[listener], check=False).status == 404
        info = customer.at(listener).get("//info").expect(200).json
        assert (info["name"], info["world"]) == (listener, "embedded")
    assert (
        customer.at("user-service").get("//.well-known/jwks.json").body == customer.get("//.well-known/jwks.json").body
    )


# Bodies

READABLE = {"email": "somebody@example.com", "password": "whatever it is"}

UNREADABLE = {
    "nothing": ("", 415, "http.unsupported_media_type"),
    "no JSON": ("hello", 400, "request.malformed"),
    "half of it": ('{"email":"a', 400, "request.malformed"),
    "something behind it": ('{"email":"a","password":"b"} {}', 400, "request.malformed"),
    "a comma too many": ('{"email":"a","password":"b",}', 400, "request.malformed"),
    "a comment": ('{"email":"a",/**/"password":"b"}', 400, "request.malformed"),
    "single quotes": ("{'email':'a','password':'b'}", 400, "request.malformed"),
    "a byte order mark": ('\ufeff{"email":"a","password":"b"}', 400, "request.malformed"),
    "a control character in a string": ('{"email":"a\tb","password":"b"}', 400, "request.malformed"),
    "NaN": ('{"email":NaN,"password":"b"}', 400, "request.malformed"),
    "a key twice": ('{"email":"a","password":"b","email":"c"}', 400, "request.malformed"),
    "a key twice in disguise": ('{"email":"a","password":"b","\\u0065mail":"c"}', 400, "request.malformed"),
    "bytes that are no UTF-8": (b'{"email":"\xc3\x28","password":"b"}', 400, "request.malformed"),
    "a coded surrogate": (b'{"email":"\xed\xa0\x80","password":"b"}', 400, "request.malformed"),
    "a lone surrogate": ('{"email":"\\ud800","password":"b"}', 400, "request.malformed"),
    "surrogates the wrong way round": ('{"email":"\\udc00\\ud800","password":"b"}', 400, "request.malformed"),
    "33 levels": ('{"email":' + "[" * 32 + "]" * 32 + ',"password":"b"}', 400, "request.malformed"),
    "100,000 levels": ('{"email":' + "[" * 100_000, 400, "request.malformed"),
    "a list": ("[]", 400, "request.invalid"),
    "a string": ('"x"', 400, "request.invalid"),
    "null": ("null", 400, "request.invalid"),
    "null for a value": ('{"email":null,"password":"b"}', 400, "request.invalid"),
    "a number for a string": ('{"email":1,"password":"b"}', 400, "request.invalid"),
    "an object for a string": ('{"email":{},"password":"b"}', 400, "request.invalid"),
    "NUL in a string": ('{"email":"a\\u0000b","password":"b"}', 400, "request.invalid"),
    "another control character": ('{"email":"a\\u001bb","password":"b"}', 400, "request.invalid"),
    "a field missing": ('{"email":"a"}', 400, "request.invalid"),
    "a field unknown": ('{"email":"a","password":"b","remember":true}', 400, "request.invalid"),
    "a field in another case": ('{"Email":"a","password":"b"}', 400, "request.invalid"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_body_is_refused(shop, name):
    body, status, code = UNREADABLE[name]
    headers = {"Content-Type": None} if name == "nothing" else {}
    shop.client().post("/users/login", body=body, headers=headers).expect(status, code)


@pytest.mark.parametrize(
    "number", ["10.0", "1e1", "1.5", '"10"', "true", "9223372036854775808", "-9223372036854775809", "[1]"]
)
def test_a_number_that_is_no_integer_is_refused(shop, customer, number):
    product = customer.product()
    body = f'{{"product_id":{product["id"]},"quantity":{number}}}'
    answer = customer.post("/users/basket/items", body=body)
    assert (answer.status, answer.code, answer.errors) == (400, "request.invalid", [("/quantity", "type")])


def test_every_violation_is_told_at_once_with_its_place(shop):
    body = {"name": 5, "sku": None, "price": {"amount": "1", "curency": "USD"}, "tags": [1, "a"], "colour": "red"}
    answer = shop.admin().post("/admin/products", body).expect(400, "request.invalid")
    assert sorted(answer.errors) == [
        ("/colour", "unknown"),
        ("/name", "type"),
        ("/price/amount", "type"),
        ("/price/curency", "unknown"),
        ("/price/currency", "required"),
        ("/sku", "type"),
        ("/tags/0", "type"),
    ]


def test_text_of_any_script_comes_back_as_it_was_sent(customer, admin):
    name = "Кружка 杯子 كوب 🧭 é\u0301 \u200d"
    product = customer.product(name=name, description="line\nanother\ttab", tags=["ключ", "鍵"])
    assert admin.get(f"/products/{product['id']}").json["name"] == name
    assert product["description"] == "line\nanother\ttab"
    found = customer.get("/products?q=%D0%BA%D1%80%D1%83%D0%B6%D0%BA%D0%B0&sort=newest").expect(200).json["data"]
    assert product["id"] in [each["id"] for each in found]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": None},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=iso-8859-1"},
        {"Content-Type": "application/problem+json"},
        {"Content-Type": "application/jsonx"},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br, gzip"},
    ],
    ids=str,
)
def test_a_body_in_another_form_is_415(shop, headers):
    shop.client().post("/users/login", READABLE, headers=headers).expect(415, "http.unsupported_media_type")


@pytest.mark.parametrize(
    "type",
    ["application/json", "Application/JSON", "application/json;charset=utf-8", 'application/json; charset="UTF-8"'],
)
def test_json_may_be_named_in_each_of_its_ways(shop, type):
    shop.client().post("/users/login", READABLE, headers={"Content-Type": type}).expect(401, "auth.invalid_credentials")


def test_a_header_that_must_be_one_is_refused_when_it_comes_twice(shop, connect, customer):
    """Which of the two counts is a question that two programs may answer differently."""
    token = f"Authorization: Bearer {customer.access_token}\r\n"
    key = f"Idempotency-Key: {unique_key()}\r\n"
    body = json.dumps({"product_id": customer.product()["id"], "quantity": 1})
    for headers, status, code in (
        (token + token + key, 401, "auth.invalid_token"),
        (token + key + key, 400, "idempotency.key_invalid"),
        (token + key + "Content-Type: application/json\r\n", 415, "http.unsupported_media_type"),
    ):
        answer = connect().send(post(body, f"{headers}Content-Length: {len(body)}\r\n", "/api/v1/payments")).answer()
        shop.document().check("POST", "/payments", answer)
        answer.expect(status, code)
    assert customer.get("/payments").json["data"] == []


# Card numbers


@pytest.mark.parametrize("card", CARDS)
def test_a_card_number_is_refused_wherever_it_stands_and_is_kept_nowhere(shop, customer, card):
    escaped = "".join(f"\\u{ord(c):04x}" for c in card)
    method = {"type": "card", "provider": "stripe"}
    in_path = card.replace(" ", "%20")
    answers = [
        customer.post("/payment-methods", method | {"token": card}),
        customer.post("/payment-methods", body=json.dumps(method | {"token": "X"}).replace("X", escaped)),
        customer.post("/payments", {"basket": "current", "order_id": f"card {card}."}, key=True),
        customer.patch("/users/profile", {"first_name": card}),
        customer.post("/users/basket/items", {"product_id": 1, "quantity": 1, card: 1}),
        customer.get(f"/products?q={in_path}"),
        customer.get(f"/products?{in_path}=1"),
        customer.get(f"/products/by-sku/{in_path}"),
        customer.get(f"/payments/{in_path}"),
        shop.client().post("/users/login", {"email": "a@example.com", "password": card}),
    ]
    if len(card) == 16:
        answers.append(customer.post("/payments", {"basket": "current"}, key=card))
    for answer in answers:
        answer.expect(422, "request.card_number")
        assert card not in answer.body.decode()
    for header in ("User-Agent", "X-Request-Id", "traceparent", "Referer"):
        customer.get("/users/profile", headers={header: card.replace(" ", "-")}).expect(200)
    # The log is written by a thread of its own; what comes after all of these shows that they are through.
    last = customer.get("/users/profile").headers["X-Request-Id"]
    shop.await_log(lambda line: line.get("request_id") == last)
    log = shop.log_file.read_text()
    assert not [form for form in (card, card.replace(" ", "-"), in_path) if form in log]


def test_card_numbers_are_in_no_file_of_the_shop(own_shop):
    shop = own_shop("log.level=debug")
    customer = shop.customer()
    card = CARDS[0]
    customer.post("/payment-methods", {"type": "card", "provider": "stripe", "token": card}).expect(
        422, "request.card_number"
    )
    customer.patch("/users/profile", {"first_name": card}).expect(422, "request.card_number")
    customer.get("/users/profile", headers={"User-Agent": card, "X-Request-Id": card}).expect(200)
    shop.client().request(
        "POST",
        "/users/login",
        json={"email": customer.email, "password": customer.password},
        headers={"User-Agent": card},
    ).expect(200)
    shop.stop()
    for file in [*filter(pathlib.Path.is_file, shop.data.rglob("*")), shop.log_file]:
        assert card.encode() not in file.read_bytes(), file.name


def test_what_only_looks_like_a_card_number_is_taken(customer):
    customer.product(name="Part 4242424242424241", description="id 01a221da-f91d-7ab2-91ec-f4fc51c97f7c")
    customer.product(price=4242424242424242)


# Queries, cursors and conditions


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("limit=0", ("/query/limit", "min")),
        ("limit=101", ("/query/limit", "max")),
        ("limit=-1", ("/query/limit", "min")),
        ("limit=ten", ("/query/limit", "integer")),
        ("limit=1.0", ("/query/limit", "integer")),
        ("limit=", ("/query/limit", "integer")),
        ("limit=99999999999999999999", ("/query/limit", "integer")),
        ("limit=1&limit=2", ("/query/limit", "repeated")),
        ("colour=red", ("/query/colour", "unknown")),
        ("Limit=1", ("/query/Limit", "unknown")),
        ("a%2Fb~=1", ("/query/a~1b~0", "unknown")),
        ("sort=best", ("/query/sort", "one_of")),
        ("in_stock=yes", ("/query/in_stock", "one_of")),
        ("min_price=-1", ("/query/min_price", "min")),
        ("include=everything", ("/query/include", "one_of")),
        ("q=", ("/query/q", "min_length")),
        (f"q={'a' * 201}", ("/query/q", "max_length")),
        ("q=%zz", ("/query/q", "encoding")),
        ("q=%00", ("/query/q", "encoding")),
        ("q=%c3%28", ("/query/q", "encoding")),
        ("q=%ed%a0%80", ("/query/q", "encoding")),
        ("cursor=", ("/query/cursor", "cursor")),
        ("cursor=abc", ("/query/cursor", "cursor")),
        (f"cursor={'A' * 5000}", ("/query/cursor", "cursor")),
    ],
)
def test_a_bad_query_is_refused_with_its_parameter(shop, connect, query, error):
    target = f"/api/v1/products?{query}"
    answer = connect().send(f"GET {target} HTTP/1.1\r\n{HOST}\r\n").answer()
    shop.document().check("GET", target, answer)
    assert answer.expect(400, "request.invalid").errors == [error]


@pytest.mark.parametrize(
    "query",
    [
        "q=%22",
        "q=*",
        "q=AND",
        "q=(",
        "q=name:x",
        "q=a%20NEAR%20b",
        "q=-x",
        "q='",
        "q=%25",
        "q=;drop%20table%20products",
    ],
)
def test_words_of_the_search_language_are_only_words(shop, query):
    shop.client().get(f"/products/search?{query}").expect(200)


def pages(client, path):
    """Every item of a list, by its cursors."""
    items, cursor = [], ""
    while True:
        page = client.get(f"{path}{cursor}").expect(200).json
        items += page["data"]
        if not page["page"]["has_more"]:
            assert "next" not in page["page"]
            return items
        cursor = f"&cursor={page['page']['next']}"


@pytest.mark.parametrize("sort", ["newest", "price", "-price", "name"])
def test_a_list_is_read_whole_by_its_cursors(shop, sort):
    client = shop.client()
    items = pages(client, f"/products?category=books&limit=3&sort={sort}")
    assert items == client.get(f"/products?category=books&limit=100&sort={sort}").json["data"]
    assert len({item["id"] for item in items}) == len(items) == 10
    total = client.get("/products?category=books&limit=1&include=total").json["page"]["total"]
    assert total == 10


def test_a_customer_s_lists_are_read_whole_by_their_cursors(customer):
    made = [customer.pay(product_id=customer.product()["id"], quantity=1)["id"] for _ in range(5)]
    assert [each["id"] for each in pages(customer, "/payments?limit=2")] == made[::-1]
    payment = {"id": made[0]}
    customer.process(payment, "pm_card_visa").expect(200)
    story = pages(customer, f"/payments/{made[0]}/events?limit=2")
    assert story == customer.story(payment)


def test_a_cursor_belongs_to_its_list_filter_and_sort(shop, customer):
    client = shop.client()
    cursor = client.get("/products?category=books&limit=3&sort=price").json["page"]["next"]
    client.get(f"/products?category=books&limit=5&sort=price&cursor={cursor}").expect(200)
    flipped = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for query in (
        f"category=books&sort=-price&cursor={cursor}",
        f"category=games&sort=price&cursor={cursor}",
        f"sort=price&cursor={cursor}",
        f"category=books&sort=price&cursor={flipped}",
        f"category=books&sort=price&cursor={cursor[:-2]}",
        f"category=books&sort=price&cursor={cursor}AA",
    ):
        assert client.get(f"/products?{query}").expect(400, "request.invalid").errors == [("/query/cursor", "cursor")]
    client.get(f"/products/category/books?sort=price&cursor={cursor}").expect(400, "request.invalid")
    customer.get(f"/payments?cursor={cursor}").expect(400, "request.invalid")


def test_if_match_lets_only_the_version_pass_that_it_names(customer, admin):
    product = customer.product()
    path = f"/admin/products/{product['id']}"
    tag = admin.get(f"/products/{product['id']}").headers["ETag"]
    assert re.fullmatch(r'"\d+\.\d+"', tag)
    changed = admin.patch(path, {"name": "Steel compass"}, headers={"If-Match": tag}).expect(200)
    admin.patch(path, {"name": "Gold compass"}, headers={"If-Match": tag}).expect(412, "product.stale")
    assert admin.get(f"/products/{product['id']}").json["name"] == "Steel compass"
    admin.patch(path, {"name": "Gold compass"}, headers={"If-Match": "*"}).expect(200)
    assert changed.headers["ETag"] != tag


def test_a_sale_does_not_make_a_product_s_edit_stale(customer, admin):
    product = customer.product(stock=5)
    tag = admin.get(f"/products/{product['id']}").headers["ETag"]
    customer.pay("pm_card_visa", product_id=product["id"], quantity=1)
    eventually(lambda: customer.stock(product)["on_hand"] == 4)
    assert admin.get(f"/products/{product['id']}").headers["ETag"] != tag
    admin.patch(f"/admin/products/{product['id']}", {"name": "New"}, headers={"If-Match": tag}).expect(200)


@pytest.mark.parametrize("tag", ["1", '"x"', 'W/"1"', '"1", "2"', '"-1"', '"01"', '"1.x"', '"', '""'])
def test_a_tag_that_was_never_answered_is_unreadable(customer, tag):
    answer = customer.patch("/users/profile", {"first_name": "A"}, headers={"If-Match": tag}).expect(
        400, "request.invalid"
    )
    assert answer.errors == [("/header/If-Match", "entity_tag")]


def test_what_the_client_has_is_not_sent_again(customer, admin):
    product = customer.product()
    path = f"/products/{product['id']}"
    tag = customer.get(path).headers["ETag"]
    for known in (tag, "*", f'"a", {tag}', f"W/{tag}"):
        answer = customer.get(path, headers={"If-None-Match": known})
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
    for other in ('"a"', "nonsense", tag.strip('"')):
        customer.get(path, headers={"If-None-Match": other}).expect(200)
    admin.patch(f"/admin/products/{product['id']}", {"name": "New"}).expect(200)
    eventually(lambda: customer.get(path, headers={"If-None-Match": tag}).status == 200)


# Ids and traces


@pytest.mark.parametrize("id", ["abcdefgh", "A-Z_09-x", "x" * 64])
def test_a_good_request_id_is_taken_over(shop, id):
    assert shop.client().get("/products", headers={"X-Request-Id": id}).headers["X-Request-Id"] == id


@pytest.mark.parametrize("id", ["short", "x" * 65, "with space", "semi;colon", "<script>alert", "ünïcödé".encode()])
def test_a_bad_request_id_is_replaced(shop, id):
    got = shop.client().get("/products", headers={"X-Request-Id": id}).headers["X-Request-Id"]
    assert got != id and re.fullmatch(r"[A-Za-z0-9_-]{8,64}", got)


def test_each_request_gets_an_id_of_its_own(shop):
    ids = {shop.client().get("//livez").headers["X-Request-Id"] for _ in range(20)}
    assert len(ids) == 20


def test_a_trace_goes_on_through_log_problems_and_events(shop, customer):
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    problem = customer.get("/products/0", headers=headers).expect(404, "product.not_found").json
    assert problem["trace_id"] == trace

    customer.fill(customer.product())
    body = {"basket": "current", "payment_method_id": "pm_card_visa"}
    answer = customer.post("/payments", body, key=True, headers=headers).expect(201)
    line = shop.await_log(lambda line: line.get("request_id") == answer.headers["X-Request-Id"])
    assert (line["trace_id"], line["route"], line["status"], line["user_id"]) == (
        trace,
        "create_payment",
        201,
        customer.id,
    )

    def types():
        with contextlib.closing(sqlite3.connect(f"file:{shop.data}/bus.db?mode=ro", uri=True)) as bus:
            return {
                row[0] for row in bus.execute("SELECT type FROM events WHERE traceparent LIKE ?", (f"00-{trace}-%",))
            }

    expected = {
        "ddd.payment.completed.v1",
        "ddd.product.stock_reserved.v1",
        "ddd.product.stock_updated.v1",
        "ddd.basket.cleared.v1",
    }
    eventually(lambda: expected <= types(), what="the events of all contexts are of that trace")


@pytest.mark.parametrize(
    "parent",
    [
        "",
        "00",
        f"00-{'0' * 32}-{'1' * 16}-01",
        f"00-{'1' * 32}-{'0' * 16}-01",
        f"ff-{'1' * 32}-{'1' * 16}-01",
        f"00-{'G' * 32}-{'1' * 16}-01",
    ],
)
def test_a_bad_traceparent_begins_a_new_trace(shop, parent):
    trace = shop.client().get("/products/0", headers={"traceparent": parent}).json["trace_id"]
    assert re.fullmatch(r"[0-9a-f]{32}", trace) and trace not in parent


# What is on every answer


def test_an_unsafe_character_of_a_request_never_comes_back_as_markup(shop):
    answer = shop.client().get("/products?%3Cscript%3E=1").expect(400, "request.invalid")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_answers_to_one_person_are_kept_by_no_cache(shop, customer):
    for path in ("/users/profile", "/users/basket", "/payments", "/payment-methods", "//livez", "//metrics"):
        assert customer.get(path).headers["Cache-Control"] == "no-store"
    assert customer.get("//openapi.json").headers["Cache-Control"] == "no-cache"


def test_other_origins_get_no_say(shop):
    """There is no CORS: a browser keeps other sites' scripts away from the API."""
    origin = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (
        shop.client().get("/products", headers=origin),
        shop.client().request("OPTIONS", "/users/login", headers=origin),
    ):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_the_docs_page_needs_nothing_from_outside(shop):
    answer = shop.client().get("//docs").expect(200)
    page = answer.body.decode()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", page, re.IGNORECASE)
    assert not re.findall(r'(?:src|href)="(?!data:|openapi\.json|#)[^"]*"', page)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_document_is_openapi_3_1(shop):
    """Its form in outline, and that every schema in it is one."""
    import jsonschema

    document = shop.client().get("//openapi.json").expect(200).json
    assert document["openapi"] == "3.1.0" and document["info"].keys() >= {"title", "version"}
    ids = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids)) > 50
    for path, methods in document["paths"].items():
        for operation in methods.values():
            in_path = {each["name"] for each in operation["parameters"] if each["in"] == "path" and each["required"]}
            assert in_path == set(re.findall(r"\{(\w+)\}", path))
            assert operation["responses"].keys() & {"200", "201", "202", "204"} and operation["summary"]
            assert all(answer["description"] for answer in operation["responses"].values())
            schemas = [each["schema"] for each in operation["parameters"]]
            holders = [operation.get("requestBody", {}), *operation["responses"].values()]
            schemas += [
                media["schema"]
                for holder in holders
                for media in holder.get("content", {}).values()
                if "schema" in media
            ]
            for schema in schemas:
                jsonschema.Draft202012Validator.check_schema(schema)


def test_each_port_describes_what_it_serves(shop):
    # The other names that only the gateway knows are nobody's own.
    whole = {operation.id for operation in shop.document().operations if not operation.id.endswith("_at_gateway")}
    seen = set()
    for listener in ("user-service", "product-service", "basket-service", "payment-service"):
        paths = shop.client(listener).get("//openapi.json").json["paths"]
        seen |= {operation["operationId"] for methods in paths.values() for operation in methods.values()}
    assert seen == whole


def test_the_operations_routes_answer_on_every_port(shop):
    for listener in ("ddd-micro", "user-service", "product-service", "basket-service", "payment-service"):
        client = shop.client(listener)
        assert client.get("//livez").json == {"status": "alive"}
        ready = client.get("//readyz").expect(200).json
        assert ready["status"] == "ready" and {each["status"] for each in ready["dependencies"]} == {"up"}
        assert client.get("//health").json["status"] == "ready"
        assert client.get("//docs").status == client.get("//openapi.json").status == 200


def test_metrics_count_requests_by_route_template_and_nobody_s_ids(shop, customer):
    product = customer.product(sku=(sku := unique_sku()))
    customer.get(f"/products/{product['id']}").expect(200)
    customer.get(f"/products/by-sku/{sku}").expect(200)
    customer.get("/nothing/like/this").expect(404, "http.not_found")
    text = customer.get("//metrics").expect(200).body.decode()
    series = [line for line in text.splitlines() if line.startswith("http_server_request_duration_seconds_count")]
    labels = {tuple(sorted(re.findall(r'(service|method|route|status)="([^"]*)"', line))) for line in series}
    expected = {"service": "product-service", "method": "GET", "route": "/products/{id}", "status": "200"}
    assert tuple(sorted(expected.items())) in labels
    assert sku not in text and "/nothing" not in text and customer.email not in text


def test_an_idempotency_key_has_its_form(customer):
    body = {"product_id": customer.product()["id"], "quantity": 1}
    for key in ("", "x" * 15, "x" * 256, "with space 12345678", "semi;colon12345678", "ünïcödé-0123456789".encode()):
        customer.post("/payments", body, key=key).expect(400, "idempotency.key_invalid")
    for length in (16, 255):
        customer.post("/payments", body, key=unique_key()[:16].ljust(length, "-")).expect(201)
