"""What agents may ask for: the same with and without the app, and obeyed for whom it concerns."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from brain import allowed, commands_help, tickets
from brain.commands import COMMANDS
from brain.models import Department, Room
from brain.rocketchat.rooms import RoomState, Serving
from brain.room_messages import COMMAND, RESCUE

I18N = Path(__file__).parent.parent.parent / "rc_app" / "i18n" / "es.json"
WRITTEN = set(COMMANDS) - {RESCUE}
NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
MARTA = {"user": "ventas.marta", "roles": ["livechat-agent"]}
PEDRO = {"user": "contabilidad.pedro", "roles": ["livechat-agent"]}


def of_the_app() -> set[str]:
    words = json.loads(I18N.read_text(encoding="utf-8"))
    params = [key for key in words if key.startswith("command_") and f"{key}_params" in words]
    bare = [f"command_{name}" for name in ("resumen", "bot", "decision")]
    return {key.removeprefix("command_").replace("_", "-") for key in params + bare if key in words}


def test_every_command_has_one_name_with_and_without_the_app() -> None:
    assert of_the_app() == WRITTEN | commands_help.NEEDS_APP


def test_a_slash_that_no_app_knows_is_a_command_all_the_same() -> None:
    for name in of_the_app():
        assert COMMAND.match(f"/{name} 1042"), name
        assert COMMAND.match(f"!{name}"), name
    assert not COMMAND.match("/botella de 3/8")


def test_the_help_tells_of_every_command() -> None:
    told = commands_help.text()
    for name in WRITTEN:
        assert f"`!{name}" in told
    assert commands_help.is_wanted(["Ayuda"])
    assert not commands_help.is_wanted(["ayuda", "al", "cliente"])
    assert "decision" in commands_help.unknown("decision")
    assert "!crear-ticket" in commands_help.unknown("cerar-ticket")


class OneRoomEach:
    """Marta serves the room r1, Pedro the room r2; each is alone in the department."""

    def state(self, room_id: str) -> RoomState:
        agent = {"r1": "ventas.marta", "r2": "contabilidad.pedro"}[room_id]
        return RoomState(room_id, Serving.PERSON, agent, room_id)

    def agents_of(self, department_id: str) -> set[str]:
        return {"d1": {"ventas.marta"}, "d2": {"contabilidad.pedro"}}[department_id]

    def managers(self) -> set[str]:
        return {"jefa"}


@pytest.fixture
def number(customer: int) -> int:
    """The ticket of a customer whom Marta serves."""
    Department.insert(key="ventas", name="Ventas", rocketchat_id="d1").execute()
    for room in ("r1", "r2"):
        Room.insert(id=room, customer=customer, opened_at=NOW).execute()
    request = tickets.Request("o", customer, "r1", "ventas", "T", "R", "O", "normal")
    return int(tickets.create(request).number)


@pytest.fixture
def refused(customer: int) -> Callable[..., str | None]:
    services: Any = SimpleNamespace(rooms=OneRoomEach())

    def ask(who: dict[str, Any], room: str, name: str, *args: str) -> str | None:
        payload = {"room": room, "name": name, "args": list(args), **who}
        task: Any = SimpleNamespace(payload=payload, customer_id=customer)
        return allowed.refusal(task, services)

    return ask


def test_a_ticket_that_is_named_is_for_those_who_may_see_it(
    refused: Callable[..., str | None], number: int
) -> None:
    for name in ("urgente", "tomar"):
        assert refused(MARTA, "r1", name, str(number)) is None
        assert refused(MARTA, "r2", name, str(number)) is None, "her own, from elsewhere"
        assert refused(PEDRO, "r2", name, str(number)) == "agent.not_allowed"
        assert refused(PEDRO, "r2", name) is None
    assert refused(PEDRO, "r2", "cerrar-ticket", "quedó", "en", str(number)) is None


def test_who_writes_a_command_into_a_room_reaches_no_other_by_a_tickets_number(
    refused: Callable[..., str | None], number: int
) -> None:
    for name in ("urgente", "tomar"):
        assert refused({"user": "contabilidad.pedro"}, "r2", name, str(number))
        assert refused({"user": "contabilidad.pedro"}, "r2", name) is None, "in his own room"
        assert refused({"user": "contabilidad.pedro"}, "r1", name, str(number)) is None, "let in"
        assert refused({"user": "ventas.marta"}, "r2", name, str(number)) is None, "her own"
        assert refused({"user": "jefa"}, "r2", name, str(number)) is None


@pytest.mark.parametrize("odd", ["²", "①", "9" * 30, "٣", "-1", "1e3"])
def test_what_only_looks_like_a_number_names_no_ticket(
    refused: Callable[..., str | None], number: int, odd: str
) -> None:
    for who in (MARTA, {"user": "ventas.marta"}):
        assert refused(who, "r1", "tomar", odd) is None
