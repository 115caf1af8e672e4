"""The mutants still fit the sources: each guard stands exactly once where mutants.json says, and its checks exist."""

import json
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUTANTS = json.loads((ROOT / "tests/mutants/mutants.json").read_text())
PROGRAMS = {
    name for file in (ROOT / "tests").rglob("CMakeLists.txt") for name in re.findall(r"ddd_test\((\w+)", file.read_text())
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_guard_stands_exactly_once(name):
    mutant = MUTANTS[name]
    assert (ROOT / mutant["file"]).read_text().count(mutant["guard"]) == 1
    assert mutant["guard"] != mutant["without"]


@pytest.mark.parametrize("name", MUTANTS)
def test_every_check_exists(name):
    assert MUTANTS[name]["checks"], "nothing would notice"
    for check in MUTANTS[name]["checks"]:
        program = check.partition(":")[0]
        assert program in PROGRAMS or (ROOT / "tests" / program / "conftest.py").is_file(), check
