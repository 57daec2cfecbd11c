"""Who may see a room, whatever the app in Rocket.Chat says."""

import pytest

from brain.asker import Asker, asker_of
from brain.rocketchat.rooms import RoomState, Serving

VENTAS = "d-ventas"
MARTA = Asker("ventas.marta", frozenset({"user", "livechat-agent"}))
PEDRO = Asker("contabilidad.pedro", frozenset({"user", "livechat-agent"}))
BOSS = Asker("jefa", frozenset({"livechat-manager"}))
CASHIER = Asker("caja", frozenset({"user"}))


def colleagues(department: str) -> set[str]:
    return {"ventas.marta"} if department == VENTAS else {"contabilidad.pedro"}


def room(serving: Serving, agent: str | None = None, department: str | None = VENTAS) -> RoomState:
    return RoomState("r1", serving, agent, department)


@pytest.mark.parametrize(
    ("who", "where", "sees"),
    [
        (MARTA, room(Serving.PERSON, "ventas.marta"), True),
        (PEDRO, room(Serving.PERSON, "ventas.marta"), False),
        (MARTA, room(Serving.NOBODY), True),
        (PEDRO, room(Serving.NOBODY), False),
        (PEDRO, room(Serving.NOBODY, department=None), True),
        (MARTA, room(Serving.BOT, "asistente"), False),
        (MARTA, room(Serving.CLOSED, "ventas.marta"), True),
        (PEDRO, room(Serving.CLOSED, "ventas.marta"), False),
        (BOSS, room(Serving.PERSON, "ventas.marta"), True),
        (BOSS, room(Serving.BOT, "asistente"), True),
    ],
)
def test_an_agent_sees_the_own_rooms_and_the_own_queue_a_manager_all(
    who: Asker, where: RoomState, sees: bool
) -> None:
    assert who.sees(where, colleagues) is sees


def test_agents_are_no_administrators_and_cashiers_no_agents() -> None:
    assert MARTA.is_agent
    assert not MARTA.is_admin
    assert not CASHIER.is_agent
    assert asker_of({"username": "jefe", "roles": ["admin"]}).is_admin


def test_somebody_of_whom_no_roles_are_told_is_nobody() -> None:
    assert not asker_of({"username": "x"}).is_agent
    assert not asker_of({"username": "x", "roles": "admin"}).is_admin


def test_who_wrote_a_command_into_the_room_may_see_it_but_is_no_administrator() -> None:
    writer = Asker("ventas.marta", None)
    assert writer.is_agent
    assert writer.sees(room(Serving.PERSON, "x"), colleagues)
    assert not writer.is_admin
