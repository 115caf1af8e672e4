"""Every answer that the API documents can be had over the wire, and every operation answers what it documents.

The table is in `cases`; each client of these tests holds what it gets against the document as well.
"""

import fnmatch
import shutil
import tempfile

import pytest

from cases import CASES, OPERATIONS
from cases.world import World

# Documented (operation, status, code) without a case here, and why.
EXCEPTIONS = {
    ("*", 500, "internal"): "a defect; a request that meets one is tests/platform_api/pipeline_answers_test.cpp",
    ("*", 404, "http.not_found"): "a path that no client builds, such as /products/%00; test_http_edges.py",
    ("*", 429, "http.too_many_requests"): "a limit by address in front of all routes; test_limits.py",
    ("*", 503, "request.timeout"): "needs a request that starts after its own deadline; tests/platform_api",
    ("*", 503, "store.unavailable"): "needs a store that fails; tests/faults",
    ("*", 503, "server.overloaded"): "needs more load than the shop can take; test_limits.py",
    ("*", 409, "idempotency.in_flight"): "only payments answer later than they write; create and process show it",
    ("create_payment", 422, "basket.too_many_lines"): "the basket refuses the 101st line first: add_item shows it",
}


@pytest.fixture(scope="module")
def world(shop):
    folder = tempfile.mkdtemp(prefix="ddd-micro-world-")
    made = World(shop, folder)
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


def name_of(documented):
    operation, status, code = documented
    return f"{operation}-{status}" + (f"-{code}" if code else "")


def documented_answers(shop):
    return {(each.id, status, code) for each in shop.document().operations for status, code in each.answers()}


@pytest.mark.parametrize("documented", sorted(CASES, key=str), ids=name_of)
def test_the_answer_can_be_had(world, documented):
    operation, status, code = documented
    answer = CASES[documented](world)
    assert answer.operation == operation
    answer.expect(status, code)


def test_every_documented_answer_has_a_case(shop):
    missing = {
        documented
        for documented in documented_answers(shop) - CASES.keys()
        if not any(matches(documented, pattern) for pattern in EXCEPTIONS)
    }
    assert not missing, "\n".join(sorted(map(name_of, missing)))


def test_every_case_is_of_a_documented_answer(shop):
    unknown = CASES.keys() - documented_answers(shop)
    assert not unknown, "\n".join(sorted(map(name_of, unknown)))


def test_every_exception_is_of_a_documented_answer_without_a_case(shop):
    without = documented_answers(shop) - CASES.keys()
    idle = [pattern for pattern in EXCEPTIONS if not any(matches(documented, pattern) for documented in without)]
    assert not idle


def test_the_document_tells_who_may_call_as_the_table_does(shop):
    assert {each.id: each.access for each in shop.document().operations} == {
        id: stated.access for id, stated in OPERATIONS.items()
    }


def matches(documented, pattern):
    return documented[1:] == pattern[1:] and fnmatch.fnmatch(documented[0], pattern[0])
