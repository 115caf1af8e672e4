"""What is true of every call whatever it asks for: time, size, names, health, the end of the process."""

import concurrent.futures
import secrets
import signal
import socket
import time
import uuid

import grpc
import pytest
from shop import eventually

from rpclib import PROTOS, Refusal, Rpc, refused

# Long enough to be under way when something happens to it: it hashes a password.
SLOW = {"email": "ada@example.com", "password": "ada-demo-password"}


def test_a_client_whose_time_is_over_is_let_go_and_the_next_one_served(rpc, nobody):
    for _ in range(3):
        with refused("DEADLINE_EXCEEDED"):
            nobody.user.Login(**SLOW, timeout=0.002)
    assert nobody.user.Login(**SLOW).user.email == SLOW["email"]


def test_a_cancelled_call_is_let_go_and_the_next_one_served(rpc, nobody):
    for _ in range(3):
        call = nobody.user.Login.future(**SLOW)
        assert call.cancel()
        assert call.code() == grpc.StatusCode.CANCELLED
    assert nobody.user.Login(**SLOW).user.email == SLOW["email"]


def test_a_payment_whose_client_goes_away_is_made_once_or_not_at_all(rpc):
    mug = rpc.product(stock=1000)
    bought = {"product": {"product_id": mug.id, "quantity": 1}, "payment_method_id": "pm_card_visa"}
    for milliseconds in range(0, 40, 2):
        buyer, key = rpc.customer(), uuid.uuid4().hex
        call = buyer.payment.CreatePayment.future(**bought, key=key)
        time.sleep(milliseconds / 1000)  # the moment of leaving is what varies
        call.cancel()

        def settled():
            try:
                return buyer.payment.CreatePayment(**bought, key=key)
            except Refusal as refusal:
                assert refusal.reason in ("idempotency.in_flight", "payment.in_progress"), refusal
                return None

        payment = eventually(lambda: (got := settled()) and got.status == "completed" and got, what="it is paid")
        assert [each.id for each in buyer.payment.ListPayments().payments] == [payment.id]


@pytest.mark.parametrize("compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip])
def test_a_message_over_a_mebibyte_is_refused_however_small_it_is_packed(rpc, nobody, compression):
    with refused("RESOURCE_EXHAUSTED"):
        nobody.product.SearchProducts(query="x" * (1 << 20), compression=compression)
    with refused("INVALID_ARGUMENT", "request.invalid"):
        nobody.product.SearchProducts(query="x" * ((1 << 20) - 100), compression=compression)


def test_metadata_over_its_limit_is_refused_and_others_are_served(rpc):
    with rpc.new_channel("product") as channel:
        call = channel.unary_unary("/ddd.product.v1.ProductService/ListCategories")
        with pytest.raises(grpc.RpcError) as caught:
            call(b"", metadata=[("x-padding", "x" * 20_000)], timeout=10)
        assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert rpc.caller().product.ListCategories() is not None


@pytest.mark.parametrize("path", ["/ddd.product.v1.ProductService/Invented", "/ddd.user.v1.UserService/GetProfile", "/x.Y/Z"])
def test_what_the_service_does_not_have_is_unimplemented(rpc, path):
    with pytest.raises(grpc.RpcError) as caught:
        rpc.channel("product").unary_unary(path)(b"", timeout=10)
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED


def test_every_answer_names_its_request(nobody):
    _, trailers = nobody.product.ListCategories(whole=True, metadata=[("x-request-id", "my-request-17")])
    assert trailers["x-request-id"] == "my-request-17"
    with refused("NOT_FOUND", "product.not_found") as caught:
        nobody.product.GetProduct(id=10**12, metadata=[("x-request-id", "bad id")])
    assert 8 <= len(caught.value.trailers["x-request-id"]) <= 64


def test_a_call_goes_on_with_the_trace_it_comes_in(rpc, admin):
    trace, span = secrets.token_hex(16), secrets.token_hex(8)
    metadata = [("traceparent", f"00-{trace}-{span}-01")]
    customer, mug = rpc.customer(), rpc.product()
    customer.basket.AddItem(product_id=mug.id, quantity=1, metadata=metadata)
    with refused("NOT_FOUND") as caught:
        customer.product.GetProduct(id=10**12, metadata=metadata)
    assert caught.value.metadata["trace_id"] == trace

    spans = admin.rest().get(f"/admin/traces/{trace}").expect(200).json["spans"]
    (call,) = (each for each in spans if each["name"] == "ddd.basket.v1.BasketService/AddItem")
    assert (call["parent_id"], call["kind"], call["service"]) == (span, "server", "basket-service")
    assert call["attributes"]["rpc.method"] == "AddItem"
    assert any(each["name"] == "add_item" and each["parent_id"] == call["span_id"] for each in spans)


def test_calls_are_counted_and_logged_without_what_they_say(rpc, customer):
    customer.user.UpdateProfile(first_name="Hieronymus", metadata=[("x-request-id", "counted-request")])
    line = rpc.shop.await_log(lambda line: line.get("request_id") == "counted-request", what="the request's line")
    assert (line["route"], line["grpc_status"], line["user_id"]) == ("UpdateProfile", "OK", customer.user_id)
    assert "Hieronymus" not in rpc.shop.log_file.read_text()
    metrics = rpc.shop.client().request("GET", "//metrics", check=False).body.decode()
    assert 'grpc_server_request_duration_seconds_count{code="OK",method="UpdateProfile",service="user-service"}' in metrics


@pytest.mark.parametrize("name", sorted(PROTOS.services))
def test_each_service_tells_its_health(name, rpc):
    assert rpc.health(name, PROTOS.services[name].full_name) == "SERVING"
    assert rpc.health(name, "") == "SERVING"
    assert rpc.health(name, "ddd.other.v1.Other") == "NOT_FOUND"


def test_who_watches_a_service_is_told_of_its_end_and_does_not_hold_it_up(own_shop):
    shop = own_shop("server.drain_time=20s")
    with Rpc(shop) as rpc:
        name = PROTOS.services["product"].full_name
        watches = [rpc.watch("product", each) for each in (name, "", "ddd.other.v1.Other")]
        assert [next(watch) for watch in watches] == ["SERVING", "SERVING", "SERVICE_UNKNOWN"]
        began = time.monotonic()
        shop.signal(signal.SIGTERM)
        assert [list(watch) for watch in watches] == [["NOT_SERVING", "UNAVAILABLE"], ["NOT_SERVING", "UNAVAILABLE"], ["UNAVAILABLE"]]
        assert shop.wait_for_exit() == 0
        assert time.monotonic() - began < 15


def test_a_call_without_a_message_is_malformed(rpc):
    for path in ("/ddd.product.v1.ProductService/ListCategories", "/grpc.health.v1.Health/Check"):
        with pytest.raises(grpc.RpcError) as caught:
            rpc.channel("product").stream_unary(path)(iter([]), timeout=10)
        assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_what_is_no_grpc_gets_nothing_and_harms_nobody(rpc, nobody):
    for nonsense in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00" * 100, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 100):
        with socket.create_connection(("127.0.0.1", rpc.port("product")), timeout=10) as connection:
            connection.sendall(nonsense)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
    assert nobody.product.ListCategories() is not None


def test_a_crowd_at_once_is_served_each_for_himself(rpc):
    mug = rpc.product(stock=500)
    buyers = [rpc.customer() for _ in range(4)]

    def add(number):
        buyers[number % 4].basket.AddItem(product_id=mug.id, quantity=1)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(add, range(80)))
    assert [buyer.basket.GetBasket().item_count for buyer in buyers] == [20] * 4


def test_calls_are_bounded_by_address_over_both_protocols(own_shop):
    shop = own_shop("limits.requests_per_second=30")
    with Rpc(shop) as rpc:
        caller = rpc.caller()

        def refusal():
            try:
                caller.product.ListCategories()
            except Refusal as caught:
                return caught
            return None

        caught = eventually(refusal, what="the limit")
        assert (caught.status, caught.reason, caught.retry_after) == ("RESOURCE_EXHAUSTED", "http.too_many_requests", 1)


def test_logins_are_bounded_by_account(own_shop):
    shop = own_shop("limits.login_failures=2")
    with Rpc(shop) as rpc:
        for _ in range(2):
            with refused("UNAUTHENTICATED", "auth.invalid_credentials"):
                rpc.caller().user.Login(email=SLOW["email"], password="wrong")
        with refused("RESOURCE_EXHAUSTED", "auth.too_many_logins") as caught:
            rpc.caller().user.Login(**SLOW)
        assert 1 <= caught.value.retry_after <= 60


@pytest.mark.parametrize("threads", [1, 2])
def test_the_process_ends_after_it_has_answered_what_is_under_way(threads, own_shop):
    shop = own_shop(f"server.threads={threads}")
    with Rpc(shop) as rpc:
        calls = [rpc.caller().user.Login.future(**SLOW) for _ in range(8)]
        # One answer is the sign that the others are there, for the most part.
        assert calls[0].result(30).user.email == SLOW["email"]
        shop.signal(signal.SIGTERM)
        outcomes = {call.code().name for call in calls}
        assert "OK" in outcomes and outcomes <= {"OK", "UNAVAILABLE"}, outcomes
        assert shop.wait_for_exit() == 0
    shop.assert_sane()
    (stopped,) = (line for line in shop.log() if line["message"] == "stopped")
    assert stopped["requests_cut"] is False


def test_the_process_ends_though_a_client_holds_its_connection(own_shop):
    shop = own_shop("server.drain_time=500ms")
    with Rpc(shop) as rpc:
        rpc.caller().product.ListCategories()
        rpc.health("product", "")
        shop.stop()
