"""The schemas and examples of contracts/events by a second opinion, the jsonschema package: every example is valid, and what
isn't is refused, by the schemas alone."""

import copy
import json
import pathlib

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EVENTS = ROOT / "contracts/events"
EXAMPLES = sorted(EVENTS.rglob("*.example.json"))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def validator(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


ENVELOPE = validator(read(EVENTS / "cloudevent.schema.json"))

each_event = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.relative_to(EVENTS).as_posix())


def schema_of(example):
    return read(example.with_name(example.name.replace(".example.", ".schema.")))


@each_event
def test_the_example_is_valid(example):
    event = read(example)
    ENVELOPE.validate(event)
    schema = schema_of(example)
    validator(schema).validate(event["data"])
    assert schema["$id"] == f"urn:ddd:event:{event['type']}"


@each_event
def test_data_without_a_required_field_is_not(example):
    data = read(example)["data"]
    schema = schema_of(example)
    for name in schema["required"]:
        broken = {key: value for key, value in data.items() if key != name}
        assert not validator(schema).is_valid(broken), name


@each_event
def test_data_with_a_field_of_another_type_is_not(example):
    data = read(example)["data"]
    check = validator(schema_of(example))
    for name in data:
        for other in (None, "yes" if data[name] in (True, False) else True, 2.5):
            assert not check.is_valid({**data, name: other}), (name, other)


@each_event
def test_data_with_a_field_that_a_later_version_adds_is(example):
    data = read(example)["data"]
    validator(schema_of(example)).validate({**data, "added_later": {"a": [1, None]}})


@each_event
def test_an_envelope_without_an_attribute_is_not(example):
    event = read(example)
    for name in event:
        broken = copy.deepcopy(event)
        del broken[name]
        assert not ENVELOPE.is_valid(broken), name


@each_event
def test_the_readme_lists_it_with_its_topic_and_subject(example):
    event = read(example)
    topic = event["source"].removeprefix("/services/") + "-events"
    listed_topic = ""
    for line in (EVENTS / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 3 and (cells[0].startswith("`") or not cells[0]):
            listed_topic = cells[0].strip("`") or listed_topic
            if f"`{event['type']}`" in cells[2]:
                assert listed_topic == topic
                assert cells[1].startswith(f"`{event['subject'].split('/')[0]}/")
                return
    pytest.fail(f"{event['type']} is not listed")


def test_there_are_examples():
    assert len(EXAMPLES) > 20


def test_nothing_personal_is_in_a_schema():
    personal = {"email", "first_name", "last_name", "address", "phone", "ip", "password", "card"}
    for path in EVENTS.rglob("*.schema.json"):
        names = set(read(path)["properties"])
        assert not names & personal, path
