"""tools/test_summary.py: whatever a program of the run does, the last line tells the truth about it."""

import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

GOOGLE_TEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" disabled="1" errors="0" time="0" name="AllTests">
  <testsuite name="Money" tests="4" failures="1" disabled="1" skipped="1" errors="0" time="0">
    <testcase name="adds" status="run" result="completed" time="0" classname="Money" />
    <testcase name="divides" status="run" result="completed" time="0" classname="Money">
      <failure message="money.cpp:7&#x0A;Expected equality" type=""><![CDATA[money.cpp:7]]></failure>
    </testcase>
    <testcase name="floats" status="run" result="skipped" time="0" classname="Money">
      <skipped message="money.cpp:9&#x0A;no floating type"><![CDATA[money.cpp:9]]></skipped>
    </testcase>
    <testcase name="DISABLED_rounds" status="notrun" result="suppressed" time="0" classname="Money" />
  </testsuite>
</testsuites>"""
ONE_GOOD_CASE = """<testsuites><testsuite name="Money"><testcase name="adds" status="run" classname="Money"/></testsuite></testsuites>"""
PYTEST = """<testsuites><testsuite name="pytest" errors="1" failures="0" skipped="1" tests="3">
  <testcase classname="buying_test" name="test_pays" time="1" />
  <testcase classname="buying_test" name="test_breaks" time="1"><error message="setup failed">trace</error></testcase>
  <testcase classname="buying_test" name="test_later" time="0"><skipped type="pytest.skip" message="needs a browser" /></testcase>
</testsuite></testsuites>"""


def ctest(*cases):
    body = "".join(f'<testcase name="{name}" classname="{name}" {rest}</testcase>' for name, rest in cases)
    return f'<testsuite name="(empty)" tests="{len(cases)}">{body}</testsuite>'


PASSED = 'status="run">'
FAILED = 'status="fail"><failure message=""/>'


@pytest.fixture
def summary(tmp_path):
    def run(reports, *arguments):
        for name, text in reports.items():
            (tmp_path / f"{name}.xml").write_text(text)
        tool = [sys.executable, "-B", ROOT / "tools/test_summary.py", tmp_path, *arguments]
        ended = subprocess.run(tool, capture_output=True, text=True, check=False)
        assert ended.stderr == ""
        return ended.returncode, ended.stdout

    return run


def last_line(text):
    return text.rstrip("\n").split("\n")[-1]


def test_single_cases_are_counted_and_named(summary):
    status, text = summary({"ctest": ctest(("kernel_tests", FAILED)), "kernel_tests": GOOGLE_TEST})
    assert (status, last_line(text)) == (1, "1 passed, 1 failed, 2 skipped")
    assert "kernel_tests Money.divides: money.cpp:7 Expected equality" in text
    assert "kernel_tests Money.floats: money.cpp:9 no floating type" in text
    assert "kernel_tests Money.DISABLED_rounds: disabled" in text


def test_a_program_without_single_cases_is_one_case(summary):
    status, text = summary({"ctest": ctest(("format", PASSED))})
    assert (status, last_line(text)) == (0, "1 passed, 0 failed, 0 skipped")


def test_a_crash_without_a_report_is_a_failure(summary):
    status, text = summary({"ctest": ctest(("kernel_tests", FAILED), ("format", PASSED))})
    assert (status, last_line(text)) == (1, "1 passed, 1 failed, 0 skipped")


def test_a_cut_off_report_is_a_failure(summary):
    status, text = summary({"ctest": ctest(("kernel_tests", FAILED)), "kernel_tests": GOOGLE_TEST[:300]})
    assert (status, last_line(text)) == (1, "0 passed, 1 failed, 0 skipped")


def test_a_bad_end_after_good_cases_is_a_failure(summary):
    status, text = summary({"ctest": ctest(("kernel_tests", FAILED)), "kernel_tests": ONE_GOOD_CASE})
    assert (status, last_line(text)) == (1, "1 passed, 1 failed, 0 skipped")
    assert "a leak" in text


@pytest.mark.parametrize("reason", ["Unable to find executable", "Fixture dependency failed", "Required Files Missing"])
def test_what_ctest_could_not_run_is_a_failure(summary, reason):
    status, text = summary({"ctest": ctest(("gone", f'status="notrun"><skipped message="{reason}"/>'))})
    assert (status, last_line(text)) == (1, "0 passed, 1 failed, 0 skipped")
    assert reason in text


def test_what_skips_itself_is_skipped_with_its_reason(summary):
    skipped = ("browser", 'status="notrun"><skipped message="SKIP_RETURN_CODE=77"/>')
    disabled = ("later", 'status="disabled">')
    status, text = summary({"ctest": ctest(skipped, disabled, ("format", PASSED))})
    assert (status, last_line(text)) == (0, "1 passed, 0 failed, 2 skipped")
    assert "browser: SKIP_RETURN_CODE=77" in text


def test_pytest_errors_are_failures(summary):
    status, text = summary({"ctest": ctest(("format", PASSED)), "blackbox": PYTEST}, "--ran", "blackbox=1")
    assert (status, last_line(text)) == (1, "2 passed, 1 failed, 1 skipped")
    assert "needs a browser" in text


def test_a_program_outside_ctest_that_leaves_no_report_is_a_failure(summary):
    status, text = summary({"ctest": ctest(("format", PASSED))}, "--ran", "blackbox=137")
    assert (status, last_line(text)) == (1, "1 passed, 1 failed, 0 skipped")
    assert "blackbox: it ended with 137" in text


def test_a_bad_end_of_pytest_after_good_cases_is_a_failure(summary):
    reports = {"ctest": ctest(("format", PASSED)), "blackbox": ONE_GOOD_CASE}
    status, text = summary(reports, "--ran", "blackbox=3")
    assert (status, last_line(text)) == (1, "2 passed, 1 failed, 0 skipped")


def test_a_filter_that_selects_no_blackbox_test_is_fine(summary):
    empty = '<testsuites><testsuite name="pytest" tests="0"/></testsuites>'
    reports = {"ctest": ctest(("format", PASSED)), "blackbox": empty}
    status, text = summary(reports, "--ran", "blackbox=5")
    assert (status, last_line(text)) == (0, "1 passed, 0 failed, 0 skipped")


def test_nothing_ran_is_a_failure(summary):
    status, text = summary({"ctest": ctest()})
    assert (status, last_line(text)) == (1, "0 passed, 0 failed, 0 skipped")


def test_no_report_at_all_is_a_failure(summary):
    status, text = summary({})
    assert (status, last_line(text)) == (1, "0 passed, 1 failed, 0 skipped")
