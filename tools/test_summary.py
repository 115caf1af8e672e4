#!/usr/bin/python3
"""Counts the single test cases of a run and says what failed and what was skipped.

Usage: test_summary.py REPORTS [--ran NAME=STATUS]...

REPORTS holds `ctest.xml` (ctest --output-junit) and, for the programs that write one, `<test name>.xml` with their single
cases (GoogleTest, pytest). A program without such a file counts as one case. One that ended badly without a failed case
of its own, by a crash, a leak or a time-out, counts as one failure more. `--ran` names a program that ran outside ctest
and its exit status. Ends with 1 if anything failed or nothing ran; the last line is `N passed, N failed, N skipped`.
"""

import argparse
import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

# pytest's "no tests were collected": what a filter that means other tests leaves.
NOTHING_SELECTED = 5


@dataclass(frozen=True)
class Case:
    name: str
    outcome: str  # passed, failed or skipped
    reason: str = ""


def text_of(element):
    """The message of a <failure>, <error> or <skipped>, on one line."""
    message = element.get("message") or element.text or ""
    return " ".join(message.split())


def case_of(program, element):
    """A <testcase> of GoogleTest, pytest or ctest."""
    group = element.get("classname", "")
    name = element.get("name", "")
    full_name = " ".join(part for part in (program, f"{group}.{name}" if group and group != name else name) if part)
    for tag in ("failure", "error"):
        if element.find(tag) is not None:
            return Case(full_name, "failed", text_of(element.find(tag)))
    skipped = element.find("skipped")
    if skipped is not None:
        reason = text_of(skipped)
        # ctest calls it skipped, too, when a program or a fixture is missing.
        if not program and element.get("status") == "notrun" and not reason.startswith("SKIP_"):
            return Case(full_name, "failed", reason)
        return Case(full_name, "skipped", reason or "no reason given")
    if element.get("status") == "fail":
        return Case(full_name, "failed")
    if element.get("status") in ("notrun", "disabled"):
        return Case(full_name, "skipped", "disabled")
    return Case(full_name, "passed")


def read_cases(file, program=""):
    """The cases of a report; None if there is no readable one."""
    try:
        root = ElementTree.parse(file).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    return [case_of(program, element) for element in root.iter("testcase")]


def cases_of_program(reports, name, failed, whole):
    """Those of one program: `whole` stands for it where it reports no single ones."""
    cases = read_cases(reports / f"{name}.xml", name)
    if cases is None:
        return [whole]
    if failed and not any(case.outcome == "failed" for case in cases):
        cases.append(Case(name, "failed", "it ended badly though no test case failed: a crash, a leak or a time-out"))
    return cases


def collect(reports, ran):
    cases = []
    programs = read_cases(reports / "ctest.xml")
    if programs is None:
        cases.append(Case("ctest", "failed", "it left no report"))
    for program in programs or []:
        cases += cases_of_program(reports, program.name, program.outcome == "failed", program)
    for name, status in ran:
        whole = Case(name, "passed") if status == 0 else Case(name, "failed", f"it ended with {status}")
        cases += cases_of_program(reports, name, status not in (0, NOTHING_SELECTED), whole)
    return cases


def print_those(cases, outcome, title):
    chosen = [case for case in cases if case.outcome == outcome]
    if chosen:
        print(f"\n{title}:")
        for case in chosen:
            print(f"  {case.name}" + (f": {case.reason[:300]}" if case.reason else ""))
    return len(chosen)


def name_and_status(text):
    name, _, status = text.partition("=")
    return name, int(status)


def main():
    parser = argparse.ArgumentParser(description="Counts the single test cases of a run.")
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("--ran", action="append", default=[], type=name_and_status, metavar="NAME=STATUS")
    arguments = parser.parse_args()
    cases = collect(arguments.reports, arguments.ran)
    skipped = print_those(cases, "skipped", "Skipped")
    failed = print_those(cases, "failed", "Failed")
    if not cases:
        print("\nNo test ran: a filter that matches none, or a broken build.")
    print(f"\n{len(cases) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
