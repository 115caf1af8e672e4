"""Who may call what: every method by nobody, a customer, an administrator, and with a token that is none."""

import pytest
from shop import eventually

from rpclib import PROTOS, Refusal

ANYONE, USER, ADMIN, SERVICE = "anyone", "user", "admin", "service"

ACCESS = {
    "user.Register": ANYONE,
    "user.Login": ANYONE,
    "user.RefreshToken": ANYONE,
    "user.ValidateToken": ANYONE,
    "user.RequestPasswordReset": ANYONE,
    "user.ConfirmPasswordReset": ANYONE,
    "user.VerifyEmail": ANYONE,
    "user.Logout": USER,
    "user.ListSessions": USER,
    "user.EndSession": USER,
    "user.EndAllSessions": USER,
    "user.GetProfile": USER,
    "user.UpdateProfile": USER,
    "user.ExportAccount": USER,
    "user.DeleteAccount": USER,
    "user.ChangePassword": USER,
    "user.RequestVerification": USER,
    "user.ListUsers": ADMIN,
    "user.GetUser": ADMIN,
    "user.UpdateUser": ADMIN,
    "user.AssignRole": ADMIN,
    "user.DeleteUser": ADMIN,
    "user.ValidateUsers": SERVICE,
    "product.GetProduct": ANYONE,
    "product.GetProductBySKU": ANYONE,
    "product.ListProducts": ANYONE,
    "product.ListProductsByCategory": ANYONE,
    "product.SearchProducts": ANYONE,
    "product.ListCategories": ANYONE,
    "product.IncrementViewCount": ANYONE,
    "product.CreateProduct": ADMIN,
    "product.UpdateProduct": ADMIN,
    "product.DeleteProduct": ADMIN,
    "product.ActivateProduct": ADMIN,
    "product.DeactivateProduct": ADMIN,
    "product.MarkAsFeatured": ADMIN,
    "product.UnmarkAsFeatured": ADMIN,
    "product.UpdateStock": ADMIN,
    "product.IncreaseStock": ADMIN,
    "product.ReduceStock": ADMIN,
    "product.ListStockMovements": ADMIN,
    "product.ValidateProducts": SERVICE,
    "product.ReserveStock": SERVICE,
    "product.PinReservations": SERVICE,
    "product.ReleaseReservations": SERVICE,
    "basket.CreateBasket": USER,
    "basket.GetBasket": USER,
    "basket.AddItem": USER,
    "basket.UpdateItem": USER,
    "basket.RemoveItem": USER,
    "basket.ClearBasket": USER,
    "basket.DeleteBasket": USER,
    "basket.GetUserBasket": ADMIN,
    "basket.DeleteUserBasket": ADMIN,
    "basket.CleanupExpiredBaskets": ADMIN,
    "basket.GetForCheckout": SERVICE,
    "payment.CreatePayment": USER,
    "payment.ProcessPayment": USER,
    "payment.CancelPayment": USER,
    "payment.GetPayment": USER,
    "payment.ListPayments": USER,
    "payment.ListPaymentEvents": USER,
    "payment.UpdatePaymentStatus": ADMIN,
    "payment.GetPaymentAnalytics": ADMIN,
    "payment.CreateRefund": ADMIN,
    "payment.ProcessRefund": ADMIN,
    "payment.GetRefund": ADMIN,
    "payment.ListRefunds": ADMIN,
    "payment.AddPaymentMethod": USER,
    "payment.ListPaymentMethods": USER,
    "payment.UpdatePaymentMethod": USER,
    "payment.DeletePaymentMethod": USER,
    "payment.SetDefaultPaymentMethod": USER,
}

SIGN_IN = ("UNAUTHENTICATED", "auth.required")
BAD_TOKEN = ("UNAUTHENTICATED", "auth.invalid_token")
FORBIDDEN = ("PERMISSION_DENIED", "auth.forbidden")
INTERNAL = ("PERMISSION_DENIED", "auth.internal_only")
LET_IN = None

# What each gets, before anything is asked of the request.
EXPECTED = {
    ANYONE: {"nobody": LET_IN, "customer": LET_IN, "admin": LET_IN, "forger": BAD_TOKEN},
    USER: {"nobody": SIGN_IN, "customer": LET_IN, "admin": LET_IN, "forger": BAD_TOKEN},
    ADMIN: {"nobody": SIGN_IN, "customer": FORBIDDEN, "admin": LET_IN, "forger": BAD_TOKEN},
    SERVICE: {"nobody": INTERNAL, "customer": INTERNAL, "admin": INTERNAL, "forger": INTERNAL},
}
# With an empty request these would do something, or be refused for the very reason that is looked for.
NOT_TRIED = {
    ("user.DeleteAccount", "admin"),
    ("user.EndAllSessions", "admin"),
    ("user.EndAllSessions", "customer"),
    ("user.ValidateToken", "nobody"),
    ("user.ValidateToken", "customer"),
    ("user.ValidateToken", "admin"),
}


@pytest.fixture(scope="module")
def callers(rpc):
    return {
        "nobody": rpc.caller(),
        "customer": rpc.customer(),
        "admin": rpc.admin(),
        "forger": rpc.caller(rpc.customer().token[:-4] + "AAAA"),
    }


def test_the_table_has_every_method():
    assert ACCESS.keys() == {f"{name}.{each.name}" for name, service in PROTOS.services.items() for each in service.methods}


@pytest.mark.parametrize("who", ["nobody", "customer", "admin", "forger"])
@pytest.mark.parametrize("method", sorted(ACCESS))
def test_the_method_is_open_to_those_it_is_for(method, who, callers):
    if (method, who) in NOT_TRIED:
        pytest.skip("an empty request has an effect, or that very refusal")
    service, name = method.split(".")
    try:
        getattr(getattr(callers[who], service), name)()
        got = None
    except Refusal as refusal:
        got = (refusal.status, refusal.reason)
    if EXPECTED[ACCESS[method]][who] is LET_IN:
        # Let in, an empty request may be wrong; it is not wrong for who sent it.
        assert got not in (SIGN_IN, BAD_TOKEN, FORBIDDEN, INTERNAL) and (got is None or got[0] != "INTERNAL"), got
    else:
        assert got == EXPECTED[ACCESS[method]][who]


def test_nobody_says_of_himself_to_be_a_service(nobody, admin):
    for metadata in ([("x-service", "payment-service")], [("x-forwarded-client-cert", "URI=spiffe://ddd-micro/payment-service")]):
        for caller in (nobody, admin):
            with pytest.raises(Refusal) as caught:
                caller.product.ReserveStock(metadata=metadata)
            assert (caught.value.status, caught.value.reason) == INTERNAL


def test_a_token_ends_with_its_session_here_as_well(rpc):
    customer = rpc.customer()
    assert customer.rest().post("/users/logout", {"refresh_token": customer.refresh_token}).status == 204

    def is_over():
        for service, method in (("user", "GetProfile"), ("basket", "GetBasket"), ("payment", "ListPayments")):
            try:
                getattr(getattr(customer, service), method)()
                return False
            except Refusal as refusal:
                assert (refusal.status, refusal.reason) == BAD_TOKEN
        return True

    eventually(is_over, within=5, what="the token is refused by every service")


def test_others_see_nothing_of_a_customer_not_even_that_it_is_there(rpc, customer):
    mug = rpc.product()
    payment = customer.payment.CreatePayment(product={"product_id": mug.id, "quantity": 1}, key=True)
    method = customer.payment.AddPaymentMethod(type="card", provider="stripe", token_="pm_card_visa")
    session = customer.user.ListSessions().sessions[0]
    other = rpc.customer()

    def answer(call):
        with pytest.raises(Refusal) as caught:
            call()
        return (caught.value.status, caught.value.reason, caught.value.message)

    unknown_payment = "pay_0192aaaa-0000-7000-8000-000000000000"
    unknown_method = "pm_0192aaaa-0000-7000-8000-000000000000"
    unknown_session = "ses_0192aaaa-0000-7000-8000-000000000000"
    for theirs, unknown in (
        (lambda: other.payment.GetPayment(id=payment.id), lambda: other.payment.GetPayment(id=unknown_payment)),
        (
            lambda: other.payment.ListPaymentEvents(id=payment.id),
            lambda: other.payment.ListPaymentEvents(id=unknown_payment),
        ),
        (
            lambda: other.payment.ProcessPayment(id=payment.id, payment_method_id="pm_card_visa", key=True),
            lambda: other.payment.ProcessPayment(id=unknown_payment, payment_method_id="pm_card_visa", key=True),
        ),
        (
            lambda: other.payment.CancelPayment(id=payment.id, key=True),
            lambda: other.payment.CancelPayment(id=unknown_payment, key=True),
        ),
        (
            lambda: other.payment.DeletePaymentMethod(id=method.id),
            lambda: other.payment.DeletePaymentMethod(id=unknown_method),
        ),
        (
            lambda: other.payment.UpdatePaymentMethod(id=method.id, is_default=True),
            lambda: other.payment.UpdatePaymentMethod(id=unknown_method, is_default=True),
        ),
        (lambda: other.user.EndSession(id=session.id), lambda: other.user.EndSession(id=unknown_session)),
    ):
        assert answer(theirs) == answer(unknown)
        assert answer(theirs)[0] == "NOT_FOUND"
