"""What becomes of accounts: passwords, mails, sessions, roles, export and erasure."""

import contextlib
import json
import sqlite3
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shop import RESET, VERIFY, eventually, unique_email

# A route on each port that an ended session can't use.
PATHS = {
    "ddd-micro": "/users/profile",
    "user-service": "/users/profile",
    "product-service": "/products",
    "basket-service": "/users/basket",
    "payment-service": "/payments",
}
NEW_PASSWORD = "another horse, another battery"


def second_session(client):
    other = client.shop.client()
    other.login(client.email, client.password)
    return other


def use_everywhere(client):
    """Every process and shard knows the token as a good one by now."""
    for listener, path in PATHS.items():
        client.at(listener).get(path).expect(200)


def ended_everywhere(client):
    for listener, path in PATHS.items():
        eventually(
            lambda: client.at(listener).get(path).code == "auth.invalid_token", within=5, what=f"ended at {listener}"
        )
    client.post("/users/refresh-token", {"refresh_token": client.refresh_token}, token=None).expect(
        401, "auth.invalid_refresh_token"
    )


def rows(shop, database, statement, *values):
    with contextlib.closing(sqlite3.connect(f"file:{shop.data}/{database}.db?mode=ro", uri=True)) as connection:
        return connection.execute(statement, values).fetchall()


# Passwords


def test_a_new_password_ends_the_other_sessions_everywhere_and_keeps_this_one(shop, customer):
    other = second_session(customer)
    use_everywhere(other)
    old = customer.password
    customer.change_password(NEW_PASSWORD)
    ended_everywhere(other)
    use_everywhere(customer)
    customer.refresh()
    shop.client().post("/users/login", {"email": customer.email, "password": old}).expect(
        401, "auth.invalid_credentials"
    )
    shop.client().login(customer.email, NEW_PASSWORD)


def test_a_stolen_session_guesses_no_password(own_shop):
    shop = own_shop("limits.login_failures=3")
    customer = shop.customer()
    body = {"current_password": "not the password", "new_password": NEW_PASSWORD}
    for _ in range(3):
        customer.post("/users/change-password", body).expect(422, "user.wrong_password")
    customer.post("/users/change-password", body).expect(429, "auth.too_many_logins")
    customer.delete("/users/me", json={"password": customer.password}).expect(429, "auth.too_many_logins")
    customer.get("/users/profile").expect(200)


def test_a_forgotten_password_is_replaced_once_by_mail_and_ends_every_session(shop, customer):
    use_everywhere(customer)
    body = {"token": customer.reset_token(), "new_password": NEW_PASSWORD}
    shop.client().post("/users/password-reset/confirm", body).expect(204)
    shop.client().post("/users/password-reset/confirm", body).expect(422, "user.token_invalid")
    ended_everywhere(customer)
    customer.at().login(password=NEW_PASSWORD)


def test_a_reset_does_not_tell_whether_the_account_exists(shop, customer):
    def ask(email):
        started = time.perf_counter()
        answer = shop.client().post("/users/password-reset", {"email": email}).expect(202)
        assert answer.body == b""
        return time.perf_counter() - started

    # In turns and not behind the making of accounts: what else the machine does then slows both alike.
    people = [shop.customer().email for _ in range(8)]
    known, unknown = zip(*((ask(email), ask(unique_email())) for email in people))
    # Both write one row and nothing else.
    assert statistics.median(unknown) > 0.3 * statistics.median(known)
    assert statistics.median(known) > 0.3 * statistics.median(unknown)


def test_mails_for_one_account_are_few_and_asking_for_more_is_answered_alike(own_shop):
    shop = own_shop()
    customer = shop.customer()
    for _ in range(6):
        shop.client().post("/users/password-reset", {"email": customer.email}).expect(202)
    other = shop.customer()
    other.reset_token()  # comes after those that were asked for before
    assert len(shop.mailbox.mails(customer.email, RESET)) == 3


def test_a_token_is_in_its_mail_and_nowhere_else(own_shop):
    shop = own_shop("log.level=debug")
    customer = shop.customer()
    tokens = [customer.reset_token(), customer.verification_token()]
    assert all(len(token) == 43 for token in tokens)
    assert (shop.data / "mail").stat().st_mode & 0o777 == 0o700
    shop.stop()
    for file in shop.data.glob("*"):
        assert file.is_dir() or not any(token.encode() in file.read_bytes() for token in tokens), file.name


# Addresses


def test_an_address_is_verified_once_by_the_mail_that_a_new_account_gets(shop, customer):
    assert customer.get("/users/profile").json["email_verified"] is False
    body = {"token": customer.verification_token()}
    shop.client().post("/users/verify-email", body).expect(204)
    assert customer.get("/users/profile").json["email_verified"] is True
    shop.client().post("/users/verify-email", body).expect(422, "user.token_invalid")
    shop.client().post("/users/password-reset/confirm", body | {"new_password": NEW_PASSWORD}).expect(
        422, "user.token_invalid"
    )


def test_a_mail_survives_a_crash_right_after_it_was_asked_for(own_shop):
    shop = own_shop()
    customer = shop.customer()
    shop.client().post("/users/password-reset", {"email": customer.email}).expect(202)
    shop.kill()
    shop.start()
    shop.mailbox.await_mail(customer.email, RESET)
    shop.mailbox.await_mail(customer.email, VERIFY)


# Sessions


def test_sessions_are_listed_with_their_devices_and_ended_one_by_one(shop, customer):
    other = second_session(customer)
    use_everywhere(other)
    newest, oldest = customer.sessions()
    assert (newest["current"], oldest["current"]) == (False, True)
    assert newest["device"] == "blackbox" and newest["address"] == "127.0.0.1"
    assert newest.keys() == {"id", "device", "address", "created_at", "last_used_at", "current"}
    assert [session["current"] for session in other.sessions()] == [True, False]
    customer.delete(f"/users/me/sessions/{newest['id']}").expect(204)
    ended_everywhere(other)
    use_everywhere(customer)
    assert customer.sessions() == [oldest]


def test_somebody_elses_session_is_as_unknown_as_one_that_is_not_there(shop, customer):
    other = shop.customer()
    (theirs,) = other.sessions()
    missing = theirs["id"][:-6] + "000000"

    def told(id):
        problem = customer.delete(f"/users/me/sessions/{id}").expect(404, "user.session_not_found").json
        return {name: value for name, value in problem.items() if name not in ("instance", "trace_id")}

    assert told(theirs["id"]) == told(missing) == told("1")
    other.get("/users/profile").expect(200)


def test_all_sessions_are_ended_at_once(shop, customer):
    other = second_session(customer)
    use_everywhere(other)
    customer.delete("/users/me/sessions").expect(204)
    ended_everywhere(customer)
    ended_everywhere(other)


# Administrators


@pytest.mark.parametrize("change", [{"role": "admin"}, {"is_active": False}], ids=["role", "deactivation"])
def test_another_role_and_deactivation_end_every_session(shop, admin, customer, change):
    use_everywhere(customer)
    admin.patch(f"/admin/users/{customer.id}", change).expect(200)
    ended_everywhere(customer)
    body = {"email": customer.email, "password": customer.password}
    answer = shop.client().post("/users/login", body)
    assert answer.status == (200 if "role" in change else 401)


def test_a_role_comes_and_goes_with_its_sessions(shop, admin, customer):
    customer.get("/admin/users").expect(403, "auth.forbidden")
    admin.post(f"/admin/users/{customer.id}/assign-role", {"role": "admin"}).expect(200)
    customer.login()
    customer.get("/admin/users").expect(200)
    admin.post(f"/admin/users/{customer.id}/assign-role", {"role": "user"}).expect(200)
    eventually(lambda: customer.get("/admin/users").code == "auth.invalid_token", within=5)
    customer.login()
    customer.get("/admin/users").expect(403, "auth.forbidden")


def test_users_are_found_by_text_role_and_activity(shop, admin):
    word = unique_email().split("@")[0].replace(".", "")
    ada, bob = shop.client(), shop.client()
    ada.register(first_name=f"A{word}", last_name="Zed")
    bob.register(first_name="Bob", last_name=f"{word.upper()}x")
    admin.patch(f"/admin/users/{bob.id}", {"is_active": False}).expect(200)

    def found(query):
        page = admin.get(f"/admin/users?q={word}&{query}").expect(200).json
        return [user["id"] for user in page["data"]]

    assert found("") == [bob.id, ada.id]
    assert found("sort=email") == sorted([ada.id, bob.id], key=lambda id: {ada.id: ada.email, bob.id: bob.email}[id])
    assert found("is_active=true") == [ada.id] and found("is_active=false") == [bob.id] and found("role=admin") == []
    page = admin.get(f"/admin/users?q={word}&limit=1&include=total").json["page"]
    assert page["total"] == 2 and found(f"limit=1&cursor={page['next']}") == [ada.id]


def test_two_administrators_who_depose_each_other_leave_one(own_shop):
    shop = own_shop()
    first, second = shop.admin(), shop.customer()
    first.post(f"/admin/users/{second.id}/assign-role", {"role": "admin"}).expect(200)
    for round in range(5):
        for each in (first, second):
            each.login()
        victims = {first: second, second: first}
        with ThreadPoolExecutor(2) as both:
            answers = list(
                both.map(
                    lambda who: who.post(f"/admin/users/{victims[who].id}/assign-role", {"role": "user"}), victims
                )
            )
        assert {answer.status for answer in answers} <= {200, 401, 409}, answers
        left = [each for each in (first, second) if each.login()["user"]["role"] == "admin"]
        assert len(left) == 1, f"round {round}"
        (other,) = {first, second} - set(left)
        left[0].post(f"/admin/users/{other.id}/assign-role", {"role": "admin"}).expect(200)


# Export and erasure


def test_an_export_holds_everything_but_secrets(shop, customer):
    customer.reset_token()
    held = customer.get("/users/me/export").expect(200).json
    assert held["user"] == customer.get("/users/profile").json
    assert [session["id"] for session in held["sessions"]] == [session["id"] for session in customer.sessions()]
    assert {mail["purpose"] for mail in held["mails"]} >= {"password_reset"}
    assert held["payments"] == held["payment_methods"] == held["risk_signals"] == []
    assert "basket" not in held and "orders" not in held
    text = json.dumps(held)
    assert "argon2" not in text and "hash" not in text and customer.refresh_token not in text


def test_an_export_holds_what_every_context_knows(customer):
    product = customer.product()
    payment = customer.pay("pm_card_visa", product_id=product["id"], quantity=2)
    method = customer.save_method()
    basket = customer.fill(product, 3)

    def held():
        return customer.get("/users/me/export").expect(200).json

    eventually(lambda: held().get("orders", {}).get("count") == 1, what="the order to be counted")
    found = held()
    assert found["basket"]["id"] == basket["id"]
    assert [(item["product_id"], item["quantity"]) for item in found["basket"]["items"]] == [(product["id"], 3)]
    (paid,) = found["payments"]
    assert (paid["id"], paid["status"], paid["amount"]) == (payment["id"], "completed", payment["amount"])
    assert [(line["name"], line["quantity"]) for line in paid["lines"]] == [(product["name"], 2)]
    (card,) = found["payment_methods"]
    assert (card["id"], card["last_four_digits"]) == (method["id"], method["last_four_digits"])
    assert found["orders"]["last_at"] >= paid["created_at"]
    assert "client_secret" not in json.dumps(found) and "pm_card" not in json.dumps(found["payment_methods"])


def test_an_export_of_an_administrator_holds_its_own_alone(shop, admin, customer):
    customer.pay(product_id=customer.product()["id"], quantity=1)
    assert admin.get("/users/me/export").expect(200).json["payments"] == []


def test_an_erased_account_is_gone_with_basket_and_payment_methods_and_its_payments_stay(shop, admin, customer):
    product = customer.product()
    payment = customer.pay("pm_card_visa", product_id=product["id"], quantity=1)
    customer.save_method()
    customer.fill(product)
    use_everywhere(customer)
    customer.delete("/users/me", json={"password": "not the password"}).expect(422, "user.wrong_password")
    customer.delete("/users/me", json={"password": customer.password}).expect(204)

    ended_everywhere(customer)
    admin.get(f"/admin/users/{customer.id}").expect(404, "user.not_found")
    shop.client().post("/users/login", {"email": customer.email, "password": customer.password}).expect(
        401, "auth.invalid_credentials"
    )
    eventually(lambda: admin.get(f"/admin/baskets/{customer.id}").status == 404, what="the basket to go")
    eventually(
        lambda: rows(shop, "payment", "SELECT 1 FROM payment_methods WHERE user_id = ?", customer.id) == [],
        what="the payment methods to go",
    )
    assert rows(shop, "payment", "SELECT id, state FROM payments WHERE user_id = ?", customer.id) == [
        (payment["id"], "completed")
    ]
    again = shop.client()
    assert again.register(email=customer.email)["id"] != customer.id


def mailed(shop, person):
    return [file for file in (shop.data / "mail").glob("*.eml") if person.email in file.read_text()]


def test_an_erased_person_is_in_no_file_any_more(own_shop):
    shop = own_shop("log.level=debug")
    person = shop.client()
    person.register(first_name="Wilhelmina", last_name="Unmistakable")
    person.login()
    person.pay("pm_card_visa", product_id=person.product()["id"], quantity=1)
    person.reset_token()
    shop.admin().post(f"/admin/users/{person.id}/assign-role", {"role": "admin"}, key=True).expect(200)
    person.login()
    assert mailed(shop, person)
    person.delete("/users/me", json={"password": person.password}).expect(204)
    eventually(lambda: not mailed(shop, person), what="the spooled mails to go")
    shop.stop()
    words = [person.email.encode(), b"Wilhelmina", b"Unmistakable"]
    for file in [*shop.data.rglob("*"), shop.log_file]:
        assert file.is_dir() or not any(word in file.read_bytes() for word in words), file.name
