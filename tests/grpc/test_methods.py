"""Every method of every service does what it is there for. The table is checked against the .proto files and against what
the running servers say of themselves."""

import re
import uuid

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from shop import eventually, unique_email, unique_sku
from shop.client import PASSWORD

from rpclib import PROTOS, Refusal, refused

# Between services: tests/*/adapters/rpc_test.cpp calls them in the name of a service. Here nobody is one.
INTERNAL = {
    "user.ValidateUsers",
    "product.ValidateProducts",
    "product.ReserveStock",
    "product.PinReservations",
    "product.ReleaseReservations",
    "basket.GetForCheckout",
}
CASES = {}
VISA = "pm_card_visa"


def case(function):
    """The good path of the method that the function is named after: user_Login."""
    CASES[function.__name__.replace("_", ".", 1)] = function
    return function


def all_methods():
    return {f"{name}.{method.name}" for name, service in PROTOS.services.items() for method in service.methods}


def test_every_method_has_a_case():
    assert CASES.keys() | INTERNAL == all_methods()
    assert not CASES.keys() & INTERNAL


@pytest.mark.parametrize("name", sorted(PROTOS.services))
def test_the_server_describes_itself_as_the_proto_file_does(name, rpc):
    listed = {each.name for each in rpc.reflect(name, list_services="").list_services_response.service}
    assert listed == {PROTOS.services[name].full_name, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"}
    answer = rpc.reflect(name, file_containing_symbol=PROTOS.services[name].full_name)
    files = [FileDescriptorProto.FromString(each) for each in answer.file_descriptor_response.file_descriptor_proto]
    (served,) = (service for file in files for service in file.service if file.package == f"ddd.{name}.v1")
    assert {each.name for each in served.method} == {each.name for each in PROTOS.services[name].methods}


def test_reflection_answers_one_request_after_the_other_and_says_what_it_does_not_know(rpc):
    answers = rpc.reflect_each(
        "product",
        {"file_by_filename": "ddd/common/v1/common.proto"},
        {"file_by_filename": "nowhere.proto"},
        {"file_containing_symbol": "ddd.nowhere.v1.Nothing"},
        {"all_extension_numbers_of_type": "google.protobuf.MethodOptions"},
        {"file_containing_extension": {"containing_type": "google.protobuf.MethodOptions", "extension_number": 7}},
        {},
    )
    (file, *_) = (FileDescriptorProto.FromString(each) for each in answers[0].file_descriptor_response.file_descriptor_proto)
    assert (file.name, answers[0].original_request.file_by_filename) == ("ddd/common/v1/common.proto",) * 2
    numbers = answers[3].all_extension_numbers_response
    assert (numbers.base_type_name, list(numbers.extension_number)) == ("google.protobuf.MethodOptions", [])
    codes = [answer.error_response.error_code for answer in answers]
    assert codes == [0, 5, 5, 0, 5, 12]


# Users


@case
def user_Register(rpc):
    email = unique_email()
    user = rpc.caller().user.Register(email=email.upper(), password=PASSWORD, first_name="Ada", last_name="Lovelace")
    assert (user.email, user.first_name, user.role, user.version, user.is_active) == (email, "Ada", "user", 1, True)
    assert user.id > 0 and user.created_at.seconds > 0


@case
def user_Login(rpc):
    customer = rpc.customer()
    reply = customer.user.Login(email=customer.email, password=customer.password, token=None)
    assert (reply.tokens.token_type, reply.tokens.expires_in) == ("Bearer", 600)
    assert reply.user.email == customer.email
    rpc.shop.secrets.update((reply.tokens.access_token, reply.tokens.refresh_token))


@case
def user_RefreshToken(rpc):
    customer = rpc.customer()
    fresh = customer.user.RefreshToken(refresh_token=customer.refresh_token, token=None)
    assert customer.user.GetProfile(token=fresh.access_token).email == customer.email
    with refused("UNAUTHENTICATED", "auth.refresh_reused"):
        customer.user.RefreshToken(refresh_token=customer.refresh_token, token=None)


@case
def user_Logout(rpc):
    customer = rpc.customer()
    customer.user.Logout(refresh_token=customer.refresh_token)
    with refused("UNAUTHENTICATED", "auth.invalid_refresh_token"):
        customer.user.RefreshToken(refresh_token=customer.refresh_token, token=None)
    eventually(lambda: is_refused(customer), what="the access token is over, too")


def is_refused(customer):
    try:
        customer.user.GetProfile()
    except Refusal as refusal:
        assert refusal.reason == "auth.invalid_token", refusal
        return True
    return False


@case
def user_ValidateToken(rpc):
    customer = rpc.customer()
    reply = rpc.caller().user.ValidateToken(token_=customer.token)
    assert (reply.valid, reply.user_id, reply.role) == (True, customer.user_id, "user")
    with refused("UNAUTHENTICATED", "auth.invalid_token"):
        rpc.caller().user.ValidateToken(token_="nonsense")


@case
def user_ListSessions(rpc):
    customer = rpc.customer()
    customer.login(customer.email, customer.password)
    sessions = customer.user.ListSessions(page={"limit": 1})
    assert [each.current for each in sessions.sessions] == [True]
    assert "grpc-python" in sessions.sessions[0].device and sessions.sessions[0].address == "127.0.0.1"
    others = customer.user.ListSessions(page={"limit": 1, "cursor": sessions.page.next})
    assert [each.current for each in others.sessions] == [False] and not others.page.has_more


@case
def user_EndSession(rpc):
    customer = rpc.customer()
    first = customer.refresh_token
    customer.login(customer.email, customer.password)
    (other,) = (each for each in customer.user.ListSessions().sessions if not each.current)
    customer.user.EndSession(id=other.id)
    with refused("UNAUTHENTICATED", "auth.invalid_refresh_token"):
        customer.user.RefreshToken(refresh_token=first, token=None)
    assert len(customer.user.ListSessions().sessions) == 1


@case
def user_EndAllSessions(rpc):
    customer = rpc.customer()
    customer.user.EndAllSessions()
    eventually(lambda: is_refused(customer), what="the token is over")


@case
def user_GetProfile(rpc):
    customer = rpc.customer()
    assert customer.user.GetProfile().id == customer.user_id


@case
def user_UpdateProfile(rpc):
    customer = rpc.customer()
    user = customer.user.UpdateProfile(first_name="Augusta", expected_version=1)
    assert (user.first_name, user.last_name, user.version) == ("Augusta", "Lovelace", 2)
    with refused("ABORTED", "user.stale"):
        customer.user.UpdateProfile(first_name="Late", expected_version=1)


@case
def user_ExportAccount(rpc):
    customer = rpc.customer()
    held = customer.user.ExportAccount()
    assert held.user.email == customer.email and len(held.sessions) == 1
    assert not held.HasField("basket") and not held.HasField("orders") and not held.payments
    customer.basket.AddItem(product_id=rpc.product().id, quantity=2)
    held = customer.user.ExportAccount()
    assert [item.quantity for item in held.basket.items] == [2]


@case
def user_DeleteAccount(rpc):
    customer = rpc.customer()
    customer.user.DeleteAccount(password=customer.password)
    with refused("UNAUTHENTICATED", "auth.invalid_credentials"):
        customer.user.Login(email=customer.email, password=customer.password, token=None)


@case
def user_ChangePassword(rpc):
    customer = rpc.customer()
    changed = "another uncommon phrase"
    customer.user.ChangePassword(current_password=customer.password, new_password=changed)
    with refused("UNAUTHENTICATED", "auth.invalid_credentials"):
        customer.user.Login(email=customer.email, password=customer.password, token=None)
    customer.login(customer.email, changed)


def mailed_token(rpc, email, subject):
    """The token of the newest mail about that to an address."""

    def newest():
        folder = rpc.shop.data / "mail"
        mails = [file.read_text() for file in sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)]
        tokens = [re.search(r"^Token: (\S+)", mail, re.M) for mail in mails if email in mail and subject in mail]
        return tokens and tokens[-1] and tokens[-1].group(1)

    return eventually(newest, what=f"a mail to {email}")


@case
def user_RequestPasswordReset(rpc):
    customer = rpc.customer()
    rpc.caller().user.RequestPasswordReset(email=customer.email)
    assert mailed_token(rpc, customer.email, "password")
    rpc.caller().user.RequestPasswordReset(email=unique_email("nobody"))


@case
def user_ConfirmPasswordReset(rpc):
    customer = rpc.customer()
    rpc.caller().user.RequestPasswordReset(email=customer.email)
    token = mailed_token(rpc, customer.email, "password")
    rpc.caller().user.ConfirmPasswordReset(token_=token, new_password="a third uncommon phrase")
    customer.login(customer.email, "a third uncommon phrase")


@case
def user_RequestVerification(rpc):
    customer = rpc.customer()
    customer.user.RequestVerification()
    assert mailed_token(rpc, customer.email, "erif")


@case
def user_VerifyEmail(rpc):
    customer = rpc.customer()
    rpc.caller().user.VerifyEmail(token_=mailed_token(rpc, customer.email, "erif"))
    assert customer.user.GetProfile().email_verified


@case
def user_ListUsers(rpc):
    one, two = rpc.customer(), rpc.customer()
    admin = rpc.admin()
    assert [each.id for each in admin.user.ListUsers(q=one.email).users] == [one.user_id]
    first = admin.user.ListUsers(role="user", sort="newest", page={"limit": 1, "include_total": True})
    assert first.page.has_more and first.page.total >= 2
    second = admin.user.ListUsers(role="user", sort="newest", page={"limit": 1, "cursor": first.page.next})
    assert first.users[0].id == two.user_id and second.users[0].id == one.user_id


@case
def user_GetUser(rpc):
    customer = rpc.customer()
    assert rpc.admin().user.GetUser(id=customer.user_id).email == customer.email


@case
def user_UpdateUser(rpc):
    customer = rpc.customer()
    user = rpc.admin().user.UpdateUser(id=customer.user_id, last_name="Byron", is_active=False)
    assert (user.last_name, user.is_active) == ("Byron", False)
    with refused("UNAUTHENTICATED", "auth.invalid_credentials"):
        customer.user.Login(email=customer.email, password=customer.password, token=None)


@case
def user_AssignRole(rpc):
    customer = rpc.customer()
    key = uuid.uuid4().hex
    user, trailers = rpc.admin().user.AssignRole(id=customer.user_id, role="admin", key=key, whole=True)
    assert user.role == "admin" and "idempotent-replayed" not in trailers
    again, trailers = rpc.admin().user.AssignRole(id=customer.user_id, role="admin", key=key, whole=True)
    assert again == user and trailers["idempotent-replayed"] == "true"
    customer.login(customer.email, customer.password)
    assert customer.user.GetUser(id=customer.user_id).role == "admin"
    rpc.admin().user.AssignRole(id=customer.user_id, role="user")


@case
def user_DeleteUser(rpc):
    customer = rpc.customer()
    rpc.admin().user.DeleteUser(id=customer.user_id)
    with refused("NOT_FOUND", "user.not_found"):
        rpc.admin().user.GetUser(id=customer.user_id)


# Products


@case
def product_CreateProduct(rpc):
    key, sku = uuid.uuid4().hex, unique_sku()
    fields = {"name": "Mug", "sku": sku, "price": {"amount": 0, "currency": "USD"}, "description": "One.\nTwo.", "tags": ["a"]}
    product = rpc.admin().product.CreateProduct(**fields, stock=3, key=key)
    assert (product.sku, product.stock, product.on_hand, product.description) == (sku, 3, 3, "One.\nTwo.")
    assert list(product.tags) == ["a"] and product.is_active and not product.HasField("brand")
    again, trailers = rpc.admin().product.CreateProduct(**fields, stock=3, key=key, whole=True)
    assert again == product and trailers["idempotent-replayed"] == "true"


@case
def product_GetProduct(rpc):
    made = rpc.product()
    for _ in range(3):  # from the store, then from the cache of either shard
        seen = rpc.caller().product.GetProduct(id=made.id)
        assert (seen.id, seen.price.amount, seen.stock) == (made.id, 1999, 10)
        assert not seen.HasField("on_hand") and not seen.HasField("min_stock")
    assert rpc.admin().product.GetProduct(id=made.id) == made


@case
def product_GetProductBySKU(rpc):
    made = rpc.product()
    assert rpc.caller().product.GetProductBySKU(sku=made.sku).id == made.id


@case
def product_ListProducts(rpc):
    category = unique_sku()
    cheap, dear = rpc.product(price=100, category=category), rpc.product(price=900, category=category)
    hidden = rpc.product(price=500, category=category, is_active=False)
    listing = {"filter": {"category": category, "min_price": 50}, "sort": "-price"}
    first = rpc.caller().product.ListProducts(**listing, page={"limit": 1, "include_total": True})
    assert [each.id for each in first.products] == [dear.id] and first.page.total == 2
    rest = rpc.caller().product.ListProducts(**listing, page={"limit": 1, "cursor": first.page.next})
    assert [each.id for each in rest.products] == [cheap.id] and not rest.page.has_more
    seen = rpc.admin().product.ListProducts(filter={"category": category, "is_active": "false"})
    assert [each.id for each in seen.products] == [hidden.id]


@case
def product_ListProductsByCategory(rpc):
    category = unique_sku()
    made = rpc.product(category=category)
    assert [each.id for each in rpc.caller().product.ListProductsByCategory(category=category).products] == [made.id]


@case
def product_SearchProducts(rpc):
    made = rpc.product()
    assert [each.id for each in rpc.caller().product.SearchProducts(query=made.sku).products] == [made.id]


@case
def product_ListCategories(rpc):
    category = unique_sku()
    rpc.product(category=category)
    counts = {each.name: each.product_count for each in rpc.caller().product.ListCategories().categories}
    assert counts[category] == 1


@case
def product_IncrementViewCount(rpc):
    made = rpc.product()
    for _ in range(2):
        rpc.caller().product.IncrementViewCount(product_id=made.id)
    eventually(lambda: rpc.caller().product.GetProduct(id=made.id).view_count == 2, what="the views to be seen")
    with refused("NOT_FOUND", "product.not_found"):
        rpc.caller().product.IncrementViewCount(product_id=2**40)


@case
def product_UpdateProduct(rpc):
    made = rpc.product(tags=["old"], brand="Potter")
    edited = rpc.admin().product.UpdateProduct(
        id=made.id, name="Jug", price={"amount": 5, "currency": "USD"}, tags={"values": []}, expected_version=1
    )
    assert (edited.name, edited.price.amount, list(edited.tags), edited.brand, edited.version) == ("Jug", 5, [], "Potter", 2)
    with refused("ABORTED", "product.stale"):
        rpc.admin().product.UpdateProduct(id=made.id, name="Late", expected_version=1)
    eventually(lambda: rpc.caller().product.GetProduct(id=made.id).name == "Jug", what="every shard has heard of it")


@case
def product_DeleteProduct(rpc):
    made = rpc.product()
    rpc.admin().product.DeleteProduct(id=made.id)
    with refused("NOT_FOUND", "product.not_found"):
        rpc.admin().product.GetProduct(id=made.id)


@case
def product_ActivateProduct(rpc):
    made = rpc.product(is_active=False)
    assert rpc.admin().product.ActivateProduct(product_id=made.id).is_active


@case
def product_DeactivateProduct(rpc):
    made = rpc.product()
    assert not rpc.admin().product.DeactivateProduct(product_id=made.id, expected_version=1).is_active
    with refused("NOT_FOUND", "product.not_found"):
        rpc.caller().product.GetProduct(id=made.id)


@case
def product_MarkAsFeatured(rpc):
    assert rpc.admin().product.MarkAsFeatured(product_id=rpc.product().id).is_featured


@case
def product_UnmarkAsFeatured(rpc):
    assert not rpc.admin().product.UnmarkAsFeatured(product_id=rpc.product(is_featured=True).id).is_featured


@case
def product_UpdateStock(rpc):
    assert rpc.admin().product.UpdateStock(product_id=rpc.product().id, stock=0).on_hand == 0


@case
def product_IncreaseStock(rpc):
    assert rpc.admin().product.IncreaseStock(product_id=rpc.product().id, amount=5, reason="delivery").on_hand == 15


@case
def product_ReduceStock(rpc):
    made = rpc.product()
    assert rpc.admin().product.ReduceStock(product_id=made.id, amount=4).on_hand == 6
    with refused("FAILED_PRECONDITION", "product.insufficient_stock") as caught:
        rpc.admin().product.ReduceStock(product_id=made.id, amount=7)
    assert caught.value.metadata["available"] == "6"


@case
def product_ListStockMovements(rpc):
    made = rpc.product(stock=3)
    rpc.admin().product.IncreaseStock(product_id=made.id, amount=2, reason="delivery")
    first = rpc.admin().product.ListStockMovements(product_id=made.id, page={"limit": 1})
    assert [(each.delta, each.reason, each.on_hand_after) for each in first.movements] == [(2, "delivery", 5)]
    rest = rpc.admin().product.ListStockMovements(product_id=made.id, page={"cursor": first.page.next})
    assert [(each.kind, each.delta, each.on_hand_after) for each in rest.movements] == [("received", 3, 3)]


# Baskets


@case
def basket_CreateBasket(rpc):
    customer = rpc.customer()
    made = customer.basket.CreateBasket()
    assert made.user_id == customer.user_id and customer.basket.CreateBasket().id == made.id


@case
def basket_GetBasket(rpc):
    customer = rpc.customer()
    assert customer.basket.GetBasket().item_count == 0


@case
def basket_AddItem(rpc):
    customer, mug = rpc.customer(), rpc.product(stock=10)
    customer.basket.AddItem(product_id=mug.id, quantity=2)
    basket = customer.basket.AddItem(product_id=mug.id, quantity=3, expected_version=1)
    assert [(each.product_id, each.quantity, each.line_total.amount) for each in basket.items] == [(mug.id, 5, 5 * 1999)]
    with refused("FAILED_PRECONDITION", "basket.insufficient_stock") as caught:
        customer.basket.AddItem(product_id=mug.id, quantity=9)
    assert caught.value.metadata["available"] == "10"


@case
def basket_UpdateItem(rpc):
    customer, mug = rpc.customer(), rpc.product()
    customer.basket.AddItem(product_id=mug.id, quantity=2)
    assert customer.basket.UpdateItem(product_id=mug.id, quantity=7).item_count == 7


@case
def basket_RemoveItem(rpc):
    customer, mug = rpc.customer(), rpc.product()
    customer.basket.AddItem(product_id=mug.id, quantity=2)
    assert len(customer.basket.RemoveItem(product_id=mug.id).items) == 0
    with refused("NOT_FOUND", "basket.item_not_found"):
        customer.basket.RemoveItem(product_id=mug.id)


@case
def basket_ClearBasket(rpc):
    customer, mug = rpc.customer(), rpc.product()
    filled = customer.basket.AddItem(product_id=mug.id, quantity=2)
    cleared = customer.basket.ClearBasket()
    assert (cleared.id, cleared.item_count) == (filled.id, 0)


@case
def basket_DeleteBasket(rpc):
    customer = rpc.customer()
    first = customer.basket.GetBasket().id
    customer.basket.DeleteBasket()
    assert customer.basket.GetBasket().id != first


@case
def basket_GetUserBasket(rpc):
    customer, mug = rpc.customer(), rpc.product()
    basket = customer.basket.AddItem(product_id=mug.id, quantity=1)
    rpc.admin().product.UpdateProduct(id=mug.id, price={"amount": 2500, "currency": "USD"})
    seen = rpc.admin().basket.GetUserBasket(user_id=customer.user_id)
    assert seen.id == basket.id
    assert [(each.code, each.product_id, each.current_price.amount) for each in seen.problems] == [
        ("price_changed", mug.id, 2500)
    ]


@case
def basket_DeleteUserBasket(rpc):
    customer = rpc.customer()
    customer.basket.GetBasket()
    rpc.admin().basket.DeleteUserBasket(user_id=customer.user_id)
    with refused("NOT_FOUND", "basket.not_found"):
        rpc.admin().basket.GetUserBasket(user_id=customer.user_id)


@case
def basket_CleanupExpiredBaskets(rpc):
    assert rpc.admin().basket.CleanupExpiredBaskets().removed >= 0


# Payments: the rest of their story is test_purchase.py


def pay(rpc, customer, **fields):
    mug = rpc.product()
    return customer.payment.CreatePayment(product={"product_id": mug.id, "quantity": 1}, key=True, **fields)


@case
def payment_CreatePayment(rpc):
    payment = pay(rpc, rpc.customer(), payment_method_id=VISA, order_id="my order")
    assert (payment.status, payment.order_id, payment.refunded_amount.amount) == ("completed", "my order", 0)


@case
def payment_ProcessPayment(rpc):
    customer = rpc.customer()
    payment = pay(rpc, customer)
    assert customer.payment.ProcessPayment(id=payment.id, payment_method_id=VISA, key=True).status == "completed"


@case
def payment_CancelPayment(rpc):
    customer = rpc.customer()
    assert customer.payment.CancelPayment(id=pay(rpc, customer).id, key=True).status == "cancelled"


@case
def payment_GetPayment(rpc):
    customer = rpc.customer()
    payment = pay(rpc, customer)
    assert customer.payment.GetPayment(id=payment.id) == payment
    assert rpc.admin().payment.GetPayment(id=payment.id).id == payment.id
    with refused("NOT_FOUND", "payment.not_found"):
        rpc.customer().payment.GetPayment(id=payment.id)


@case
def payment_ListPayments(rpc):
    customer = rpc.customer()
    payments = [pay(rpc, customer, payment_method_id=VISA) for _ in range(2)]
    first = customer.payment.ListPayments(status="completed", page={"limit": 1})
    assert [each.id for each in first.payments] == [payments[1].id]
    rest = customer.payment.ListPayments(status="completed", page={"limit": 1, "cursor": first.page.next})
    assert [each.id for each in rest.payments] == [payments[0].id] and not rest.page.has_more
    seen = rpc.admin().payment.ListPayments(user_id=customer.user_id, order_id=payments[0].order_id)
    assert [each.id for each in seen.payments] == [payments[0].id]
    assert len(rpc.admin().payment.ListPayments().payments) >= 2
    with refused("PERMISSION_DENIED", "auth.forbidden"):
        customer.payment.ListPayments(user_id=customer.user_id)


@case
def payment_ListPaymentEvents(rpc):
    customer = rpc.customer()
    payment = pay(rpc, customer)
    first = customer.payment.ListPaymentEvents(id=payment.id, page={"limit": 1})
    assert [(each.sequence, each.to) for each in first.events] == [(1, "created")]
    rest = customer.payment.ListPaymentEvents(id=payment.id, page={"cursor": first.page.next})
    assert rest.events[0].sequence == 2 and getattr(rest.events[0], "from") == "created"


@case
def payment_UpdatePaymentStatus(rpc):
    customer = rpc.customer()
    payment = pay(rpc, customer, payment_method_id="pm_card_threeDSecure2Required")
    amount = "UPDATE payment_intents SET amount = amount + ? WHERE id = ?"
    rpc.sql("sandbox", amount, 1, payment.transaction_id)
    reviewed = customer.payment.ProcessPayment(id=payment.id, payment_method_id=VISA, key=True)
    rpc.sql("sandbox", amount, -1, payment.transaction_id)
    assert reviewed.state == "manual_review"
    settle = rpc.admin().payment.UpdatePaymentStatus
    with refused("FAILED_PRECONDITION", "payment.evidence_differs"):
        settle(id=payment.id, status="completed", reason="looked at it")
    with refused("INVALID_ARGUMENT", "payment.invalid"):
        settle(id=payment.id, status="refunded", reason="looked at it")
    assert settle(id=payment.id, status="cancelled", reason="looked at it").status == "cancelled"
    with refused("FAILED_PRECONDITION", "payment.not_in_review"):
        settle(id=payment.id, status="cancelled", reason="looked at it")
    with refused("NOT_FOUND", "payment.not_found"):
        settle(id="nonsense", status="cancelled", reason="looked at it")


@case
def payment_GetPaymentAnalytics(rpc):
    payment = sold(rpc)
    analytics = rpc.admin().payment.GetPaymentAnalytics(period="yearly")
    assert analytics.period == "yearly" and getattr(analytics, "from").seconds < analytics.to.seconds
    (bucket,) = (each for each in analytics.buckets if (each.status, each.currency) == ("completed", "USD"))
    assert bucket.count >= 1 and bucket.amount >= payment.amount.amount
    assert not rpc.admin().payment.GetPaymentAnalytics(**{"from": {"seconds": 1}, "to": {"seconds": 2}}).buckets
    for wrong in ({"period": "hourly"}, {"from": {"seconds": 2}, "to": {"seconds": 1}}, {"to": {"seconds": -1}}):
        with refused("INVALID_ARGUMENT", "request.invalid"):
            rpc.admin().payment.GetPaymentAnalytics(**wrong)


def sold(rpc, method=VISA):
    """A completed payment of 19.99."""
    return pay(rpc, rpc.customer(), payment_method_id=method)


def give_back(rpc, payment, cents, **fields):
    amount = {"amount": cents, "currency": "USD"}
    return rpc.admin().payment.CreateRefund(payment_id=payment.id, amount=amount, reason="broken", key=True, **fields)


@case
def payment_CreateRefund(rpc):
    payment = sold(rpc)
    product = payment.lines[0].product_id
    refund = give_back(rpc, payment, 1000, restock=True, lines=[{"product_id": product, "quantity": 1}])
    assert (refund.status, refund.payment_id, refund.amount.amount) == ("succeeded", payment.id, 1000)
    assert [(each.product_id, each.quantity) for each in refund.lines] == [(product, 1)]
    assert refund.transaction_id.startswith("re_") and refund.completed_at.seconds > 0
    after = rpc.admin().payment.GetPayment(id=payment.id)
    assert (after.status, after.refunded_amount.amount) == ("partially_refunded", 1000)
    with refused("INVALID_ARGUMENT", "refund.exceeds_captured"):
        give_back(rpc, payment, payment.amount.amount)
    with refused("INVALID_ARGUMENT", "refund.invalid"):
        give_back(rpc, payment, 0)
    with refused("NOT_FOUND", "payment.not_found"):
        rpc.admin().payment.CreateRefund(payment_id="nonsense", amount={"amount": 1, "currency": "USD"}, reason="x", key=True)
    with refused("FAILED_PRECONDITION", "refund.nothing_captured"):
        give_back(rpc, pay(rpc, rpc.customer()), 1)


@case
def payment_ProcessRefund(rpc):
    refund = give_back(rpc, sold(rpc, "pm_card_pendingRefund"), 1000)
    assert refund.status == "pending"
    assert rpc.admin().payment.ProcessRefund(id=refund.id, key=True).id == refund.id
    eventually(lambda: rpc.admin().payment.GetRefund(id=refund.id).status == "succeeded", within=20)
    with refused("FAILED_PRECONDITION", "refund.not_pending"):
        rpc.admin().payment.ProcessRefund(id=refund.id, key=True)


@case
def payment_GetRefund(rpc):
    refund = give_back(rpc, sold(rpc), 1)
    assert rpc.admin().payment.GetRefund(id=refund.id) == refund
    with refused("NOT_FOUND", "refund.not_found"):
        rpc.admin().payment.GetRefund(id="rfd_0192aaaa-0000-7000-8000-000000000000")


@case
def payment_ListRefunds(rpc):
    payment = sold(rpc)
    refunds = [give_back(rpc, payment, cents) for cents in (1, 2)]
    first = rpc.admin().payment.ListRefunds(payment_id=payment.id, status="succeeded", page={"limit": 1})
    assert [each.id for each in first.refunds] == [refunds[1].id] and first.page.has_more
    rest = rpc.admin().payment.ListRefunds(payment_id=payment.id, status="succeeded", page={"limit": 1, "cursor": first.page.next})
    assert [each.id for each in rest.refunds] == [refunds[0].id] and not rest.page.has_more
    assert not rpc.admin().payment.ListRefunds(payment_id=payment.id, status="failed").refunds
    with refused("INVALID_ARGUMENT", "request.invalid"):
        rpc.admin().payment.ListRefunds(status="lost")


@case
def payment_AddPaymentMethod(rpc):
    method = rpc.customer().payment.AddPaymentMethod(type="card", provider="stripe", token_=VISA, key=True)
    assert (method.brand, method.last_four_digits, method.is_default, method.is_active) == ("visa", "4242", True, True)


def saved(customer, token=VISA, **fields):
    return customer.payment.AddPaymentMethod(type="card", provider="stripe", token_=token, **fields)


@case
def payment_ListPaymentMethods(rpc):
    customer = rpc.customer()
    first, second = saved(customer), saved(customer, is_default=True)
    methods = customer.payment.ListPaymentMethods().payment_methods
    assert [(each.id, each.is_default) for each in methods] == [(second.id, True), (first.id, False)]


@case
def payment_UpdatePaymentMethod(rpc):
    customer = rpc.customer()
    saved(customer)
    method = saved(customer)
    assert not customer.payment.UpdatePaymentMethod(id=method.id, is_active=False).is_active
    with refused("FAILED_PRECONDITION", "payment_method.inactive"):
        pay(rpc, customer, payment_method_id=method.id)


@case
def payment_DeletePaymentMethod(rpc):
    customer = rpc.customer()
    customer.payment.DeletePaymentMethod(id=saved(customer).id)
    assert not customer.payment.ListPaymentMethods().payment_methods


@case
def payment_SetDefaultPaymentMethod(rpc):
    customer = rpc.customer()
    saved(customer)
    second = saved(customer)
    assert customer.payment.SetDefaultPaymentMethod(id=second.id).is_default
    assert pay(rpc, customer, payment_method_id=second.id).status == "completed"


@pytest.mark.parametrize("method", sorted(CASES))
def test_the_method_does_what_it_is_there_for(method, rpc):
    CASES[method](rpc)
