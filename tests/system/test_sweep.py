"""Rocket.Chat's troubles: lost events, lost answers, and a server that is away."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.system import troubles
from tests.system.clocks import swept_often
from tests.system.console import Agent
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

PRICE = "¿A cómo la funda de cemento Titán?"
A_SWEEP = 45.0


def test_what_no_event_told_is_found_in_the_room_and_sent_once(system: System) -> None:
    served = Dialogue(system)
    room_id = served.marta_serves()
    words = [f"parte {number}" for number in range(3)]
    with troubles.of_rocketchat(system, {"kind": "drop-events"}), swept_often(system):
        for text in words:
            served.marta.writes(room_id, text)
        served.marta.sends_file(room_id, "lista.pdf", "application/pdf", b"%PDF-1.4 x", "La lista")
        asker = Dialogue(system)
        asker.customer(PRICE)
        asker.hears("Titán")
        closed = Dialogue(system)
        closed_room = closed.marta_serves()
        closed.marta.writes(closed_room, "Adiós")
        closed.marta.post("livechat/room.closeByUser", rid=closed_room, comment="listo")
        closed.hears("Adiós", within=A_SWEEP)
        served.hears("La lista", within=A_SWEEP)
        closed.customer(PRICE)
        closed.hears("Titán")
    assert served.phone.texts()[1:] == [*words, "La lista"]
    assert served.phone.hears_nothing_for(1)
    assert len(asker.phone.texts()) == 1
    heard = closed.phone.texts()  # how it was may have been asked as well
    assert [sum(word in text for text in heard) for word in ("Adiós", "Titán")] == [1, 1]


def test_what_an_event_told_waits_for_what_was_written_before_and_no_event_told(
    dialogue: Dialogue,
) -> None:
    room_id, env = dialogue.marta_serves(), dialogue.system.env
    bridge = Agent(
        dialogue.system, env["ROCKETCHAT_BRIDGE_USER"], env["ROCKETCHAT_BRIDGE_PASSWORD"]
    )
    with troubles.of_rocketchat(dialogue.system, {"kind": "drop-events"}):
        dialogue.marta.writes(room_id, "primero")
        for number in range(25):  # much is said meanwhile, so that it is some way back
            bridge.post(
                "chat.sendMessage",
                message={"rid": room_id, "msg": "nota", "_id": f"n-{room_id}-{number}"},
            )
    dialogue.marta.writes(room_id, "después")
    dialogue.hears("después")
    assert dialogue.phone.texts()[1:] == ["primero", "después"]


LOST_ANSWERS: list[dict[str, Any]] = [
    {"match": "visitor-message", "after": True},
    {"match": "visitor-message"},
    {"match": "chat.sendMessage", "after": True},
    {"match": "chat.sendMessage", "status": 429, "body": {"success": False}},
    {"match": "room.forward", "after": True},
    {"match": "room.forward"},
    {"match": "rooms.info", "status": 502, "body": "<html>"},
]


@pytest.mark.parametrize(
    "fault", LOST_ANSWERS, ids=lambda fault: "-".join(map(str, fault.values()))
)
def test_a_call_that_fails_or_whose_answer_is_lost_is_made_good_once(
    system: System, fault: dict[str, Any]
) -> None:
    people = [Dialogue(system) for _ in range(3)]
    with troubles.of_rocketchat(system, {"kind": "refuse", "status": 500, "times": 2, **fault}):
        for person in people[:2]:
            person.customer(PRICE)
        people[2].customer("quiero hablar con una persona, por favor")
        for person in people[:2]:
            person.hears("Titán", within=40)
        people[2].hears("ticket es", within=40)
    time.sleep(1)
    assert [len(person.phone.texts()) for person in people] == [1, 1, 1]
    assert [len(person.rooms(open_only=False)) for person in people] == [1, 1, 1]
    for person in people[:2]:
        assert next(text for _, text in person.said_in_room()) == PRICE
        assert len(person.said_in_room()) == 2
    assert str(people[2].admin.cards()).count(people[2].name) == 1


def test_while_rocketchat_is_away_everything_waits_and_then_comes_once_and_in_order(
    system: System,
) -> None:
    talker, served = Dialogue(system), Dialogue(system)
    served.marta_serves()
    with troubles.of_rocketchat(system, {"kind": "down"}):
        for place, text in enumerate(("uno", "dos", "tres")):
            served.phone.says(text, ago_s=3 - place)
        talker.customer(PRICE)
        time.sleep(3)
    talker.hears("Titán", within=40)
    wait_until(
        lambda: [text for _, text in served.said_in_room()][-3:] == ["uno", "dos", "tres"],
        "what was said is in the room in order",
        40,
    )
    assert len(talker.phone.texts()) == 1
    assert len(served.phone.texts()) == 1


def test_many_agents_and_customers_at_once_mix_nothing_up(system: System) -> None:
    people = [Dialogue(system) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        rooms = list(pool.map(lambda person: person.marta_serves(), people))
        for part in range(3):
            list(
                pool.map(
                    lambda pair: pair[0].marta.writes(pair[1], f"{pair[0].name} {part}"),  # noqa: B023
                    zip(people, rooms, strict=True),
                )
            )
    for person in people:
        person.hears(f"{person.name} 2")
        assert person.phone.texts()[1:] == [f"{person.name} {part}" for part in range(3)]


def test_a_message_that_rocketchat_refuses_for_ever_is_told_to_the_agents(
    dialogue: Dialogue,
) -> None:
    refusal = {"kind": "refuse", "match": "visitor-message", "status": 400, "times": 1}
    with troubles.of_rocketchat(dialogue.system, refusal | {"body": {"error": "invalid-request"}}):
        dialogue.customer("esto no entra")
        wait_until(lambda: told_in_channel(dialogue), "the agents are told")
    dialogue.customer(PRICE)
    dialogue.hears("Titán")


def told_in_channel(dialogue: Dialogue) -> bool:
    """Tell whether the agents' channel speaks of this customer."""
    told = dialogue.admin.get("channels.messages", roomName="soporte-whatsapp", count=50)
    return any(
        dialogue.name in message["msg"] and "no pudo entrar" in message["msg"]
        for message in told["messages"]
    )


def test_a_card_that_is_refused_holds_up_no_announcement_and_comes_later(
    dialogue: Dialogue,
) -> None:
    refusal = {"kind": "refuse", "match": "chat.sendMessage", "status": 400, "times": 1}
    with troubles.of_rocketchat(
        dialogue.system, refusal | {"body": {"error": "error-not-allowed"}}
    ):
        told = dialogue.asks_for_a_person()
    dialogue.admin.card_with(str(dialogue.ticket(told)))
    assert len(dialogue.phone.texts()) == 1


def test_a_handoff_that_cannot_be_announced_blocks_nothing_that_comes_after(
    dialogue: Dialogue,
) -> None:
    refusal = {"kind": "refuse", "match": "chat.sendMessage", "status": 400, "times": 3}
    with troubles.of_rocketchat(
        dialogue.system, refusal | {"body": {"error": "error-not-allowed"}}
    ):
        dialogue.customer("quiero hablar con una persona, por favor")
        wait_until(
            lambda: dialogue.rooms() and not dialogue.rooms()[0].get("servedBy"),
            "the room is in the queue",
        )
        time.sleep(1)
    room_id = dialogue.room()
    dialogue.marta.takes(room_id)
    dialogue.marta.commands(room_id, "cerrar-ticket")
    dialogue.hears("cerrado")
    wait_until(lambda: not dialogue.rooms(), "the room is closed")
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
