"""docs/errors.md lists every code that the shop documents, with its status, and none besides."""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/errors.md"
ROW = re.compile(r"^\| `([a-z_]+(?:\.[a-z_]+)?)` \| (\d{3}) \| ([^|]+\.) \| ([^|]+\.) \|$", re.M)


def listed(text):
    rows = ROW.findall(text)
    codes = [code for code, *_ in rows]
    assert len(codes) == len(set(codes)), "a code is listed twice"
    assert len(rows) == len(re.findall(r"^\| `", text, re.M)), "a row is not whole: code, status, meaning, what to do"
    return {code: {int(status)} for code, status, *_ in rows}


def documented():
    build = pathlib.Path(os.environ.get("DDD_BUILD_DIR", ROOT / "build/asan"))
    printed = subprocess.run([build / "apps/dddctl/dddctl", "openapi"], capture_output=True, text=True, check=True, timeout=120)
    codes = collections.defaultdict(set)
    for operations in json.loads(printed.stdout)["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                for code in answer.get("x-codes", ()):
                    codes[code].add(int(status))
    return codes


def below_routes():
    """What any request can be answered before it has a route, as the black-box tests know it."""
    sys.path.insert(0, str(ROOT / "tests/blackbox"))
    from shop import document

    return {code: {status} for status, codes in document._ANYWHERE.items() for code in codes}


def test_every_code_is_explained_with_its_status():
    wanted = dict(documented())
    # The routes of traces are made by the process that serves them.
    wanted["trace.not_found"] = {404}
    assert listed(PAGE.read_text(encoding="utf-8")) == wanted | below_routes()


def test_codes_without_a_dot_and_rows_that_are_broken_are_seen():
    assert listed("| `internal` | 500 | A defect. | Report it. |\n") == {"internal": {500}}
    try:
        listed("| `a.b` | 404 | Not there. |\n")
    except AssertionError:
        return
    raise AssertionError("half a row passed")
