"""docs/events.md says who publishes and consumes what as the modules do: ddd_event_matrix asks them.

After a change: python3 tests/contracts/events_page_test.py writes the tables anew.
"""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/events.md"
BEGIN, END = "<!-- tables: made by ddd_event_matrix -->\n", "<!-- tables end -->"


def matrix():
    build = pathlib.Path(os.environ.get("DDD_BUILD_DIR", ROOT / "build/asan"))
    return subprocess.run([build / "tests/contracts/ddd_event_matrix"], capture_output=True, text=True, check=True, timeout=60).stdout


def parts():
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    tables, after = rest.split(END)
    return before, tables, after


def test_the_tables_are_those_of_the_modules():
    assert parts()[1] == matrix()


def test_every_group_is_explained():
    consumers = {group for row in re.findall(r"^\| `ddd\..*\| (.*) \|$", matrix(), re.M) for group in re.findall(r"`([\w.]+)`", row)}
    assert len(consumers) >= 5
    explained = re.findall(r"^\| `(\w+\.\w+)` \| [^|]+\|", parts()[2], re.M)
    assert sorted(explained) == sorted(consumers)


if __name__ == "__main__":
    before, _, after = parts()
    PAGE.write_text(before + BEGIN + matrix() + END + after, encoding="utf-8")
