"""Some of what `make fuzz` tries for longer, and everything it has found."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from brain.database import Database
from tests.fuzz import shapes
from tests.fuzz.doors import PROPERTIES, event_holds

EXAMPLES = 60
CALM = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize("name", PROPERTIES)
def test_whatever_comes_in_by_a_door_is_taken_or_refused(database: Database, name: str) -> None:
    tried = PROPERTIES[name]
    settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=CALM, database=None)(
        given(tried.bodies)(tried.holds)
    )()


def event(kind: str, **parts: Any) -> Any:
    return {**next(one for one in shapes.events() if one["event"] == kind), **parts}


# Each of these was answered 500, and a sender that repeats would have come again for ever.
FOUND = {
    "an id that is no text": event("rescued", id=None),
    "a time that is none": event("assigned", ts=None),
    "a message whose id is no text": event(
        "message", message={"id": None, "sender": {"kind": "x"}}
    ),
    "a command that is none": event("command", command=None),
    "a command of nobody": event("command", command={"name": "x", "args": [], "user": None}),
    "a room that is none": event("closed", room=[]),
    "a ticket that no column holds": event(
        "command",
        command={"name": "tomar", "args": [], "user": {"username": "x"}, "ticket": 10**30},
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_no_event_is_refused_in_words(database: Database, name: str) -> None:
    event_holds(FOUND[name])


def test_an_event_with_a_letter_that_no_database_keeps_is_stored_without_it(
    database: Database,
) -> None:
    event_holds(event("command", id="a\0b"))
