#!/usr/bin/python3
"""Checks what no compiler and no formatter checks of the files of the checkout.

Usage: check_sources.py [CHECKOUT]

Prints `file:line: what is wrong` for each violation and ends with 1 if there is any.
"""

import os
import pathlib
import re
import sys
from dataclasses import dataclass

LONGEST_HEADER = 150
# Headers that list fields, one a line, have nothing to be split by; helpers of tests have no readers but their tests.
LONGEST_TABLE = 250
TABLES = re.compile(r"/(dto|config|\w+_events)\.hpp$|^tests/")

# Joined, so that this file doesn't offend itself.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" "DO", "FIX" "ME", "HA" "CK", "W" "IP"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.}])/(work|home|root|Users)/\w")
TEXT_SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".cmake", ".txt", ".md", ".json", ".sql", ".css", ".js", ".html", ".toml", ".yml"}
SKIPPED = {"build", "var", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Violation:
    file: str
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"


def files_of(root):
    """The files of the checkout, without what is built or belongs to an editor."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and (name == ".ci" or not name.startswith(".")))
        for name in sorted(files):
            yield (pathlib.Path(folder) / name).relative_to(root).as_posix()


def is_text(name, path):
    return path.suffix in TEXT_SUFFIXES or path.read_bytes()[:2] == b"#!"


def check_header(name, lines):
    if lines[0] != "#pragma once":
        yield Violation(name, 1, "a header begins with #pragma once")
    if not any(re.match(r"\s*//", line) or "///<" in line for line in lines):
        yield Violation(name, 1, "no comment says what this header is for")
    limit = LONGEST_TABLE if TABLES.search(name) else LONGEST_HEADER
    if len(lines) > limit:
        yield Violation(name, limit + 1, f"a header of {len(lines)} lines; {limit} are allowed")


def check_text(name, text):
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield Violation(name, text.count("\n") + 1, "a file ends with one line end")
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            yield Violation(name, number, "blanks at the end of the line")
        if "\t" in line:
            yield Violation(name, number, "a tab")
        if found := UNFINISHED.search(line):
            yield Violation(name, number, f"{found.group(0)}: finish it, or file an issue")
        if found := MACHINE_PATH.search(line):
            yield Violation(name, number, f"{found.group(0)}...: a path of one machine")


def check_file(root, name):
    path = root / name
    if path.stat().st_size == 0:
        yield Violation(name, 1, "an empty file")
        return
    if not is_text(name, path):
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield Violation(name, 1, f"not UTF-8: {error.reason}")
        return
    yield from check_text(name, text)
    if path.suffix == ".hpp":
        yield from check_header(name, text.rstrip("\n").split("\n"))
    if text.startswith("#!") and not os.access(path, os.X_OK):
        yield Violation(name, 1, "a script that is not executable")


def check(root):
    return [violation for name in files_of(root) for violation in check_file(root, name)]


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1]).resolve()
    violations = check(root)
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
