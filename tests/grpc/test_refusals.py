"""A refusal is the same over gRPC as over HTTP: each case is tried both ways, and the codes, the places and the facts are
compared."""

import json

import pytest
from shop import unique_sku

from rpclib import Refusal

STATUS_OF = {
    400: "INVALID_ARGUMENT",
    422: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    402: "FAILED_PRECONDITION",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "FAILED_PRECONDITION",
    412: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}
USD = "USD"
PAY_ID = "pay_0192aaaa-0000-7000-8000-000000000000"
METHOD_ID = "pm_0192aaaa-0000-7000-8000-000000000000"
LONG_NAME = "x" * 101


def money(amount, currency=USD):
    return {"amount": amount, "currency": currency}


class World:
    """Those who call, and what they call about, over both protocols."""

    def __init__(self, rpc):
        self.rpc = rpc
        self.nobody = rpc.caller()
        self.customer = rpc.customer()
        self.admin = rpc.admin()
        self.mug = rpc.product(stock=3)
        self.cup = rpc.product(stock=50)
        self.withdrawn = rpc.product(is_active=False)
        self.other_customer = rpc.customer()

    def fresh(self):
        return self.rpc.customer()


@pytest.fixture(scope="module")
def world(rpc):
    return World(rpc)


# name: (over gRPC, over HTTP); both take the world, the first raises a Refusal, the second gives an Answer.
CASES = {
    "register a taken address": (
        lambda w: w.nobody.user.Register(email=w.customer.email, password="an uncommon phrase", first_name="A", last_name="B"),
        lambda w: w.nobody.rest().post(
            "/users/register",
            {"email": w.customer.email, "password": "an uncommon phrase", "first_name": "A", "last_name": "B"},
        ),
    ),
    "register with everything wrong": (
        lambda w: w.nobody.user.Register(email="nobody", password="12345678", first_name="", last_name=LONG_NAME),
        lambda w: w.nobody.rest().post(
            "/users/register", {"email": "nobody", "password": "12345678", "first_name": "", "last_name": LONG_NAME}
        ),
    ),
    "log in with a wrong password": (
        lambda w: w.nobody.user.Login(email=w.customer.email, password="wrong"),
        lambda w: w.nobody.rest().post("/users/login", {"email": w.customer.email, "password": "wrong"}),
    ),
    "use a made-up refresh token": (
        lambda w: w.nobody.user.RefreshToken(refresh_token="made-up"),
        lambda w: w.nobody.rest().post("/users/refresh-token", {"refresh_token": "made-up"}),
    ),
    "use a made-up reset token": (
        lambda w: w.nobody.user.ConfirmPasswordReset(token_="made-up", new_password="an uncommon phrase"),
        lambda w: w.nobody.rest().post(
            "/users/password-reset/confirm", {"token": "made-up", "new_password": "an uncommon phrase"}
        ),
    ),
    "change a password without knowing it": (
        lambda w: w.customer.user.ChangePassword(current_password="wrong", new_password="an uncommon phrase"),
        lambda w: w.customer.rest().post(
            "/users/change-password", {"current_password": "wrong", "new_password": "an uncommon phrase"}
        ),
    ),
    "edit a profile that changed": (
        lambda w: w.customer.user.UpdateProfile(first_name="X", expected_version=99),
        lambda w: w.customer.rest().patch("/users/profile", {"first_name": "X"}, headers={"If-Match": '"99"'}),
    ),
    "give an unknown role": (
        lambda w: w.admin.user.AssignRole(id=w.customer.user_id, role="emperor"),
        lambda w: w.admin.rest().post(f"/admin/users/{w.customer.user_id}/assign-role", {"role": "emperor"}),
    ),
    "look for an unknown user": (
        lambda w: w.admin.user.GetUser(id=10**12),
        lambda w: w.admin.rest().get(f"/admin/users/{10**12}"),
    ),
    "list users without being an administrator": (
        lambda w: w.customer.user.ListUsers(),
        lambda w: w.customer.rest().get("/admin/users"),
    ),
    "read a profile as nobody": (
        lambda w: w.nobody.user.GetProfile(),
        lambda w: w.nobody.rest().get("/users/profile"),
    ),
    "look for an unknown product": (
        lambda w: w.nobody.product.GetProduct(id=10**12),
        lambda w: w.nobody.rest().get(f"/products/{10**12}"),
    ),
    "look for a product that can not be": (
        lambda w: w.nobody.product.GetProduct(id=0),
        lambda w: w.nobody.rest().get("/products/0"),
    ),
    "look at a withdrawn product": (
        lambda w: w.nobody.product.GetProduct(id=w.withdrawn.id),
        lambda w: w.nobody.rest().get(f"/products/{w.withdrawn.id}"),
    ),
    "search for nothing": (
        lambda w: w.nobody.product.SearchProducts(query=" "),
        lambda w: w.nobody.rest().get("/products/search?q=%20"),
    ),
    "create a product with everything wrong": (
        lambda w: w.admin.product.CreateProduct(name="", sku=unique_sku(), price=money(-1), min_stock=-1, tags=[""] * 21),
        lambda w: w.admin.rest().post(
            "/admin/products", {"name": "", "sku": unique_sku(), "price": money(-1), "min_stock": -1, "tags": [""] * 21}
        ),
    ),
    "create a product in an unknown currency": (
        lambda w: w.admin.product.CreateProduct(name="Mug", sku=unique_sku(), price=money(1, "XXQ")),
        lambda w: w.admin.rest().post("/admin/products", {"name": "Mug", "sku": unique_sku(), "price": money(1, "XXQ")}),
    ),
    "create a product with a taken SKU": (
        lambda w: w.admin.product.CreateProduct(name="Mug", sku=w.mug.sku, price=money(1)),
        lambda w: w.admin.rest().post("/admin/products", {"name": "Mug", "sku": w.mug.sku, "price": money(1)}),
    ),
    "create a product without a price": (
        lambda w: w.admin.product.CreateProduct(name="Mug", sku=unique_sku()),
        lambda w: w.admin.rest().post("/admin/products", {"name": "Mug", "sku": unique_sku()}),
    ),
    "edit a product that changed": (
        lambda w: w.admin.product.UpdateProduct(id=w.mug.id, name="X", expected_version=99),
        lambda w: w.admin.rest().patch(f"/admin/products/{w.mug.id}", {"name": "X"}, headers={"If-Match": '"99.1"'}),
    ),
    "take out more than there is": (
        lambda w: w.admin.product.ReduceStock(product_id=w.mug.id, amount=4),
        lambda w: w.admin.rest().post(f"/admin/products/{w.mug.id}/reduce-stock", {"amount": 4}),
    ),
    "take out nothing": (
        lambda w: w.admin.product.ReduceStock(product_id=w.mug.id, amount=0),
        lambda w: w.admin.rest().post(f"/admin/products/{w.mug.id}/reduce-stock", {"amount": 0}),
    ),
    "put an unknown product into the basket": (
        lambda w: w.customer.basket.AddItem(product_id=10**12, quantity=1),
        lambda w: w.customer.rest().post("/users/basket/items", {"product_id": 10**12, "quantity": 1}),
    ),
    "put a product that can not be into the basket": (
        lambda w: w.customer.basket.AddItem(product_id=0, quantity=1),
        lambda w: w.customer.rest().post("/users/basket/items", {"product_id": 0, "quantity": 1}),
    ),
    "put a withdrawn product into the basket": (
        lambda w: w.customer.basket.AddItem(product_id=w.withdrawn.id, quantity=1),
        lambda w: w.customer.rest().post("/users/basket/items", {"product_id": w.withdrawn.id, "quantity": 1}),
    ),
    "put more into the basket than there is": (
        lambda w: w.customer.basket.AddItem(product_id=w.mug.id, quantity=4),
        lambda w: w.customer.rest().post("/users/basket/items", {"product_id": w.mug.id, "quantity": 4}),
    ),
    "put too many into the basket": (
        lambda w: w.customer.basket.AddItem(product_id=w.mug.id, quantity=100),
        lambda w: w.customer.rest().post("/users/basket/items", {"product_id": w.mug.id, "quantity": 100}),
    ),
    "take out of the basket what is not in it": (
        lambda w: w.customer.basket.RemoveItem(product_id=w.mug.id),
        lambda w: w.customer.rest().delete(f"/users/basket/items/{w.mug.id}"),
    ),
    "change a basket that changed": (
        lambda w: w.customer.basket.ClearBasket(expected_version=99),
        lambda w: w.customer.rest().delete("/users/basket/clear", headers={"If-Match": '"99"'}),
    ),
    "look at the basket of nobody": (
        lambda w: w.admin.basket.GetUserBasket(user_id=10**12),
        lambda w: w.admin.rest().get(f"/admin/baskets/{10**12}"),
    ),
    "pay without a key": (
        lambda w: w.customer.payment.CreatePayment(current_basket={}),
        lambda w: w.customer.rest().post("/payments", {"basket": "current"}),
    ),
    "pay with a key that is none": (
        lambda w: w.customer.payment.CreatePayment(current_basket={}, key="short"),
        lambda w: w.customer.rest().post("/payments", {"basket": "current"}, key="short"),
    ),
    "pay for nothing": (
        lambda w: w.customer.payment.CreatePayment(key=True),
        lambda w: w.customer.rest().post("/payments", {}, key=True),
    ),
    "pay an empty basket": (
        lambda w: w.fresh().payment.CreatePayment(current_basket={}, key=True),
        lambda w: w.fresh().rest().post("/payments", {"basket": "current"}, key=True),
    ),
    "pay an unknown basket": (
        lambda w: w.customer.payment.CreatePayment(basket_id="nonsense", key=True),
        lambda w: w.customer.rest().post("/payments", {"basket_id": "nonsense"}, key=True),
    ),
    "pay for an unknown product": (
        lambda w: w.customer.payment.CreatePayment(product={"product_id": 10**12, "quantity": 1}, key=True),
        lambda w: w.customer.rest().post("/payments", {"product_id": 10**12, "quantity": 1}, key=True),
    ),
    "pay for a withdrawn product": (
        lambda w: w.customer.payment.CreatePayment(product={"product_id": w.withdrawn.id, "quantity": 1}, key=True),
        lambda w: w.customer.rest().post("/payments", {"product_id": w.withdrawn.id, "quantity": 1}, key=True),
    ),
    "pay for more than there is": (
        lambda w: w.customer.payment.CreatePayment(product={"product_id": w.mug.id, "quantity": 4}, key=True),
        lambda w: w.customer.rest().post("/payments", {"product_id": w.mug.id, "quantity": 4}, key=True),
    ),
    "pay another total than that of now": (
        lambda w: w.customer.payment.CreatePayment(
            product={"product_id": w.mug.id, "quantity": 1}, expected_total=money(1), key=True
        ),
        lambda w: w.customer.rest().post(
            "/payments", {"product_id": w.mug.id, "quantity": 1, "expected_total": money(1)}, key=True
        ),
    ),
    "pay with an unknown method": (
        lambda w: w.customer.payment.CreatePayment(
            product={"product_id": w.cup.id, "quantity": 1}, payment_method_id=METHOD_ID, key=True
        ),
        lambda w: w.customer.rest().post(
            "/payments", {"product_id": w.cup.id, "quantity": 1, "payment_method_id": METHOD_ID}, key=True
        ),
    ),
    "pay with a card that is declined": (
        lambda w: w.customer.payment.CreatePayment(
            product={"product_id": w.cup.id, "quantity": 1},
            payment_method_id="pm_card_chargeDeclinedInsufficientFunds",
            key=True,
        ),
        lambda w: w.customer.rest().post(
            "/payments",
            {"product_id": w.cup.id, "quantity": 1, "payment_method_id": "pm_card_chargeDeclinedInsufficientFunds"},
            key=True,
        ),
    ),
    "come back to a shop of another address": (
        lambda w: w.customer.payment.CreatePayment(
            product={"product_id": w.mug.id, "quantity": 1}, return_url="javascript:alert(1)", key=True
        ),
        lambda w: w.customer.rest().post(
            "/payments", {"product_id": w.mug.id, "quantity": 1, "return_url": "javascript:alert(1)"}, key=True
        ),
    ),
    "look for an unknown payment": (
        lambda w: w.customer.payment.GetPayment(id=PAY_ID),
        lambda w: w.customer.rest().get(f"/payments/{PAY_ID}"),
    ),
    "send a card number": (
        lambda w: w.customer.payment.AddPaymentMethod(type="card", provider="stripe", token_="4242 4242 4242 4242"),
        lambda w: w.customer.rest().post(
            "/payment-methods", {"type": "card", "provider": "stripe", "token": "4242 4242 4242 4242"}
        ),
    ),
    "keep a method of another kind": (
        lambda w: w.customer.payment.AddPaymentMethod(type="cash", provider="bank", token_="pm_card_visa"),
        lambda w: w.customer.rest().post("/payment-methods", {"type": "cash", "provider": "bank", "token": "pm_card_visa"}),
    ),
    "keep an unknown card": (
        lambda w: w.customer.payment.AddPaymentMethod(type="card", provider="stripe", token_="pm_nonsense"),
        lambda w: w.customer.rest().post("/payment-methods", {"type": "card", "provider": "stripe", "token": "pm_nonsense"}),
    ),
    "break a line where none may be": (
        lambda w: w.customer.user.UpdateProfile(first_name="A\nda"),
        lambda w: w.customer.rest().patch("/users/profile", {"first_name": "A\nda"}),
    ),
}

# Where the two name a place differently: fields that are part of another message here.
PLACES = {"query": "query.q"}
# Facts of one request alone.
OF_THE_REQUEST = {"trace_id", "payment_id"}


def pointer(field):
    """"lines[0].quantity" -> "/lines/0/quantity"."""
    return "".join(f"/{part}" for part in PLACES.get(field, field).replace("[", ".").replace("]", "").split(".") if part)


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_refusal_is_the_same_as_over_http(name, world):
    over_grpc, over_http = CASES[name]
    with pytest.raises(Refusal) as caught:
        over_grpc(world)
    refusal, answer = caught.value, over_http(world)
    problem = answer.json
    assert (refusal.reason, refusal.domain) == (problem["code"], "ddd-micro")
    assert refusal.status == STATUS_OF[answer.status]
    if problem["code"] not in ("request.invalid", "payment.invalid"):
        assert refusal.message == problem["detail"]
    stated = {(each["pointer"], each["code"]) for each in problem.get("errors", [])}
    assert {(pointer(field), code) for field, code in refusal.violations} == stated
    known = {"type", "title", "status", "detail", "instance", "code", "errors"}
    facts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in problem.items() if key not in known}
    assert refusal.metadata.keys() == facts.keys()
    for key in facts.keys() - OF_THE_REQUEST:
        stated, got = facts[key], refusal.metadata[key]
        assert got == stated or json.loads(got) == json.loads(stated), key


def test_a_repeat_over_the_other_protocol_is_another_request(world):
    key = "one-key-for-both-of-them"
    world.fresh()
    customer = world.fresh()
    mug = world.rpc.product()
    customer.payment.CreatePayment(product={"product_id": mug.id, "quantity": 1}, key=key)
    answer = customer.rest().post("/payments", {"product_id": mug.id, "quantity": 1}, key=key)
    assert (answer.status, answer.code) == (422, "idempotency.key_reused")


def test_a_page_is_asked_for_within_bounds(world):
    for page, violation in (
        ({"limit": 0}, ("page.limit", "min")),
        ({"limit": 101}, ("page.limit", "max")),
        ({"cursor": "nonsense"}, ("page.cursor", "cursor")),
    ):
        for call in (
            world.nobody.product.ListProducts,
            world.customer.payment.ListPayments,
            world.customer.user.ListSessions,
            world.admin.user.ListUsers,
        ):
            with pytest.raises(Refusal) as caught:
                call(page=page)
            assert (caught.value.reason, caught.value.violations) == ("request.invalid", [violation])


def test_a_filter_knows_its_words(world):
    with pytest.raises(Refusal) as caught:
        world.nobody.product.ListProducts(
            filter={"is_active": "perhaps", "brand": "", "min_price": -1, "q": "x" * 201}, sort="random"
        )
    assert sorted(caught.value.violations) == [
        ("filter.brand", "min_length"),
        ("filter.is_active", "one_of"),
        ("filter.min_price", "min"),
        ("filter.q", "max_length"),
        ("sort", "one_of"),
    ]
    with pytest.raises(Refusal) as caught:
        world.customer.payment.ListPayments(status="lost")
    assert caught.value.violations == [("status", "one_of")]


def test_a_field_that_the_contract_does_not_have_is_refused(world):
    # Field 99, a text, behind a good request: a newer client would expect it to matter.
    request = world.customer.basket.AddItem.request(product_id=world.mug.id, quantity=1).SerializeToString()
    with pytest.raises(Refusal) as caught:
        world.customer.basket.AddItem(raw=request + b"\x9a\x06\x01x")
    assert (caught.value.reason, caught.value.violations) == ("request.invalid", [("[99]", "unknown")])
    with pytest.raises(Refusal) as caught:
        world.customer.basket.AddItem(raw=b"\xff\xff\xff")
    assert (caught.value.status, caught.value.reason) == ("INVALID_ARGUMENT", "request.malformed")
