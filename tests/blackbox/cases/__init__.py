"""One case for each answer that the API documents: (operation, status, code) and how to get it over the wire.

An operation is stated once, with a request that succeeds (`good`) and its traits; the refusals that come from the
traits follow from that (`cases.refusals`). What is special to an operation is a `case` of its own.
"""

import dataclasses
import functools
import typing

CASES = {}
OPERATIONS = {}


@dataclasses.dataclass(frozen=True)
class Operation:
    """What a route asks of a request, as api.md says it: a second statement beside the route table."""

    id: str
    good: typing.Callable  # world -> arguments of World.call
    status: int = 200
    access: str = "anyone"  # or user, admin, provider
    body: str = "none"  # "json": read; "ignored": may be there; "raw": any bytes; "none"
    key: str = "ignored"  # or optional, required
    if_match: bool = False
    etag: bool = False


def case(operations, status, code=None):
    """Registers a function (world, operation id) -> answer for one operation or several."""

    def add(function):
        for operation in [operations] if isinstance(operations, str) else operations:
            name = (operation, status, code)
            assert name not in CASES, f"{name} is there twice"
            CASES[name] = functools.partial(function, id=operation)
        return function

    return add


def operation(ids, **traits):
    """States one operation, or several that differ in their path only; the function gives a request that succeeds."""

    def add(good):
        for id in [ids] if isinstance(ids, str) else ids:
            OPERATIONS[id] = stated = Operation(id, good, **traits)
            case(id, stated.status)(lambda world, id: world.call(id, **world.good(id)))
            refusals.add_for(stated)
        return good

    return add


from cases import refusals  # noqa: E402 - it registers with the above
from cases import baskets, operations, payments, products, users  # noqa: E402, F401
from cases import payment_admin, refunds  # noqa: E402, F401
from cases import gateway  # noqa: E402, F401 - after those that it repeats
