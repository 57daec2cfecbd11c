"""Whoever waits for Rocket.Chat is told so once, wherever the message stands."""

import pytest

from brain import outage, work
from brain.models import every

AWAY = "rocketchat away at rooms.info: ConnectionError"


def waits(customer: int, stage: str, key: str, error: str = AWAY, minutes: int = 4) -> None:
    work.add(customer, stage, key, {"room": "r", "text": "hola"})
    every(
        """UPDATE work SET error = %s, created_at = now() - make_interval(mins => %s)
           WHERE key = %s RETURNING id""",
        error, minutes, key,
    )  # fmt: skip


def told() -> list[str]:
    outage.tell_who_waits()
    return [row[0] for row in every("SELECT key FROM work WHERE stage = 'out'")]


@pytest.mark.parametrize("stage", ["in", "turn"])
def test_who_waits_for_the_room_or_for_an_answer_is_told_once(customer: int, stage: str) -> None:
    waits(customer, stage, "first")
    assert len(told()) == 1
    waits(customer, "in", "second")
    assert len(told()) == 1


@pytest.mark.parametrize(("error", "minutes"), [(AWAY, 2), ("whatsapp's limit", 60)])
def test_who_waits_for_less_or_for_something_else_is_not(
    customer: int, error: str, minutes: int
) -> None:
    waits(customer, "turn", "first", error, minutes)
    assert told() == []
