"""/metrics tells what docs/metrics.md says it does."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
_ROW = re.compile(r"^\| `(\w+)` \| (counter|gauge|histogram) \| ([^|]*) \| .+ \|$", re.M)
_SERIES = re.compile(r"^(\w+?)(_bucket|_sum|_count)?(?:\{(.*)\})? \S+$")


def documented():
    text = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
    return {name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels in _ROW.findall(text)}


def exposed(text):
    """name -> (type, names of the labels)"""
    types = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.M))
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, suffix, labels = _SERIES.match(line).groups()
        if name not in types:
            name += suffix
        names = set(re.findall(r'(\w+)="(?:\\.|[^"\\])*"', labels or "")) - ({"le"} if types[name] == "histogram" else set())
        kind, known = found.setdefault(name, (types[name], names))
        assert known == names, f"{name} has series with other labels"
    return found


def test_every_metric_that_is_told_is_documented_with_its_type_and_labels(shop):
    buyer = shop.customer()
    buyer.fill(buyer.product(stock=5), 1)
    buyer.pay("pm_card_visa")
    found = exposed(buyer.request("GET", "//metrics").body.decode())
    pages = documented()
    assert {name: pages.get(name) for name in found} == found
    assert {"http_server_request_duration_seconds", "payments_total", "consumer_events_total"} <= found.keys()
