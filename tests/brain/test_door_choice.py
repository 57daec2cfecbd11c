"""By which door words enter: decided by what the app's address answers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from brain.rocketchat.account import Away
from brain.rocketchat.door import Entered, Visitor, VisitorMessage
from brain.rocketchat.either_door import GONE_AFTER_SECONDS, EitherDoor, Sight, Way, choose
from brain.rocketchat.rooms import Serving

APP, REST, UNSEEN = Sight(Way.APP), Sight(Way.REST), Sight()


@pytest.mark.parametrize("before", [UNSEEN, REST, APP, Sight(Way.APP, absent_since=1.0)])
@pytest.mark.parametrize("status", [401, 403])
def test_an_app_that_refuses_a_call_without_signature_is_the_way(
    before: Sight, status: int
) -> None:
    assert choose(before, status, 100.0) == APP


@pytest.mark.parametrize("before", [UNSEEN, REST])
def test_where_no_app_runs_the_way_is_rest(before: Sight) -> None:
    assert choose(before, 404, 100.0) == REST


@pytest.mark.parametrize("before", [UNSEEN, REST, APP])
@pytest.mark.parametrize("status", [None, 200, 429, 500, 502, 503])
def test_an_outage_changes_nothing(before: Sight, status: int | None) -> None:
    assert choose(before, status, 100.0) == before


def test_a_server_that_starts_has_time_to_start_its_app() -> None:
    missed = choose(APP, 404, 100.0)
    assert missed.way is Way.APP
    assert choose(missed, 404, 100.0 + GONE_AFTER_SECONDS - 0.1).way is Way.APP
    assert choose(missed, 404, 100.0 + GONE_AFTER_SECONDS) == REST
    assert choose(missed, 401, 101.0) == APP


def test_the_time_counts_from_when_the_app_was_missed_first() -> None:
    missed = choose(APP, 404, 100.0)
    assert choose(missed, 404, 105.0) == missed
    assert choose(missed, None, 105.0) == missed


class Recorded:
    """A door that notes who came in."""

    def __init__(self) -> None:
        self.entered: list[str] = []

    def enter(self, message: VisitorMessage) -> Entered:
        self.entered.append(message.wamid)
        return Entered("room", message.wamid, datetime.now(UTC), False, Serving.BOT)

    def health(self) -> dict[str, Any]:
        return {}


class AppAddress(requests.Session):
    """The app's address: answers with a status, or not at all."""

    status: int | None = None

    def post(self, *_: object, **__: object) -> requests.Response:
        if self.status is None:
            raise requests.ConnectionError
        answer = requests.Response()
        answer.status_code = self.status
        return answer


@dataclass
class Doors:
    address: AppAddress = field(default_factory=AppAddress)
    app: Recorded = field(default_factory=Recorded)
    rest: Recorded = field(default_factory=Recorded)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.either = EitherDoor("", self.address, self.app, self.rest, lambda: self.now)

    def comes(self, wamid: str) -> None:
        ana = Visitor("wa-1", "Ana", None, None)
        self.either.enter(VisitorMessage(wamid, ana, "hola"))


def test_the_way_follows_the_app_as_it_comes_and_goes() -> None:
    doors = Doors()
    doors.address.status = 404
    doors.comes("one")
    doors.address.status, doors.now = 401, 2.0
    doors.comes("two")
    doors.address.status, doors.now = 404, 13.0
    doors.either.look()
    doors.comes("three")
    doors.now = 13.0 + GONE_AFTER_SECONDS
    doors.either.look()
    doors.comes("four")
    assert (doors.app.entered, doors.rest.entered) == (["two", "three"], ["one", "four"])


def test_before_the_server_ever_answered_nobody_comes_in() -> None:
    doors = Doors()
    with pytest.raises(Away):
        doors.comes("one")
    doors.address.status, doors.now = 401, 2.0
    doors.comes("one")
    assert doors.app.entered == ["one"]
