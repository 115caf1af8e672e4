"""Accounts, sessions and tokens."""

from concurrent.futures import ThreadPoolExecutor

from cases import case, operation
from shop import unique_email
from shop.client import PASSWORD

PROFILE = ["replace_profile", "update_profile"]
LISTS = ["list_users", "list_users_by_old_name"]
READS = ["get_user", "get_user_by_old_name"]
EDITS = ["replace_user", "update_user"]
NEW_PASSWORD = "another horse, another battery"
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


@operation("list_sessions", access="user")
def _(world):
    return {}


@operation("end_session", status=204, access="user")
def _(world):
    world.shop.client().login(world.buyer.email, world.buyer.password)
    return {"path": world.buyer.sessions()[0]["id"]}


@operation("end_all_sessions", status=204, access="user")
def _(world):
    return {"by": world.shop.customer()}


@operation("export_account", access="user")
def _(world):
    return {}


@operation("erase_account", status=204, access="user", body="json")
def _(world):
    customer = world.shop.customer()
    return {"by": customer, "json": {"password": customer.password}}


@operation("change_password", status=204, access="user", body="json")
def _(world):
    customer = world.shop.customer()
    return {"by": customer, "json": {"current_password": customer.password, "new_password": NEW_PASSWORD}}


@operation("request_password_reset", status=202, body="json")
def _(world):
    return {"json": {"email": world.shop.customer().email}}


@operation("reset_password", status=204, body="json")
def _(world):
    # Refused requests don't use it up.
    token = world.once("reset token", lambda: world.shop.customer().reset_token())
    return {"json": {"token": token, "new_password": NEW_PASSWORD}}


@operation("request_verification", status=202, access="user", body="ignored")
def _(world):
    return {}


@operation("verify_email", status=204, body="json")
def _(world):
    return {"json": {"token": world.once("verification token", lambda: world.shop.customer().verification_token())}}


@operation(LISTS, access="admin")
def _(world):
    return {}


@operation(READS, access="admin", etag=True)
def _(world):
    return {"path": world.buyer.id}


@operation(EDITS, access="admin", body="json", if_match=True)
def _(world):
    return {"path": world.shop.customer().id, "json": {"first_name": "Augusta", "is_active": False}}


@operation("assign_role", access="admin", body="json", key="optional", if_match=True)
def _(world):
    return {"path": world.shop.customer().id, "json": {"role": "admin"}}


@operation("delete_user", status=204, access="admin", if_match=True)
def _(world):
    return {"path": world.shop.customer().id}


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


@case(
    ["get_profile", *PROFILE, "export_account", "erase_account", "change_password", "request_verification"],
    404,
    "user.not_found",
)
def _(world, id):
    """An account that goes away while a request of it is on its way."""
    faulty = world.faulty()
    good = faulty.good(id)
    customer = good.pop("by", None) or faulty.shop.customer()
    faulty.sql("user", "DELETE FROM users WHERE id = ?", customer.id)
    return faulty.call(id, **good, by=customer)


@case([*READS, *EDITS, "assign_role", "delete_user"], 404, "user.not_found")
def _(world, id):
    return world.call(id, **world.good(id) | {"path": 4711_4711})


@case("end_session", 404, "user.session_not_found")
def _(world, id):
    return world.call(id, path=world.shop.customer().sessions()[0]["id"])


@case([*EDITS, "assign_role", "delete_user", "erase_account"], 409, "user.last_admin")
def _(world, id):
    faulty = world.faulty()
    if id == "erase_account":
        return faulty.call(id, by=faulty.admin, json={"password": faulty.admin.password})
    more = {} if id == "delete_user" else {"json": {"role": "user"}}
    return faulty.call(id, path=faulty.admin.id, **more)


@case(["change_password", "erase_account"], 422, "user.wrong_password")
def _(world, id):
    good = world.good(id)
    name = "password" if "password" in good["json"] else "current_password"
    return world.call(id, **good | {"json": good["json"] | {name: "not the password"}})


@case(["change_password", "erase_account"], 429, "auth.too_many_logins")
def _(world, id):
    faulty = world.faulty()
    good = faulty.good(id)
    name = "password" if "password" in good["json"] else "current_password"
    for _ in range(2):
        wrong = good | {"json": good["json"] | {name: "not the password"}}
        faulty.call(id, **wrong).expect(422, "user.wrong_password")
    return faulty.call(id, **good)


@case(["reset_password", "verify_email"], 422, "user.token_invalid")
def _(world, id):
    good = world.good(id)
    return world.call(id, json=good["json"] | {"token": "nobody-made-this"})


@case(["change_password", "reset_password"], 422, "user.invalid")
def _(world, id):
    good = world.good(id)
    if id == "reset_password":
        good["json"]["token"] = world.shop.customer().reset_token()
    answer = world.call(id, **good | {"json": good["json"] | {"new_password": "password"}})
    assert answer.errors == [("/new_password", "common")]
    return answer


@case("request_password_reset", 422, "user.invalid")
def _(world, id):
    answer = world.call(id, json={"email": "nobody"})
    assert answer.errors == [("/email", "format")]
    return answer


@case([*EDITS, "assign_role"], 422, "user.invalid")
def _(world, id):
    answer = world.call(id, path=world.buyer.id, json={"role": "root"})
    assert answer.errors == [("/role", "one_of")]
    return answer


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
