"""A customer, a bot and a person: the conversation goes round."""

import re

import pytest

from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

pytestmark = pytest.mark.people


def test_a_question_is_answered_from_the_table(dialogue: Dialogue) -> None:
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    answer = dialogue.hears("Titán")
    assert "RD$ 525.00" in answer


def test_the_room_holds_both_sides(dialogue: Dialogue) -> None:
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    answer = dialogue.hears("Titán")
    said = dialogue.said_in_room()
    assert said[0][1] == "¿A cómo la funda de cemento Titán?"
    assert said[1][0] == "asistente"
    assert said[1][1].startswith(answer)


def test_a_customer_without_a_phone_number_is_answered(system: System) -> None:
    dialogue = Dialogue(system, username="sin.numero")
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    assert "RD$" in dialogue.hears("Titán")


def test_a_handoff_is_announced_once_with_its_ticket_after_it_happened(dialogue: Dialogue) -> None:
    dialogue.customer("quiero hablar con una persona, por favor")
    told = dialogue.hears("Su solicitud ha sido dirigida a un agente")
    number = re.findall(r"ticket es: (\d+)", told)[0]

    room_id = dialogue.room()
    assert [one["rid"] for one in dialogue.marta.queued()].count(room_id) == 1
    card = dialogue.admin.card_with(number)
    assert card["color"]
    values = {field["title"]: field["value"] for field in card["fields"]}
    assert values["Mensaje original"] == "quiero hablar con una persona, por favor"
    assert values["Resumen"]
    announcements = [text for text in dialogue.phone.texts() if "ticket" in text]
    assert len(announcements) == 1


def test_the_bot_is_silent_once_a_person_serves(dialogue: Dialogue) -> None:
    dialogue.marta_serves()
    heard = len(dialogue.phone.texts())
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    wait_until(lambda: "Titán" in str(dialogue.said_in_room()), "it is in the room")
    assert dialogue.phone.hears_nothing_for(2.5)
    assert len(dialogue.phone.texts()) == heard
    assert not [who for who, _ in dialogue.said_in_room() if who == "asistente"][1:]


def test_a_persons_words_arrive_once(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.marta.writes(room_id, "Hola, soy Marta. ¿En qué le ayudo?")
    assert dialogue.hears("soy Marta") == "Hola, soy Marta. ¿En qué le ayudo?"
    assert dialogue.phone.hears_nothing_for(2.5)


def test_closing_the_ticket_tells_the_customer_and_the_bot_serves_again(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.commands(room_id, "cerrar-ticket")
    dialogue.hears("ha sido cerrado")
    wait_until(lambda: not dialogue.rooms(), "the room is closed")

    dialogue.customer("¿A cómo la funda de cemento Titán?")
    assert "RD$ 525.00" in dialogue.hears("Titán")
    assert dialogue.room() != room_id


def test_an_agent_makes_a_ticket_by_command(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.commands(room_id, "crear-ticket", "contabilidad Revisar factura")
    told = dialogue.hears("Hemos registrado su solicitud")
    number = re.findall(r"ticket es: (\d+)", told)[0]
    assert dialogue.admin.card_with(number)["title"] == "Revisar factura"


def test_four_fragments_in_a_second_get_one_answer(dialogue: Dialogue) -> None:
    for part in ("hola", "tienen", "cemento", "titan?"):
        dialogue.customer(part)
    dialogue.hears("Titán", "RD$")
    assert dialogue.phone.hears_nothing_for(3)
    assert len(dialogue.phone.texts()) == 1


def test_three_deliveries_of_one_webhook_get_one_answer(dialogue: Dialogue) -> None:
    dialogue.phone.says("¿A cómo la funda de cemento Titán?", copies=3)
    dialogue.hears("Titán", "RD$")
    assert dialogue.phone.hears_nothing_for(2.5)
    assert [who for who, _ in dialogue.said_in_room()] == [
        dialogue.said_in_room()[0][0],
        "asistente",
    ]


def test_a_customer_never_has_two_open_rooms(dialogue: Dialogue) -> None:
    for number in range(6):
        dialogue.customer(f"¿Tienen clavos de {number + 1} pulgadas?")
    dialogue.hears("clavo")
    assert len(dialogue.rooms(open_only=False)) == 1


def test_several_questions_are_answered_in_their_order(dialogue: Dialogue) -> None:
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("Titán")
    dialogue.customer("¿Y dónde están ubicados?")
    dialogue.hears("Herrera")
    dialogue.customer("¿Hasta qué hora abren?")
    dialogue.hears("pm")
