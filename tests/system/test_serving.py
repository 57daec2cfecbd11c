"""Who serves the customer: the bot, nobody yet, or a person; and the tickets in between."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.system.console import Agent
from tests.system.dialogue import Dialogue
from tests.system.running import wait_until

pytestmark = pytest.mark.people

PRICE = "¿A cómo la funda de cemento Titán?"


def test_who_waits_in_the_queue_is_told_so_once(dialogue: Dialogue) -> None:
    dialogue.asks_for_a_person()
    for text in (PRICE, "¿hola?", "¿hay alguien?"):
        dialogue.customer(text)
        wait_until(lambda: text in str(dialogue.said_in_room()), "in the room")  # noqa: B023
    dialogue.hears("fila de nuestros agentes")
    assert dialogue.phone.hears_nothing_for(2)
    assert len(dialogue.phone.texts()) == 2


def test_a_person_who_takes_the_room_from_the_bot_silences_it(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    room_id = dialogue.room()
    dialogue.admin.post("livechat/room.forward", roomId=room_id, userId=dialogue.marta.id)
    dialogue.customer("¿Y dónde están ubicados?")
    wait_until(lambda: "ubicados" in str(dialogue.said_in_room()), "in the room")
    dialogue.marta.writes(room_id, "Le atiendo yo, soy Marta")
    dialogue.hears("soy Marta")
    assert dialogue.phone.hears_nothing_for(2)
    assert len(dialogue.phone.texts()) == 2


def test_one_of_two_agents_who_take_a_room_gets_it(dialogue: Dialogue) -> None:
    dialogue.asks_for_a_person()
    room_id = dialogue.room()
    agents = [dialogue.marta, Agent(dialogue.system, "admin")]
    waiting = next(one for one in dialogue.marta.queued() if one["rid"] == room_id)

    def take(agent: Agent) -> bool:
        try:
            agent.post("livechat/inquiries.take", inquiryId=waiting["_id"])
        except AssertionError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        took = list(pool.map(take, agents))
    assert took.count(True) == 1
    winner = agents[took.index(True)]
    winner.writes(room_id, "Buenas, le atiendo")
    dialogue.hears("le atiendo")
    assert dialogue.phone.hears_nothing_for(1)
    assert len(dialogue.phone.texts()) == 2


def test_the_card_follows_its_ticket(dialogue: Dialogue) -> None:
    told = dialogue.asks_for_a_person()
    number = re.findall(r"ticket es: (\d+)", told)[0]
    new = dialogue.admin.card_with(number)
    room_id = dialogue.room()
    dialogue.marta.takes(room_id)
    wait_until(lambda: "ventas.marta" in str(dialogue.admin.card_with(number)), "who serves")
    taken = dialogue.admin.card_with(number)
    dialogue.commands(room_id, "cerrar-ticket")
    wait_until(lambda: "Resuelto" in str(dialogue.admin.card_with(number)), "resolved")
    closed = dialogue.admin.card_with(number)
    assert len({card["color"] for card in (new, taken, closed)}) == 3


def test_closing_a_ticket_twice_tells_the_customer_once(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: _try(dialogue, room_id, "cerrar-ticket"), range(2)))
    dialogue.hears("ha sido cerrado")
    wait_until(lambda: not dialogue.rooms(), "the room is closed")
    assert dialogue.phone.hears_nothing_for(2)
    assert len(dialogue.phone.texts()) == 2


def test_creating_a_ticket_twice_makes_one(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    room_id = dialogue.room()
    dialogue.admin.post("livechat/room.forward", roomId=room_id, userId=dialogue.marta.id)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: _try(dialogue, room_id, "crear-ticket"), range(2)))
    dialogue.hears("Hemos registrado su solicitud")
    wait_until(lambda: "ya tiene abierto" in str(dialogue.said_in_room()), "the second is told")
    assert dialogue.phone.hears_nothing_for(1)
    assert len(dialogue.phone.texts()) == 2


def _try(dialogue: Dialogue, room_id: str, command: str) -> None:
    try:
        dialogue.commands(room_id, command)
    except (AssertionError, requests.RequestException):
        return


def test_a_room_that_a_person_closes_by_hand_is_followed_by_a_new_one_with_the_bot(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    dialogue.marta.post("livechat/room.closeByUser", rid=room_id, comment="listo")
    wait_until(lambda: not dialogue.rooms(), "closed")
    dialogue.customer(PRICE)
    dialogue.hears("Titán", "RD$ 525.00")
    assert dialogue.room() != room_id


def test_words_written_just_before_the_room_is_closed_still_arrive(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.marta.writes(room_id, "Gracias por su compra")
    dialogue.marta.post("livechat/room.closeByUser", rid=room_id, comment="listo")
    dialogue.hears("Gracias por su compra")


def test_notes_and_summaries_for_agents_never_reach_the_customer(dialogue: Dialogue) -> None:
    dialogue.marta_serves()
    assert "Resumen para el agente" in str(dialogue.said_in_room())
    assert dialogue.phone.hears_nothing_for(1)
    assert "Resumen" not in str(dialogue.phone.texts())
