"""Accounts, sessions and tokens."""

from concurrent.futures import ThreadPoolExecutor

from cases import case, operation
from shop import unique_email
from shop.client import PASSWORD

PROFILE = ["replace_profile", "update_profile"]
VALIDATE = ["validate_token", "validate_user_token"]


def registration(**fields):
    return {"email": unique_email(), "password": PASSWORD, "first_name": "Ada", "last_name": "Lovelace"} | fields


@operation("register_user", status=201, body="json")
def _(world):
    return {"json": registration()}


@operation("get_profile", access="user", etag=True)
def _(world):
    return {}


@operation(PROFILE, access="user", body="json", if_match=True)
def _(world):
    return {"json": {"first_name": "Augusta", "last_name": "King"}}


@operation("log_in", body="json")
def _(world):
    return {"json": {"email": world.buyer.email, "password": world.buyer.password}}


@operation("refresh_session", body="json")
def _(world):
    return {"json": {"refresh_token": session(world)["refresh_token"]}}


@operation("log_out", status=204, access="user", body="json")
def _(world):
    return {"json": {"refresh_token": session(world)["refresh_token"]}}


@operation(VALIDATE, body="json")
def _(world):
    return {"json": {"token": world.buyer.access_token}}


@operation("get_jwks")
def _(world):
    return {}


def session(world):
    """Tokens of a session of its own."""
    return world.call("log_in", **world.good("log_in")).expect(200).json


@case("register_user", 409, "user.email_taken")
def _(world, id):
    return world.call(id, json=registration(email=f"  {world.buyer.email.upper()} "))


@case("register_user", 422, "user.invalid")
def _(world, id):
    answer = world.call(id, json=registration(email="nobody", password="password", first_name="", last_name="x" * 101))
    assert answer.errors == [
        ("/email", "format"),
        ("/password", "common"),
        ("/first_name", "required"),
        ("/last_name", "max_length"),
    ]
    return answer


@case(PROFILE, 422, "user.invalid")
def _(world, id):
    answer = world.call(id, json={"first_name": "", "last_name": "x" * 101})
    assert answer.errors == [("/first_name", "required"), ("/last_name", "max_length")]
    return answer


@case(["get_profile", *PROFILE], 404, "user.not_found")
def _(world, id):
    """What an erased account leaves behind: a token that is good for some minutes."""
    faulty = world.faulty()
    customer = faulty.shop.customer()
    faulty.sql("user", "DELETE FROM users WHERE id = ?", customer.id)
    return faulty.call(id, **faulty.good(id), by=customer)


@case("log_in", 401, "auth.invalid_credentials")
def _(world, id):
    return world.call(id, json={"email": world.buyer.email, "password": "not the password"})


@case("log_in", 429, "auth.too_many_logins")
def _(world, id):
    faulty = world.faulty()
    wrong = {"email": unique_email(), "password": "not the password"}
    for _ in range(2):
        faulty.call(id, json=wrong).expect(401, "auth.invalid_credentials")
    return faulty.call(id, json=wrong)


@case(["log_in", "register_user"], 503, "server.overloaded")
def _(world, id):
    """More passwords at once than are worth queueing."""
    goods = [world.good(id) for _ in range(60)]
    with ThreadPoolExecutor(len(goods)) as crowd:
        answers = list(crowd.map(lambda good: world.call(id, **good), goods))
    return next(answer for answer in answers if answer.status >= 500)


@case("refresh_session", 401, "auth.invalid_refresh_token")
def _(world, id):
    return world.call(id, json={"refresh_token": "nobody-made-this"})


@case("refresh_session", 401, "auth.refresh_reused")
def _(world, id):
    used = session(world)["refresh_token"]
    world.call(id, json={"refresh_token": used}).expect(200)
    return world.call(id, json={"refresh_token": used})
