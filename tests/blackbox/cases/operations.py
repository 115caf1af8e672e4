"""What every port answers for those who run the shop."""

import contextlib
import secrets
import sqlite3

from cases import case, operation
from shop import eventually


@operation(["livez", "readyz", "health", "metrics", "info"])
def _(world):
    return {}


@operation(["docs", "openapi"], etag=True)
def _(world):
    return {}


@operation("list_traces", access="admin")
def _(world):
    return {"query": "limit=5"}


@operation("get_trace", access="admin")
def _(world):
    """The trace of a request that the client wanted to be recorded."""
    trace = secrets.token_hex(16)
    world.nobody.get("/products", headers={"traceparent": f"00-{trace}-{'1' * 16}-01"})
    return {"path": trace}


@case("get_trace", 404, "trace.not_found")
def _(world, id):
    world.call(id, path="not-a-trace").expect(404, "trace.not_found")
    return world.call(id, path="0" * 31 + "1")


@case(["readyz", "health"], 503)
def _(world, id):
    """A database that somebody else holds."""
    faulty = world.faulty()
    with contextlib.closing(sqlite3.connect(faulty.shop.data / "basket.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = eventually(lambda: unready(faulty, id), within=10)
    eventually(lambda: faulty.call(id).status == 200, within=10)
    sick = [each["name"] for each in answer.json["dependencies"] if each["status"] != "up"]
    assert answer.json["status"] == "not_ready" and sick == ["basket_store"]
    return answer


def unready(world, id):
    answer = world.call(id)
    return answer if answer.status == 503 else None
