"""Who writes: numbers come, go and change, the person and the room stay."""

import itertools
import random
import time
import uuid
from functools import partial
from typing import Any

import pytest

from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

pytestmark = pytest.mark.people

PRICE = "¿A cómo la funda de cemento Titán?"
_numbers = itertools.count(random.randrange(1_000_000, 9_000_000))


def new_ids() -> tuple[str, str]:
    """Return a phone number and a user id that nobody has."""
    number = next(_numbers)
    return f"1829{number}", f"DO.8{number}"


def written_by(name: str, text: str, phone: str | None, user_id: str | None) -> dict[str, Any]:
    """Return the body of a webhook with a text by somebody who is known by this much."""
    contact = {"profile": {"name": name}, "wa_id": phone, "user_id": user_id}
    message = {
        "from": phone,
        "from_user_id": user_id,
        "id": f"wamid.{uuid.uuid4().hex}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "18095559999", "phone_number_id": "106540352242922"},
        "contacts": [{key: kept for key, kept in contact.items() if kept}],
        "messages": [{key: kept for key, kept in message.items() if kept}],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def says(system: System, name: str, text: str, phone: str | None, user_id: str | None) -> None:
    """Let somebody who is known by this much say something."""
    assert troubles.posted(system, body=written_by(name, text, phone, user_id)) == 200


def said_in_one_room(dialogue: Dialogue, count: int) -> list[str]:
    """Wait until the customer's one open room holds so many messages of theirs; return them."""

    def said() -> list[str]:
        rooms = dialogue.rooms()
        if len(rooms) != 1:
            return []
        return [
            message["msg"]
            for message in dialogue.admin.messages(rooms[0]["_id"])
            if message["u"]["_id"] == rooms[0]["v"]["_id"] and not message.get("t")
        ]

    wait_until(lambda: len(said()) == count, f"{count} messages of {dialogue.name} in one room")
    return said()


def test_a_customer_without_a_number_is_served_by_a_person(system: System) -> None:
    dialogue = Dialogue(system, username=f"sin.numero.{uuid.uuid4().hex[:6]}")
    room_id = dialogue.marta_serves()
    dialogue.marta.writes(room_id, "Buenas, soy Marta")
    dialogue.hears("soy Marta")


def test_somebody_who_shows_the_number_later_stays_in_the_same_room(system: System) -> None:
    dialogue = Dialogue(system, username=f"tarde.{uuid.uuid4().hex[:6]}")
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    phone, _ = new_ids()
    dialogue.phone.changes_number(phone, kind="none", user_id=dialogue.phone.user_id)
    dialogue.customer("¿Y dónde están ubicados?")
    dialogue.hears("Herrera")
    assert said_in_one_room(dialogue, 2) == [PRICE, "¿Y dónde están ubicados?"]
    assert len(dialogue.rooms(open_only=False)) == 1


def test_a_new_number_that_whatsapp_announces_keeps_person_and_room(system: System) -> None:
    by_number, by_id = Dialogue(system), Dialogue(system)
    rooms = {dialogue: dialogue.marta_serves() for dialogue in (by_number, by_id)}
    phone, user_id = new_ids()
    _, other_id = new_ids()
    by_number.phone.changes_number(phone, kind="user_changed_number", user_id=user_id)
    same_number = str(by_id.phone.number)
    by_id.phone.changes_number(same_number, kind="user_changed_user_id", user_id=other_id)
    for dialogue in rooms:
        dialogue.customer("sigo siendo yo")
    for dialogue, room_id in rooms.items():
        wait_until(partial(shows_in, dialogue, room_id, "sigo siendo yo"), "in the room")
        wait_until(partial(has_one_room, dialogue), "no other room stays open")
        dialogue.marta.writes(room_id, "Le escribo al nuevo")
        dialogue.hears("Le escribo al nuevo")


def has_one_room(dialogue: Dialogue) -> bool:
    """Tell whether the customer has exactly one open room."""
    return len(dialogue.rooms()) == 1


def shows_in(dialogue: Dialogue, room_id: str, words: str) -> bool:
    """Tell whether the room shows these words, whoever wrote them."""
    return words in str([message["msg"] for message in dialogue.admin.messages(room_id)])


def test_a_number_that_changed_hands_does_not_bring_the_old_conversation(system: System) -> None:
    phone, old_id = new_ids()
    _, new_id = new_ids()
    before, after = Dialogue(system), Dialogue(system)
    says(system, before.name, PRICE, phone, old_id)
    said_in_one_room(before, 1)
    says(system, after.name, "Hola, ¿qué tienen?", phone, new_id)
    assert said_in_one_room(after, 1) == ["Hola, ¿qué tienen?"]
    assert said_in_one_room(before, 1) == [PRICE]


def test_a_number_that_comes_to_somebody_known_makes_nobody_one_person(system: System) -> None:
    phone, old_id = new_ids()
    _, new_id = new_ids()
    before, after = Dialogue(system), Dialogue(system)
    says(system, before.name, PRICE, phone, old_id)
    says(system, after.name, "¿Venden brochas?", None, new_id)
    said_in_one_room(before, 1)
    said_in_one_room(after, 1)
    says(system, after.name, "Este es mi número", phone, new_id)
    assert said_in_one_room(after, 2) == ["¿Venden brochas?", "Este es mi número"]
    assert said_in_one_room(before, 1) == [PRICE]


def test_two_who_turn_out_to_be_one_person_have_one_open_room(system: System) -> None:
    phone, user_id = new_ids()
    dialogue = Dialogue(system)
    says(system, dialogue.name, "¿Venden pintura blanca?", None, user_id)
    wait_until(lambda: len(dialogue.rooms()) == 1, "a room of the user id")
    says(system, dialogue.name, "quiero hablar con una persona, por favor", phone, None)
    wait_until(lambda: len(dialogue.rooms()) == 2, "a room of the number")
    wait_until(lambda: waiting(dialogue), "the number waits for a person")
    says(system, dialogue.name, "¿Y rodillos?", phone, user_id)
    wait_until(lambda: len(dialogue.rooms()) == 1, "one open room is left")
    assert waiting(dialogue) == [dialogue.room()]
    assert "rodillos" in str(dialogue.said_in_room())
    assert "pintura blanca" in str(dialogue.said_in_room())


def waiting(dialogue: Dialogue) -> list[str]:
    """Return the customer's rooms that wait for a person."""
    rooms = {room["_id"] for room in dialogue.rooms()}
    return [one["rid"] for one in dialogue.marta.queued() if one["rid"] in rooms]


def test_a_flood_of_first_messages_opens_one_room(system: System) -> None:
    people = [Dialogue(system) for _ in range(4)]
    for number in range(6):
        for person in people:
            person.customer(f"mensaje {number}")
    for person in people:
        assert len(said_in_one_room(person, 6)) == 6
        assert len(person.rooms(open_only=False)) == 1
