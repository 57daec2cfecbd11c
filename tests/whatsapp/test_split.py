"""Nothing that Meta sends gets lost between the request and the store."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.whatsapp.conftest import all_names, load, only_item
from whatsapp.incoming import parse
from whatsapp.statuses import parse_status
from whatsapp.webhook import split

# A busy machine is slow and proves nothing.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

KNOWN = [load(name) for name in all_names()]
VALUES = [
    change["value"] for body in KNOWN for entry in body["entry"] for change in entry["changes"]
]
MESSAGES = [message for value in VALUES for message in value.get("messages", [])]
STATUSES = [status for value in VALUES for status in value.get("statuses", [])]
CONTACTS = [contact for value in VALUES for contact in value.get("contacts", [])]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
messages = st.lists(st.sampled_from(MESSAGES), max_size=4)
statuses = st.lists(st.sampled_from(STATUSES), max_size=4)
contacts = st.lists(st.sampled_from(CONTACTS), max_size=3)
values = st.fixed_dictionaries(
    {"metadata": st.just({"phone_number_id": "1"})},
    optional={"messages": messages, "statuses": statuses, "contacts": contacts},
)
entries = st.lists(
    st.fixed_dictionaries(
        {
            "changes": st.lists(
                st.fixed_dictionaries({"field": st.just("messages"), "value": values}), max_size=3
            )
        }
    ),
    max_size=3,
)


def parts(entries: list[Any], key: str) -> list[Any]:
    values = [change["value"] for entry in entries for change in entry["changes"]]
    return [thing for value in values for thing in value.get(key, [])]


def canonical(things: list[Any]) -> Counter[str]:
    return Counter(json.dumps(thing, sort_keys=True) for thing in things)


@patient
@given(entries)
def test_as_many_items_as_messages_and_statuses(entries: list[Any]) -> None:
    items = split({"object": "whatsapp_business_account", "entry": entries})
    told = [item.payload["message"] for item in items if item.kind == "message"]
    reported = [item.payload["status"] for item in items if item.kind == "status"]
    assert canonical(told) == canonical(parts(entries, "messages"))
    assert canonical(reported) == canonical(parts(entries, "statuses"))


@patient
@given(st.dictionaries(st.sampled_from(["entry", "object", "x"]), anything))
def test_any_json_object_can_be_split(body: dict[str, Any]) -> None:
    for item in split(body):
        json.dumps(item.payload)


def mutated(thing: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Put nonsense where Meta puts its values, one level down too."""
    inside = thing.get(thing.get("type", ""))
    within = [*inside] if isinstance(inside, dict) else []
    keys = st.sampled_from([*thing, "context", "referral", "system", "edit"])
    nested = st.dictionaries(st.sampled_from([*within, "body"]), anything)
    return st.dictionaries(keys, anything | nested, max_size=3).map(lambda change: thing | change)


@patient
@given(st.sampled_from(MESSAGES).flatmap(mutated), contacts)
def test_any_message_can_be_parsed_and_shown(message: dict[str, Any], near: list[Any]) -> None:
    value = {"metadata": {}, "contacts": near, "messages": [message]}
    body = {"entry": [{"changes": [{"field": "messages", "value": value}]}]}
    (item,) = [item for item in split(body) if item.kind == "message"]
    incoming = parse(item.payload)
    assert incoming.text.strip() or incoming.media
    assert incoming.kind


@patient
@given(st.sampled_from(STATUSES).flatmap(mutated))
def test_any_status_can_be_parsed(status: dict[str, Any]) -> None:
    parse_status({"contacts": [], "status": status})


@patient
@given(anything)
def test_what_is_no_message_at_all_is_still_shown(thing: object) -> None:
    assert parse({"message": thing, "contacts": thing}).text


@pytest.mark.parametrize("name", all_names())
def test_no_message_of_the_known_bodies_is_unlike_its_item(name: str) -> None:
    items = split(load(name))
    assert "other" not in {item.kind for item in items}
    assert all(item.phone_number_id == "106540352242922" for item in items)
    assert all(item.key.startswith("wamid.") for item in items)


def test_three_statuses_of_one_body_are_three_items() -> None:
    items = split(load("batch_three_statuses"))
    assert [item.status for item in items] == ["sent", "delivered", "sent"]


def test_the_same_body_twice_has_the_same_keys() -> None:
    for name in all_names():
        first, again = split(load(name)), split(load(name))
        assert [item.key for item in first] == [item.key for item in again]


def test_a_message_without_an_id_is_named_by_its_content() -> None:
    body = load("text")
    del body["entry"][0]["changes"][0]["value"]["messages"][0]["id"]
    (item,) = split(body)
    assert item.key.startswith("sha256:")
    assert split(body) == [item]


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("text", "DO.13491208655302741918"),
        ("text_username_no_phone", "DO.13491208655302741918"),
        ("text_legacy_no_bsuid", "18095550101"),
        ("status_read", "DO.13491208655302741918"),
        ("system_user_changed_number", "DO.13491208655302741918"),
    ],
)
def test_items_are_grouped_by_the_person(name: str, sender: str) -> None:
    assert only_item(name).sender == sender


def test_each_message_keeps_only_its_own_contact() -> None:
    body = load("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["contacts"] = [*load_contacts("text_username_no_phone", "DO.222"), *value["contacts"]]
    value["messages"].append({**value["messages"][0], "id": "wamid.2", "from_user_id": "DO.222"})
    names = [item.payload["contacts"][0]["profile"]["name"] for item in split(body)]
    assert names == ["Maria Perez", "Maria"]


def load_contacts(name: str, user_id: str) -> list[dict[str, Any]]:
    found = load(name)["entry"][0]["changes"][0]["value"]["contacts"]
    return [{**contact, "user_id": user_id} for contact in found]


def test_a_field_we_do_not_know_is_kept_and_is_no_message() -> None:
    body = load("text")
    body["entry"][0]["changes"][0]["field"] = "history"
    (item,) = split(body)
    assert (item.kind, item.sender) == ("other", "")
    assert item.payload["field"] == "history"
    assert item.payload["value"]["messages"]


def test_errors_and_unknown_sections_beside_messages_are_kept() -> None:
    body = load("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["errors"] = [{"code": 131000}]
    value["calls"] = [{"id": "call"}]
    message, other = split(body)
    assert message.payload["errors"] == [{"code": 131000}]
    assert other.payload["value"] == {"calls": [{"id": "call"}]}


def test_errors_alone_are_kept() -> None:
    value = {"metadata": {"phone_number_id": "1"}, "errors": [{"code": 131000}]}
    (item,) = split({"entry": [{"changes": [{"field": "messages", "value": value}]}]})
    assert (item.kind, item.phone_number_id) == ("other", "1")
    assert item.payload["value"] == {"errors": [{"code": 131000}]}


def test_a_stranger_in_the_batch_does_not_get_somebody_elses_name() -> None:
    body = load("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"].append({"id": "wamid.2", "from": "18295550102", "type": "text"})
    ours, stranger = split(body)
    assert ours.payload["contacts"]
    assert (stranger.payload["contacts"], stranger.sender) == ([], "18295550102")


def test_the_only_contact_belongs_to_the_only_message() -> None:
    body = load("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["contacts"][0] |= {"wa_id": "8095550101", "user_id": "DO.x"}
    (item,) = split(body)
    assert item.payload["contacts"] == value["contacts"]


def test_a_contact_of_nobody_is_kept() -> None:
    body = load("text")
    value = body["entry"][0]["changes"][0]["value"]
    stranger = {"wa_id": "18295550102", "profile": {"name": "Juan"}}
    value["contacts"].append(stranger)
    message, other = split(body)
    assert message.kind == "message"
    assert other.payload["value"] == {"contacts": [stranger]}
