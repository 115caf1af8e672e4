"""Refusals that every operation of a kind has, whatever it does."""

import json

from cases import case
from shop import unique_key

CARD = "4242 4242 4242 4242"  # passes the Luhn check, and is nobody's


def add_for(operation):
    id = operation.id
    case(id, 400, "request.invalid")(_with_surprise)
    case(id, 422, "request.card_number")(_with_card_number)
    case(id, 413, "http.body_too_large")(_too_large)
    _add_access(id, operation.access)
    if operation.body in ("json", "ignored"):
        case(id, 415, "http.unsupported_media_type")(_as_text)
    if operation.body == "json":
        case(id, 400, "request.malformed")(_broken)
    if operation.key == "required":
        case(id, 400, "idempotency.key_required")(_without_key)
    if operation.key != "ignored":
        case(id, 400, "idempotency.key_invalid")(_short_key)
        case(id, 422, "idempotency.key_reused")(_key_of_another_request)
    if operation.if_match:
        case(id, 412, f"{_context(id)}.stale")(_stale)
    if operation.etag:
        case(id, 304)(_not_modified)


def _add_access(id, access):
    if access in ("user", "admin"):
        case(id, 401, "auth.required")(_unsigned)
    if access != "provider":
        case(id, 401, "auth.invalid_token")(_badly_signed)
    if access == "admin":
        case(id, 403, "auth.forbidden")(_as_customer)


def _context(id):
    """The context of an operation that honours If-Match."""
    if "profile" in id or id.endswith("_user") or id == "assign_role":
        return "user"
    return "product" if "product" in id else "basket"


def _with_surprise(world, id):
    """A field, or a parameter, that nobody knows."""
    good = world.good(id)
    if "json" in good:
        answer = world.call(id, **good | {"json": good["json"] | {"surprise": 1}})
        assert answer.errors == [("/surprise", "unknown")], answer
    else:
        answer = world.call(id, **good | {"query": "surprise=1"})
        assert answer.errors == [("/query/surprise", "unknown")], answer
    return answer


def _with_card_number(world, id):
    good = world.good(id)
    if "json" in good:
        answer = world.call(id, **good | {"json": good["json"] | {"note": CARD}})
    else:
        answer = world.call(id, **good | {"query": f"note={CARD.replace(' ', '%20')}"})
    assert CARD not in answer.body.decode() and CARD.replace(" ", "") not in answer.body.decode()
    return answer


def _too_large(world, id):
    limit = 256 * 1024 if id == "receive_webhook" else 1024 * 1024
    return world.call(id, **_bodiless(world.good(id)), body=b"{}" + b" " * (limit - 1))


def _unsigned(world, id):
    return world.call(id, **world.good(id), token=None)


def _badly_signed(world, id):
    return world.call(id, **world.good(id), token="not.a.token")


def _as_customer(world, id):
    return world.call(id, **world.good(id) | {"by": world.buyer})


def _as_text(world, id):
    return world.call(id, **_bodiless(world.good(id)), body="{}", headers={"Content-Type": "text/plain"})


def _broken(world, id):
    return world.call(id, **_bodiless(world.good(id)), body='{"')


def _without_key(world, id):
    return world.call(id, **world.good(id), key=None)


def _short_key(world, id):
    return world.call(id, **world.good(id), key="too-short")


def _key_of_another_request(world, id):
    """The same key with another body."""
    good, key = world.good(id), unique_key()
    first = world.call(id, **good, key=key)
    assert first.status < 300, first
    body = json.dumps(good["json"]) + " " if "json" in good else "{}"
    return world.call(id, **_bodiless(good), body=body, key=key)


def _stale(world, id):
    return world.call(id, **world.good(id), headers={"If-Match": '"4711"'})


def _not_modified(world, id):
    good = world.good(id)
    tag = world.call(id, **good).expect(200).headers["ETag"]
    answer = world.call(id, **good, headers={"If-None-Match": f'"other", W/{tag}'})
    assert answer.body == b"" and answer.headers["ETag"] == tag
    return answer


def _bodiless(good):
    return {name: value for name, value in good.items() if name not in ("json", "body")}
