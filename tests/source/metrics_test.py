"""docs/metrics.md lists every metric of the sources, with its type and the words that /metrics itself has for it."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(\w+)` \| (counter|gauge|histogram) \| ([^|]*) \| (.+) \|$", re.M)
# counter("name", "help", ...), also as a callback and over several lines.
REGISTERED = re.compile(r'\b(counter|gauge|histogram)(?:_callback)?\(\s*"(\w+)",\s*((?:"[^"]*"\s*)+)')


def documented():
    rows = ROW.findall((ROOT / "docs/metrics.md").read_text(encoding="utf-8"))
    names = [name for name, *_ in rows]
    assert len(names) == len(set(names)), "a metric is listed twice"
    return {name: (kind, meaning) for name, kind, _, meaning in rows}


def registered(root=ROOT):
    found = {}
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        for kind, name, parts in REGISTERED.findall(path.read_text(encoding="utf-8")):
            found[name] = (kind, "".join(re.findall(r'"([^"]*)"', parts)))
    return found


def test_every_metric_is_documented_as_it_is():
    assert documented() == registered()


def test_a_registration_is_seen_however_it_is_broken_over_lines(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.cpp").write_text(
        'metrics.counter_callback(\n    "one_total", "First "\n    "half.", {}, f);\nauto& x = registry.gauge("two", "Second.");\n'
    )
    assert registered(tmp_path) == {"one_total": ("counter", "First half."), "two": ("gauge", "Second.")}
