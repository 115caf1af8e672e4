"""Who may do what, and for how long."""

import base64
import hashlib
import hmac
import json
import pathlib
import statistics
import time

import pytest

from shop import BUYER, eventually, p256, unique_email

# A route on each port that a bad token can't use.
PATHS = {
    "ddd-micro": "/users/profile",
    "user-service": "/users/profile",
    "product-service": "/products",
    "basket-service": "/users/basket",
    "payment-service": "/payments",
}


def encoded(part):
    text = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def parts(token):
    header, claims, signature = token.split(".")
    return json.loads(decoded(header)), json.loads(decoded(claims)), decoded(signature)


def made(header, claims, sign):
    body = f"{encoded(header)}.{encoded(claims)}"
    return f"{body}.{encoded(sign(body.encode()))}"


def jwks(shop):
    return shop.client().get("//.well-known/jwks.json").expect(200).json


def public_key(shop):
    (key,) = jwks(shop)["keys"]
    return tuple(int.from_bytes(decoded(key[name]), "big") for name in "xy")


# Tokens


def test_an_access_token_is_a_short_lived_es256_jwt_that_others_can_verify(shop, customer):
    header, claims, signature = parts(customer.access_token)
    (key,) = jwks(shop)["keys"]
    assert header == {"alg": "ES256", "typ": header["typ"], "kid": key["kid"]}
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig") and "d" not in key
    assert claims.keys() == {"iss", "aud", "sub", "iat", "nbf", "exp", "jti", "role", "sid"}
    assert (claims["iss"], claims["aud"], claims["sub"], claims["role"]) == (
        "ddd-micro",
        "ddd-micro-api",
        str(customer.id),
        "user",
    )
    assert claims["exp"] - claims["iat"] == 600
    assert p256.verifies(public_key(shop), customer.access_token.rsplit(".", 1)[0].encode(), signature)


def forgeries(shop, token):
    """Tokens made from a good one by somebody without the key."""
    header, claims, signature = parts(token)
    head, body, end = token.split(".")
    own, point = p256.new_key()
    own_jwk = {"kty": "EC", "crv": "P-256"} | {name: encoded(at.to_bytes(32, "big")) for name, at in zip("xy", point)}
    public = json.dumps(jwks(shop)["keys"][0]).encode()
    as_admin = claims | {"role": "admin"}

    def keep(_):
        return signature

    def nothing(_):
        return b""

    def with_own_key(text):
        return p256.sign(own, text)

    def hmac_with_public_key(text):
        return hmac.new(public, text, hashlib.sha256).digest()

    yield "another role", made(header, as_admin, keep)
    yield "another user", made(header, claims | {"sub": "1"}, keep)
    yield "a later end", made(header, claims | {"exp": claims["exp"] + 3600}, keep)
    yield "alg none", made(header | {"alg": "none"}, as_admin, nothing)
    yield "alg None with the signature", made(header | {"alg": "None"}, claims, keep)
    yield "HS256 with the public key", made(header | {"alg": "HS256"}, as_admin, hmac_with_public_key)
    yield "another key", made(header, as_admin, with_own_key)
    yield "another key that the header brings along", made(header | {"jwk": own_jwk}, as_admin, with_own_key)
    yield "another kid", made(header | {"kid": "other"}, claims, keep)
    yield "a zero signature", f"{head}.{body}.{encoded(bytes(64))}"
    yield "a flipped bit", f"{head}.{body}.{encoded(bytes([signature[0] ^ 1]) + signature[1:])}"
    yield "a short signature", f"{head}.{body}.{encoded(signature[:63])}"
    yield "padding", f"{head}.{body}.{end}=="
    yield "no signature", f"{head}.{body}."
    yield "two parts", f"{head}.{body}"
    yield "four parts", f"{token}.{end}"
    yield "claims of another kind", made(header, [claims], keep)
    yield "words", "give me access"
    yield "a long one", "A" * 10_000


def test_a_forged_token_is_refused_for_no_stated_reason(shop, customer):
    problems = set()
    for name, token in forgeries(shop, customer.access_token):
        for path in ("/users/profile", "/admin/payments"):
            answer = customer.get(path, token=token)
            assert (answer.status, answer.code) == (401, "auth.invalid_token"), name
            problems.add((answer.json["detail"], answer.headers["WWW-Authenticate"]))
        shop.client().post("/validate-token", {"token": token}).expect(401, "auth.invalid_token")
    assert len(problems) == 1


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "", "Token x", "bearerx y"])
def test_another_kind_of_authorization_is_refused(shop, header):
    shop.client().get("/users/profile", headers={"Authorization": header}).expect(401, "auth.invalid_token")


def test_a_refresh_token_is_no_access_token(customer):
    customer.get("/users/profile", token=customer.refresh_token).expect(401, "auth.invalid_token")
    customer.post("/users/refresh-token", {"refresh_token": customer.access_token}).expect(
        401, "auth.invalid_refresh_token"
    )


def test_validating_a_token_tells_whose_it_is(shop, customer):
    told = shop.client().post("/validate-token", {"token": customer.access_token}).expect(200).json
    assert (told["valid"], told["user_id"], told["role"]) == (True, customer.id, "user")
    assert shop.client().post("/users/validate-token", {"token": customer.access_token}).json == told


# Sessions


def test_each_refresh_gives_a_new_pair_of_the_same_session(customer):
    session = parts(customer.access_token)[1]["sid"]
    seen = {customer.refresh_token}
    for _ in range(3):
        pair = customer.refresh()
        assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 600)
        assert parts(pair["access_token"])[1]["sid"] == session
        assert pair["refresh_token"] not in seen
        seen.add(pair["refresh_token"])
        customer.get("/users/profile").expect(200)


def test_a_refresh_token_that_was_used_before_ends_its_session_everywhere(shop, customer):
    stolen = customer.refresh_token
    customer.refresh()
    other = shop.client()
    other.login(customer.email, customer.password)
    shop.client().post("/users/refresh-token", {"refresh_token": stolen}).expect(401, "auth.refresh_reused")
    shop.client().post("/users/refresh-token", {"refresh_token": customer.refresh_token}).expect(
        401, "auth.invalid_refresh_token"
    )
    for listener, path in PATHS.items():
        eventually(lambda: customer.at(listener).get(path).status == 401, within=5, what=f"revoked at {listener}")
    other.get("/users/profile").expect(200)
    other.refresh()


def test_logging_out_ends_one_session_at_once_and_everywhere(shop, customer):
    other = shop.client()
    other.login(customer.email, customer.password)
    for listener, path in PATHS.items():
        customer.at(listener).get(path).expect(200)  # cached as good by now
    customer.post("/users/logout", {"refresh_token": customer.refresh_token}).expect(204)
    for listener, path in PATHS.items():
        eventually(
            lambda: customer.at(listener).get(path).code == "auth.invalid_token",
            within=5,
            what=f"revoked at {listener}",
        )
    body = {"refresh_token": customer.refresh_token}
    shop.client().post("/users/refresh-token", body).expect(401, "auth.invalid_refresh_token")
    shop.client().post("/validate-token", {"token": customer.access_token}).expect(401, "auth.invalid_token")
    other.get("/users/profile").expect(200)


def test_a_logged_out_session_pays_nothing_whatever_the_caches_say(customer):
    """Payment asks the store and not the cache."""
    product = customer.product()
    customer.post("/users/logout", {"refresh_token": customer.refresh_token}).expect(204)
    customer.try_to_pay("pm_card_visa", product_id=product["id"], quantity=1).expect(401, "auth.invalid_token")
    assert customer.stock(product)["reserved"] == 0


def test_a_logout_survives_a_restart(own_shop):
    shop = own_shop()
    gone, stays = shop.customer(), shop.customer()
    gone.post("/users/logout", {"refresh_token": gone.refresh_token}).expect(204)
    shop.restart()
    gone.at().get("/users/profile").expect(401, "auth.invalid_token")
    stays.at().get("/users/profile").expect(200)


def test_logging_out_with_somebody_elses_token_changes_nothing(shop, customer):
    other = shop.customer()
    other.post("/users/logout", {"refresh_token": customer.refresh_token}).expect(204)
    customer.get("/users/profile").expect(200)
    customer.refresh()
    other.get("/users/profile").expect(200)


# Others' things


def test_what_is_somebody_elses_is_as_unknown_as_what_is_not_there(shop, customer):
    owner = shop.customer()
    payment = owner.pay(product_id=owner.product()["id"], quantity=1)
    method = owner.save_method()
    basket = owner.basket()
    missing = payment["id"][:-6] + "000000"

    def told(answer):
        return {name: value for name, value in answer.json.items() if name not in ("instance", "trace_id")}

    for path in ("/payments/{}", "/payments/{}/events"):
        theirs = customer.get(path.format(payment["id"])).expect(404, "payment.not_found")
        assert told(theirs) == told(customer.get(path.format(missing)))
    customer.process(payment, "pm_card_visa").expect(404, "payment.not_found")
    customer.cancel(payment).expect(404, "payment.not_found")
    customer.delete(f"/payment-methods/{method['id']}").expect(404, "payment_method.not_found")
    customer.put(f"/payment-methods/{method['id']}", {"is_active": False}).expect(404, "payment_method.not_found")
    customer.try_to_pay(method["id"], product_id=customer.product()["id"], quantity=1).expect(
        404, "payment_method.not_found"
    )
    customer.try_to_pay(basket_id=basket["id"]).expect(404, "basket.not_found")
    customer.get(f"/payments?user_id={owner.id}").expect(400, "request.invalid")
    assert owner.payment(payment)["status"] == "pending" and owner.get("/payment-methods").json["data"] == [method]


def test_administrators_routes_are_closed_to_customers_and_to_nobody(shop, customer):
    for operation in shop.document().operations:
        if operation.access != "admin":
            continue
        path = "/" + operation.path.replace("{id}", "1").replace("{user_id}", "1")
        more = {"json": {}} if operation.method in ("POST", "PUT", "PATCH") else {}
        customer.request(operation.method, path, **more).expect(403, "auth.forbidden")
        customer.request(operation.method, path, token=None, **more).expect(401, "auth.required")


def test_nobody_makes_themselves_an_administrator(shop, customer):
    body = {
        "email": unique_email(),
        "password": "correct horse battery",
        "first_name": "M",
        "last_name": "M",
        "role": "admin",
    }
    shop.client().post("/users/register", body).expect(400, "request.invalid")
    customer.patch("/users/profile", {"role": "admin"}).expect(400, "request.invalid")
    assert customer.get("/users/profile").json["role"] == "user"


def test_an_inactive_product_is_shown_to_administrators_alone(customer, admin):
    product = customer.product(is_active=False)
    customer.get(f"/products/{product['id']}").expect(404, "product.not_found")
    customer.get(f"/products/by-sku/{product['sku']}").expect(404, "product.not_found")
    query = f"/products?is_active=all&q={product['sku']}"
    assert customer.get(query).json["data"] == [] and customer.get(query, token=None).json["data"] == []
    assert [each["id"] for each in admin.get(query).json["data"]] == [product["id"]]
    admin.get(f"/products/{product['id']}").expect(200)


# Logging in


def test_a_login_does_not_tell_whether_the_account_exists(shop, customer):
    """The same answer after the same work: the password of nobody is checked too."""

    def login(email):
        started = time.perf_counter()
        answer = shop.client().post("/users/login", {"email": email, "password": "not the password"})
        took = time.perf_counter() - started
        problem = answer.expect(401, "auth.invalid_credentials").json
        return took, {name: value for name, value in problem.items() if name not in ("instance", "trace_id")}

    known = [login(customer.email) for _ in range(5)]
    unknown = [login(unique_email()) for _ in range(5)]
    assert len({json.dumps(problem) for _, problem in known + unknown}) == 1
    # Without the work it would be a hundredth.
    assert statistics.median(took for took, _ in unknown) > 0.3 * statistics.median(took for took, _ in known)


def test_an_address_is_the_same_in_any_case(shop, customer):
    shop.client().login(customer.email.upper(), customer.password)
    shop.client().login(f" {customer.email} ", customer.password)


def test_failed_logins_are_limited_per_account_and_close_no_other(own_shop):
    shop = own_shop("limits.login_failures=3")
    victim, other = shop.customer(), shop.customer()

    def login(client, password):
        return shop.client().post("/users/login", {"email": client.email, "password": password})

    for _ in range(3):
        login(victim, "wrong password").expect(401, "auth.invalid_credentials")
    refused = login(victim, "wrong password").expect(429, "auth.too_many_logins")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    login(victim, victim.password).expect(429, "auth.too_many_logins")
    login(other, "wrong password").expect(401, "auth.invalid_credentials")
    login(other, other.password).expect(200)
    victim.get("/users/profile").expect(200)
    victim.refresh()


def test_an_unknown_account_is_limited_as_a_known_one(own_shop):
    shop = own_shop("limits.login_failures=2")
    wrong = {"email": unique_email(), "password": "wrong password"}
    codes = [shop.client().post("/users/login", wrong).code for _ in range(3)]
    assert codes == ["auth.invalid_credentials", "auth.invalid_credentials", "auth.too_many_logins"]


def test_no_secret_is_in_any_answer_or_in_the_log(shop, customer):
    shop.client().login(*BUYER)
    answers = [
        customer.get("/users/profile"),
        customer.patch("/users/profile", {"first_name": "A"}),
        shop.client().get("//metrics"),
    ]
    for answer in answers:
        text = answer.body.decode()
        assert "argon2" not in text and customer.password not in text and customer.refresh_token not in text
    body = {"email": "nobody", "password": customer.password, "first_name": "", "last_name": ""}
    assert customer.password not in shop.client().post("/users/register", body).body.decode()
    shop.assert_no_secret_in_log()


def test_no_secret_is_stored_as_it_is(own_shop):
    shop = own_shop()
    customer = shop.customer()
    customer.refresh()
    customer.pay("pm_card_visa", product_id=customer.product()["id"], quantity=1)
    shop.stop()
    for file in filter(pathlib.Path.is_file, shop.data.rglob("*")):
        content = file.read_bytes()
        # The client secret of an intent is for the buyer's browser, and is given again when the payment is read.
        leaked = [secret for secret in shop.secrets if secret.encode() in content and not secret.startswith("pi_")]
        assert not leaked, f"{file.name} holds {leaked}"
    assert (shop.data / "signing_key.pem").stat().st_mode & 0o777 == 0o400
