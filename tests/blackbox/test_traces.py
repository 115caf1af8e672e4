"""One purchase under one trace id: what the shop tells of it at /admin/traces, and to a collector."""

import secrets

import pytest

from shop import eventually
from shop.collector import Collector


class Tree:
    """The spans of a trace, to be walked from parent to child."""

    def __init__(self, spans):
        self.spans = spans

    def named(self, name, below=None):
        """The spans of that name; of `below`'s children if it is given."""
        return [
            span
            for span in self.spans
            if span["name"] == name and (below is None or span.get("parent_id") == below["span_id"])
        ]

    def one(self, name, below=None):
        found = self.named(name, below)
        assert len(found) == 1, f"{len(found)} spans are named {name!r}\n{self}"
        return found[0]

    def some(self, name, below):
        found = self.named(name, below)
        assert found, f"no span named {name!r} below {below['name']!r}\n{self}"
        return found

    def __str__(self):
        ids = {span["span_id"] for span in self.spans}

        def lines(parent, depth):
            for span in self.spans:
                is_top = span.get("parent_id") not in ids
                if (is_top if parent is None else span.get("parent_id") == parent):
                    yield f"{'  ' * depth}{span['service']}: {span['name']}"
                    yield from lines(span["span_id"], depth + 1)

        return "\n".join(lines(None, 0))


def new_trace():
    trace, span = secrets.token_hex(16), secrets.token_hex(8)
    return trace, span, {"traceparent": f"00-{trace}-{span}-01"}


def buy(shop, headers):
    buyer = shop.customer()
    buyer.fill(buyer.product(stock=5), 2)
    body = {"basket": "current", "payment_method_id": "pm_card_visa"}
    return buyer.post("/payments", body, key=True, headers=headers).expect(201).json


def told_by(shop, trace):
    return Tree(shop.admin().get(f"/admin/traces/{trace}").expect(200).json["spans"])


def assert_whole(tree, client_span):
    """Request, use case, neighbours, commits, outbox, bus, consumers, provider and webhook, each below what led to it."""
    request = tree.one("POST /payments")
    assert request["parent_id"] == client_span and request["service"] == "payment-service"
    use_case = tree.one("create_payment", request)
    for step, service in (
        ("validate_users", "user-service"),
        ("get_for_checkout", "basket-service"),
        ("reserve_stock", "product-service"),
        ("pin_reservation", "product-service"),
    ):
        neighbour = tree.one(step, use_case)
        assert neighbour["service"] == service and neighbour["attributes"]["caller"] == "payment-service"
    tree.some("commit product.db", tree.one("reserve_stock", use_case))
    assert len(tree.some("commit payment.db", use_case)) >= 4

    calls = tree.some("POST payment-provider", use_case)
    assert [call["attributes"]["url.path"].rsplit("/", 1)[1] for call in calls] == [
        "payment_intents",
        "confirm",
        "capture",
    ]
    assert {call["attributes"]["http.response.status_code"] for call in calls} == {200}
    webhooks = [tree.one("POST /webhooks/stripe", call) for call in calls[1:]]
    for webhook in webhooks:
        tree.one("receive_webhook", webhook)

    completed = tree.one("outbox ddd.payment.completed.v1", use_case)
    tree.one("publish payment-events", completed)
    tree.one("commit bus.db", completed)
    for group, file in (("product.settle_reservations", "product.db"), ("basket.subtract_paid_lines", "basket.db")):
        consumed = tree.one(f"consume {group}", completed)
        assert consumed["attributes"]["outcome"] == "applied"
        (policy,) = [span for span in tree.spans if span.get("parent_id") == consumed["span_id"]]
        tree.some(f"commit {file}", policy)


def test_a_purchase_is_one_trace_from_the_request_to_the_webhook(shop):
    trace, client_span, headers = new_trace()
    buy(shop, headers)

    def is_whole():
        assert_whole(told_by(shop, trace), client_span)
        return True

    eventually(is_whole, within=20)
    answer = shop.admin().get(f"/admin/traces/{trace}").json
    assert answer["trace_id"] == trace
    offsets = [span["offset_us"] for span in answer["spans"]]
    assert offsets == sorted(offsets) and offsets[0] == 0
    assert answer["duration_us"] >= max(span["duration_us"] for span in answer["spans"])


def test_a_collector_is_told_the_same(own_shop):
    trace, client_span, headers = new_trace()
    with Collector() as collector:
        shop = own_shop(f"tracing.otlp_endpoint={collector.url}")
        payment = buy(shop, headers)
        eventually(lambda: assert_whole(told_by(shop, trace), client_span) or True, within=20)
        least = len(told_by(shop, trace).spans)
        eventually(lambda: len(collector.spans(trace)) >= least, within=20)
        sent = collector.spans(trace)
        # Consumers go on adding to the trace: what was sent is kept, but more than what was kept at first may be sent by now.
        kept = {span["span_id"]: span for span in told_by(shop, trace).spans}
        assert_whole(Tree(sent), client_span)
        for span in sent:
            twin = kept[span["span_id"]]
            assert (span["name"], span["service"]) == (twin["name"], twin["service"])
            assert (span["end"] - span["start"]) // 1000 == twin["duration_us"]
            assert span["attributes"] == twin["attributes"]
        text = repr(sent)
        assert payment["client_secret"] not in text


def test_what_is_sent_last_arrives_when_the_shop_ends(own_shop):
    trace, _, headers = new_trace()
    with Collector() as collector:
        shop = own_shop(f"tracing.otlp_endpoint={collector.url}")
        shop.client().get("/products", headers=headers).expect(200)
        shop.stop()
        assert "GET /products" in {span["name"] for span in collector.spans(trace)}


def test_a_collector_that_is_away_disturbs_nobody(own_shop):
    with Collector() as gone:
        url = gone.url
    shop = own_shop(f"tracing.otlp_endpoint={url}")
    trace, _, headers = new_trace()
    buy(shop, headers)
    warning = shop.await_log(lambda line: line.get("message") == "spans could not be sent", 30, "a warning")
    assert warning["reason"]
    assert not shop.other_output()
    told_by(shop, trace).one("POST /payments")


def test_a_refusal_is_told_with_its_code(shop):
    trace, _, headers = new_trace()
    shop.client().get("/products/999999999", headers=headers).expect(404, "product.not_found")
    tree = told_by(shop, trace)
    assert tree.one("GET /products/{id}")["error"] == "product.not_found"


def test_traces_begin_by_themselves_as_many_as_are_wanted_a_second(own_shop):
    shop = own_shop("tracing.reads_per_second=1")
    client = shop.client()
    for _ in range(20):
        client.get("/products/1")

    def reads():
        listed = shop.admin().get("/admin/traces?limit=100").expect(200).json["data"]
        return [each for each in listed if each["name"] == "GET /products/{id}"]

    assert 1 <= len(reads()) < 20
    assert all(each["spans"] >= 1 and each["errors"] == 0 for each in reads())


def test_the_slowest_traces_come_first(shop):
    for _ in range(3):
        shop.client().get("/products", headers=new_trace()[2])
    listed = shop.admin().get("/admin/traces?limit=100").expect(200).json["data"]
    took = [each["duration_us"] for each in listed]
    assert took == sorted(took, reverse=True)
    assert len(shop.admin().get("/admin/traces?limit=1").json["data"]) == 1


def test_nothing_is_kept_where_nothing_is_wanted(own_shop):
    shop = own_shop("tracing.keep=0m")
    trace, _, headers = new_trace()
    shop.client().get("/products", headers=headers).expect(200)
    shop.admin().get(f"/admin/traces/{trace}").expect(404, "trace.not_found")


@pytest.mark.parametrize("listener", ["user-service", "payment-service"])
def test_every_port_tells_of_traces(shop, listener):
    trace, _, headers = new_trace()
    shop.client().get("/products", headers=headers).expect(200)
    shop.admin().at(listener).get(f"/admin/traces/{trace}").expect(200)
