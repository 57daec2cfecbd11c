"""Agents hear of a window that is about to close: once, in time, and only where people serve."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from brain import window_warning
from brain.models import Customer, Room, Work
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import RoomState, Serving

HEARD = datetime(2026, 11, 22, 14, tzinfo=UTC)
STORE = ZoneInfo("America/Santo_Domingo")


class ARoom:
    """A Rocket.Chat with one room; nobody is there where `serving` is None."""

    def __init__(self, serving: Serving | None, agent: str | None = None) -> None:
        self.serving, self.agent = serving, agent

    def state(self, room_id: str) -> RoomState:
        if self.serving is None:
            raise Refused("error-not-allowed", 400)
        return RoomState(room_id, self.serving, self.agent, "d1")


@pytest.fixture(autouse=True)
def heard(customer: int) -> int:
    """A customer with an open room."""
    Customer.update(last_incoming_at=HEARD).where(Customer.id == customer).execute()
    Room.insert(id="r1", customer=customer, opened_at=HEARD).execute()
    return customer


def after(hours: float, room: ARoom) -> list[str]:
    """Look so many hours after the customer's last word; return all warnings so far."""
    rooms: Any = room
    window_warning.warn(rooms, HEARD + timedelta(hours=hours), STORE)
    notes = Work.select().where(Work.stage == "note").order_by(Work.id)
    return [note.payload["text"] for note in notes]


def test_the_agent_is_warned_once_two_hours_before() -> None:
    marta = ARoom(Serving.PERSON, "ventas.marta")
    assert after(21.9, marta) == []
    (warning,) = after(22, marta)
    assert "@ventas.marta" in warning
    assert "23/11 10:00 a. m." in warning, "when it closes, by the store's clock"
    assert after(22.1, marta) == [warning]
    assert after(23.9, marta) == [warning]


def test_a_new_word_of_the_customer_begins_anew(heard: int) -> None:
    marta = ARoom(Serving.PERSON, "ventas.marta")
    after(23, marta)
    later = HEARD + timedelta(hours=23)
    Customer.update(last_incoming_at=later).where(Customer.id == heard).execute()
    assert len(after(23.5, marta)) == 1
    assert len(after(23 + 22.5, marta)) == 2


def test_a_queue_that_nobody_looks_into_is_warned_too() -> None:
    (warning,) = after(23, ARoom(Serving.NOBODY))
    assert "nadie ha tomado" in warning


@pytest.mark.parametrize("serving", [Serving.BOT, Serving.CLOSED, None])
def test_nobody_is_warned_of_what_the_bot_serves_or_what_is_over(serving: Serving | None) -> None:
    assert after(23, ARoom(serving, "asistente")) == []


def test_what_is_shut_already_needs_no_warning() -> None:
    assert after(24, ARoom(Serving.PERSON, "ventas.marta")) == []


def test_a_closed_room_is_not_even_looked_at() -> None:
    Room.update(open=False).execute()
    assert after(23, ARoom(Serving.PERSON, "ventas.marta")) == []
