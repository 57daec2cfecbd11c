"""Who serves the customer: the bot, nobody yet, or a person; and the tickets in between."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.system.console import Agent
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

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


def test_who_is_served_while_his_message_waits_for_more_is_not_told_of_a_queue(
    dialogue: Dialogue,
) -> None:
    dialogue.asks_for_a_person()
    dialogue.customer("varilla")  # one word: the rest of it may be on its way
    dialogue.reads_in_room("varilla")
    room_id = dialogue.room()
    dialogue.marta.takes(room_id)
    dialogue.marta.writes(room_id, "¿De qué medida?")
    dialogue.hears("¿De qué medida?")
    assert dialogue.phone.hears_nothing_for(3)


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


def test_two_tickets_are_closed_with_one_goodbye_and_the_room_says_by_whom(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    first = dialogue.ticket(dialogue.phone.texts()[-1])
    dialogue.commands(room_id, "crear-ticket", "contabilidad Revisar factura")
    second = dialogue.ticket(dialogue.hears("Hemos registrado"))
    dialogue.commands(room_id, "cerrar-ticket", "listo")
    dialogue.hears(f"Sus tickets {first} y {second} han sido cerrados", "¿Cómo le pareció")
    wait_until(lambda: not dialogue.rooms(), "the room is closed")
    assert len(dialogue.phone.texts()) == 3
    lines = dialogue.admin.messages(room_id)
    assert [one["msg"] for one in lines if one.get("t") == "livechat-close"] == [
        "listo (ventas.marta)"
    ]


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


def test_only_its_holder_hears_how_a_ticket_goes(system: System) -> None:
    holder, stranger = Dialogue(system), Dialogue(system)
    room_id = holder.marta_serves()
    number = holder.ticket(holder.phone.texts()[-1])
    holder.commands(room_id, "bot")
    holder.hears("nuestro asistente virtual")
    for person in (holder, stranger):
        person.customer(f"¿cómo va mi ticket {number}?")
    holder.hears(f"Su ticket {number} lo está atendiendo un agente de Ventas")
    told = stranger.hears("ticket")
    assert "atendiendo" not in told
    assert "Ventas" not in told


def test_a_ticket_is_taken_from_the_queue_and_from_the_bot_but_not_from_a_colleague(
    system: System,
) -> None:
    queued, with_bot = Dialogue(system), Dialogue(system)
    number = queued.ticket(queued.asks_for_a_person())
    queued.commands(queued.room(), "tomar")
    wait_until(lambda: served_by(queued) == "ventas.marta", "Marta has it")
    wait_until(lambda: "ventas.marta" in str(queued.admin.card_with(str(number))), "so says it")

    again = with_bot.ticket(with_bot.asks_for_a_person())
    with_bot.commands(with_bot.room(), "bot")
    with_bot.hears("nuestro asistente virtual")
    queued.commands(queued.room(), "tomar", str(again))
    wait_until(lambda: served_by(with_bot) == "ventas.marta", "Marta has it")

    pedro = Agent(system, "contabilidad.pedro")
    queued.admin.post("livechat/room.forward", roomId=queued.room(), userId=pedro.id)
    wait_until(lambda: "contabilidad.pedro" in str(queued.admin.card_with(str(number))), "his")
    with_bot.marta.writes(with_bot.room(), f"!tomar {number}")  # a slash command's no is whispered
    wait_until(lambda: "ya lo atiende contabilidad.pedro" in said(with_bot), "told so")
    assert served_by(queued) == "contabilidad.pedro"


def served_by(dialogue: Dialogue) -> str | None:
    room = dialogue.admin.get("rooms.info", roomId=dialogue.room())["room"]
    return (room.get("servedBy") or {}).get("username")


def said(dialogue: Dialogue) -> str:
    return str(dialogue.said_in_room())


def test_a_ticket_goes_on_in_the_customers_next_conversation(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    dialogue.marta.post("livechat/room.closeByUser", rid=room_id, comment="sigue mañana")
    wait_until(lambda: not dialogue.rooms(), "closed")
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    dialogue.admin.post("livechat/room.forward", roomId=dialogue.room(), userId=dialogue.marta.id)
    wait_until(lambda: served_by(dialogue) == "ventas.marta", "Marta has it")
    dialogue.commands(dialogue.room(), "vincular", str(number))
    wait_until(lambda: f"El ticket {number} sigue en esta conversación" in said(dialogue), "linked")
    dialogue.commands(dialogue.room(), "urgente")
    wait_until(lambda: "Urgente" in str(dialogue.admin.card_with(str(number))), "the card is red")
    dialogue.commands(dialogue.room(), "cerrar-ticket")
    dialogue.hears(f"Su ticket {number} ha sido cerrado")


def test_who_asks_what_a_command_does_is_told_and_nothing_is_done(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.marta.writes(room_id, "!bot ayuda")
    dialogue.reads_in_room("`!vincular")
    assert served_by(dialogue) == "ventas.marta"


def test_who_is_not_in_the_pilot_is_served_by_people(system: System) -> None:
    with system.worker_with(PILOT_NUMBERS="18090000000"):
        dialogue = Dialogue(system)
        dialogue.customer(PRICE)
        dialogue.hears("ya está en la fila", "guardamos lo que nos escribe", within=45)
        dialogue.marta.takes(dialogue.room())
        dialogue.marta.writes(dialogue.room(), "RD$ 525.00, a su orden")
        dialogue.hears("a su orden")
    assert len(dialogue.phone.texts()) == 2
