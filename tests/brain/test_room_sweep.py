"""Rooms are read from where they were read to, also where a clock was set back since."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from brain import room_sweep, work
from brain.models import Room

NOW = datetime.now(UTC)


class OneRoom:
    """A Rocket.Chat with one room, in which Marta serves."""

    bot, bridge = SimpleNamespace(user="asistente"), SimpleNamespace(user="puente")

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def says(self, message_id: str, at: datetime) -> None:
        told = {"_id": message_id, "msg": message_id, "ts": at.isoformat()}
        self.said.insert(0, told | {"u": {"username": "ventas.marta"}})

    def open_rooms(self, offset: int, count: int) -> dict[str, Any]:
        lately = self.said[0]["ts"]
        return {"rooms": [{"_id": "r1", "lm": lately, "servedBy": {"username": "ventas.marta"}}]}

    def messages(self, room_id: str, offset: int, count: int) -> list[dict[str, Any]]:
        return self.said[offset : offset + count]


def swept(room: Any, now: datetime) -> None:
    room_sweep.sweep(room, now)


def test_what_was_written_after_the_clock_was_set_back_is_found(customer: int) -> None:
    Room.insert(id="r1", customer=customer, open=True, opened_at=NOW).execute()
    room, an_hour = OneRoom(), timedelta(hours=1)
    room.says("m1", NOW + an_hour)
    swept(room, NOW + an_hour + timedelta(seconds=10))
    for number in (2, 3):  # now it is an hour earlier
        at = NOW + timedelta(minutes=number)
        room.says(f"m{number}", at)
        swept(room, at + timedelta(seconds=10))
    assert {task.key for task in work.pending(customer, "out")} == {"m1", "m2", "m3"}


def test_a_server_whose_clock_runs_ahead_is_read_all_the_same(customer: int) -> None:
    Room.insert(id="r1", customer=customer, open=True, opened_at=NOW).execute()
    room = OneRoom()
    for number in range(3):
        at = NOW + timedelta(seconds=30 * number)
        room.says(f"m{number}", at + timedelta(minutes=1))
        swept(room, at + timedelta(seconds=10))
    assert len(work.pending(customer, "out")) == 3
