"""The rules for source files hold, and each rule sees its offence."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("DDD_BUILD_DIR", ROOT / "build/asan"))
sys.path.insert(0, str(ROOT / "tools"))
import check_sources  # noqa: E402

HEADER = "#pragma once\n\n/// Nothing.\n"


@pytest.fixture
def violations(tmp_path):
    def check(name, text, mode=0o644):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        (tmp_path / name).chmod(mode)
        return [str(violation) for violation in check_sources.check(tmp_path)]

    return check


def test_the_sources_keep_the_rules():
    assert [str(violation) for violation in check_sources.check(ROOT)] == []


def test_a_good_header_keeps_them(violations):
    assert violations("src/kernel/x.hpp", HEADER) == []


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("src/x.hpp", "/// Nothing.\nint x();\n", "x.hpp:1: a header begins with #pragma once"),
        ("src/x.hpp", "#pragma once\nint x();\n", "x.hpp:1: no comment says"),
        ("src/x.hpp", HEADER + "int x();\n" * 150, "x.hpp:151: a header of 153 lines; 150 are allowed"),
        ("src/user/adapters/http/dto.hpp", HEADER + "int x();\n" * 250, "dto.hpp:251: a header of 253 lines; 250"),
        ("src/x.cpp", "int x; // TO" + "DO\n", "x.cpp:1: TO" + "DO: finish it"),
        ("docs/x.md", "See /wor" + "k/main.\n", "x.md:1: /wor" + "k/m...: a path of one machine"),
        ("src/x.cpp", "int x; \n", "x.cpp:1: blanks at the end"),
        ("src/x.cpp", "\tint x;\n", "x.cpp:1: a tab"),
        ("src/x.cpp", "int x;", "x.cpp:1: a file ends with one line end"),
        ("src/x.cpp", "int x;\n\n", "x.cpp:3: a file ends with one line end"),
        ("src/x.cpp", b"// \xff\n", "x.cpp:1: not UTF-8"),
        ("src/x.cpp", "", "x.cpp:1: an empty file"),
        ("tools/x", "#!/bin/sh\n", "x:1: a script that is not executable"),
    ],
)
def test_an_offence_is_reported_with_its_place(violations, name, text, what):
    (found,) = violations(name, text)
    assert what in found


def test_lists_of_fields_may_be_longer(violations):
    assert violations("src/user/adapters/http/dto.hpp", HEADER + "int x();\n" * 200) == []


def test_what_is_built_is_not_looked_at(violations):
    assert violations("build/asan/x.hpp", "") == []


def test_every_file_is_formatted():
    ended = subprocess.run([ROOT / "tools/format", "--check"], capture_output=True, text=True, check=False)
    assert (ended.stdout.split(), ended.stderr, ended.returncode) == ([], "", 0), "tools/format puts it right"


def scripts():
    for name in check_sources.files_of(ROOT):
        path = ROOT / name
        first = path.open("rb").readline()
        if first.startswith(b"#!") and first.rstrip().endswith((b"bash", b"sh")) or path.suffix == ".sh":
            yield path


def test_shell_scripts_are_clean():
    found = sorted(scripts())
    assert ROOT / "run" in found
    ended = subprocess.run(
        ["shellcheck", "--external-sources", "--source-path=SCRIPTDIR", *found], capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.returncode) == ("", 0)


def test_every_source_file_is_built():
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    built = {pathlib.Path(entry["file"]) for entry in entries}
    sources = [path for top in ("src", "apps", "tests", "bench") for path in (ROOT / top).rglob("*.cpp")]
    assert sorted(str(path.relative_to(ROOT)) for path in sources if path not in built) == []


def test_every_header_is_compiled_alone():
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    probes = [pathlib.Path(entry["file"]) for entry in entries if f"{BUILD}/headers/" in entry["file"]]
    checked = {line for probe in probes for line in probe.read_text().splitlines()}
    headers = [path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.hpp")]
    assert [name for name in headers if f"#include <ddd/{name}>" not in checked] == []
