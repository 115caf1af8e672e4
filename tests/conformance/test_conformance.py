"""Schemathesis sends each operation of the document what the document allows and what it doesn't: no answer may be a server
error, of a status that isn't documented, or of another form than documented."""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "python" / "bin" / "schemathesis"
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
# After these the caller is no longer who it was, and the rest would be refused at the door. Their answers are tested where the
# session is a test's own (tests/blackbox).
ENDS_THE_SESSION = [
    "log_out",
    "end_session",
    "end_all_sessions",
    "change_password",
    "erase_account",
    "update_user",
    "replace_user",
    "delete_user",
    "assign_role",
]
EXAMPLES = 12
LONGEST_RUN = 300

pytestmark = pytest.mark.slow


def run(shop, tmp_path, *arguments):
    if not PROGRAM.exists():
        pytest.skip("schemathesis could not be installed (see tools/python_programs)")
    done = subprocess.run(
        [PROGRAM, "run", f"{shop.url()}/openapi.json", "--phases", "examples,coverage,fuzzing", "--checks", ",".join(CHECKS),
         "--max-examples", str(EXAMPLES), "--seed", "20261128", "--warnings", "off", "--no-color", "--continue-on-failure",
         "--request-timeout", "30", *arguments],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LONGEST_RUN, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:]
    assert int(re.search(r"Test cases:\s+(\d+) generated", done.stdout).group(1)) > 500, done.stdout[-2000:]
    shop.assert_sane()


def session_of(who):
    return ["--header", f"Authorization: Bearer {who.access_token}"] + [f"--exclude-operation-id={id}" for id in ENDS_THE_SESSION]


def test_answers_to_nobody_are_documented(shop, tmp_path):
    run(shop, tmp_path)


def test_answers_to_a_customer_are_documented(shop, tmp_path):
    run(shop, tmp_path, *session_of(shop.customer()))


def test_answers_to_an_administrator_are_documented(shop, tmp_path):
    run(shop, tmp_path, *session_of(shop.admin()))


def test_those_that_are_left_out_exist(shop):
    known = {operation.id for operation in shop.document().operations}
    assert set(ENDS_THE_SESSION) <= known
