"""A forbidden include doesn't compile: the include root of each target holds only what it links. Uses the compiler and the
include folders of the build that DDD_BUILD_DIR names."""

import json
import os
import pathlib
import shlex
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("DDD_BUILD_DIR", ROOT / "build/asan"))
CONTEXTS = ("user", "product", "basket", "payment")


def arguments_for(folder):
    """Compiler, include folders and language version that the sources in a folder below src/ are compiled with."""
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        if pathlib.Path(entry["file"]).parent == ROOT / "src" / folder:
            words = shlex.split(entry["command"])
            compiler = next(word for word in words if "clang++" in word or "g++" in word)
            kept = [word for word in words if word.startswith(("-I", "-std=", "-D"))]
            systems = [[word, words[index + 1]] for index, word in enumerate(words) if word == "-isystem"]
            return [compiler, *kept, *sum(systems, [])]
    raise LookupError(f"no source of {folder} is in compile_commands.json")


def compile_in(folder, header, tmp_path):
    assert (ROOT / "src" / header.removeprefix("ddd/")).is_file(), "a header that isn't there proves nothing"
    probe = tmp_path / "probe.cpp"
    probe.write_text(f"#include <{header}>\n")
    command = [*arguments_for(folder), "-fsyntax-only", probe]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(
    "header",
    [
        "ddd/{c}/application/application.hpp",
        "ddd/{c}/adapters/http/dto.hpp",
        "ddd/{c}/module.hpp",
        "ddd/platform/async/task.hpp",
        "ddd/platform/json/shape.hpp",
        "ddd/contracts/{c}/{c}_events.hpp",
        "ddd/{other}/domain/errors.hpp",
    ],
)
def test_a_domain_can_not_include_what_is_outside_of_it(context, header, tmp_path):
    other = CONTEXTS[(CONTEXTS.index(context) + 1) % len(CONTEXTS)]
    ended = compile_in(f"{context}/domain", header.format(c=context, other=other), tmp_path)
    assert ended.returncode != 0
    assert "file not found" in ended.stderr


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(
    "header",
    [
        "ddd/{c}/adapters/http/dto.hpp",
        "ddd/{c}/adapters/events/publish.hpp",
        "ddd/platform/sqlite/connection.hpp",
        "ddd/platform/http/server.hpp",
        "ddd/contracts/{c}/{c}_events.hpp",
        "ddd/{other}/domain/errors.hpp",
    ],
)
def test_an_application_can_not_include_what_is_outside_of_it(context, header, tmp_path):
    other = CONTEXTS[(CONTEXTS.index(context) + 1) % len(CONTEXTS)]
    ended = compile_in(f"{context}/application", header.format(c=context, other=other), tmp_path)
    assert ended.returncode != 0
    assert "file not found" in ended.stderr


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_domain_can_include_itself_and_the_kernel(context, tmp_path):
    for header in (f"ddd/{context}/domain/errors.hpp", "ddd/kernel/money.hpp"):
        ended = compile_in(f"{context}/domain", header, tmp_path)
        assert ended.returncode == 0, ended.stderr
