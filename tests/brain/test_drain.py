"""What breaks each time it is tried keeps nothing else waiting, and somebody is told."""

from types import SimpleNamespace
from typing import Any

import peewee
import pytest

from brain import work
from brain.drain import BREAKS_AT_MOST, Drain
from brain.lease import Leases
from brain.models import every


class DatabaseAway:
    """Services behind which nothing is read."""

    def __getattr__(self, name: str) -> Any:
        raise peewee.OperationalError


def tried(customer: int, services: Any, stage: str, times: int = BREAKS_AT_MOST) -> None:
    drain = Drain(services, Leases())
    payload = {"room": "r", "name": "resumen", "args": [], "user": "marta", "text": "hola"}
    work.add(customer, stage, "first", payload)
    for _ in range(times):
        every("UPDATE work SET due_at = now() WHERE key = 'first' RETURNING id")
        drain(customer)


def states(stage: str) -> list[str]:
    return [row[0] for row in every("SELECT state FROM work WHERE stage = %s", stage)]


def notes() -> str:
    return str(every("SELECT payload ->> 'text' FROM work WHERE stage = 'note'"))


@pytest.mark.parametrize(
    ("stage", "told"),
    [("command", "El comando no se pudo completar"), ("turn", "Atiéndalo usted")],
)
def test_what_breaks_each_time_gives_way_to_what_is_behind_and_is_told(
    customer: int, stage: str, told: str
) -> None:
    tried(customer, SimpleNamespace(), stage, BREAKS_AT_MOST - 1)
    assert (states(stage), notes()) == (["due"], "[]")
    tried(customer, SimpleNamespace(), stage, 1)
    assert states(stage) == ["failed"]
    assert told in notes()


@pytest.mark.parametrize(
    ("stage", "told"), [("in", "no pudo entrar en la conversación"), ("out", "un error")]
)
def test_what_nobody_may_lose_is_tried_on_and_told_once(
    customer: int, stage: str, told: str
) -> None:
    tried(customer, SimpleNamespace(), stage, BREAKS_AT_MOST + 3)
    assert states(stage) == ["due"]
    assert notes().count(told) == 1


@pytest.mark.parametrize("stage", ["command", "turn"])
def test_for_want_of_a_database_nothing_is_given_up(customer: int, stage: str) -> None:
    tried(customer, DatabaseAway(), stage, BREAKS_AT_MOST + 3)
    assert (states(stage), notes()) == (["due"], "[]")
