"""After people served: one question, one tap, once a week, and no new conversation from it."""

import pytest

from tests.system import rows
from tests.system.dialogue import Dialogue
from tests.system.running import wait_until

pytestmark = pytest.mark.people

PRICE = "¿A cómo la funda de cemento Titán?"
KEPT = "SELECT score, ticket FROM satisfaction WHERE customer_id = %s AND answered_at IS NOT NULL"


def customer_of(dialogue: Dialogue) -> int:
    room_id = dialogue.rooms(open_only=False)[-1]["_id"]
    found = rows.one(dialogue.system, "SELECT customer_id FROM room WHERE id = %s", room_id)
    return int(found[0])


def served_and_closed(dialogue: Dialogue) -> tuple[str, int]:
    room_id = dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    dialogue.marta.writes(room_id, "Aquí tiene")
    dialogue.hears("Aquí tiene")
    dialogue.commands(room_id, "cerrar-ticket")
    return room_id, number


def test_one_tap_is_kept_shown_and_thanked_for_and_opens_nothing(dialogue: Dialogue) -> None:
    room_id, number = served_and_closed(dialogue)
    dialogue.hears("ha sido cerrado", "¿Cómo le pareció el servicio?")
    wait_until(lambda: not dialogue.rooms(), "closed")
    dialogue.phone.taps("😐 Regular")
    dialogue.hears("Gracias por su opinión")
    dialogue.phone.taps("😀 Bueno")
    assert rows.every(dialogue.system, KEPT, customer_of(dialogue)) == [(2, number)]
    assert dialogue.phone.hears_nothing_for(1)
    assert not dialogue.rooms(), "nobody has to serve a tap"
    said = [message["msg"] for message in dialogue.admin.messages(room_id)]
    assert "El cliente opinó sobre el servicio: 😐 Regular" in said


def test_nobody_is_asked_twice_in_a_week(dialogue: Dialogue) -> None:
    served_and_closed(dialogue)
    dialogue.hears("¿Cómo le pareció el servicio?")
    wait_until(lambda: not dialogue.rooms(), "closed")
    served_and_closed(dialogue)
    again = dialogue.hears("ha sido cerrado")
    assert "¿Cómo le pareció" not in again
    rows.every(
        dialogue.system,
        "UPDATE satisfaction SET asked_at = asked_at - interval '8 days' WHERE customer_id = %s",
        customer_of(dialogue),
    )
    wait_until(lambda: not dialogue.rooms(), "closed")
    served_and_closed(dialogue)
    dialogue.hears("¿Cómo le pareció el servicio?")


def test_who_was_served_by_the_bot_alone_is_not_asked(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    dialogue.admin.post("livechat/room.closeByUser", rid=dialogue.room(), comment="listo")
    wait_until(lambda: not dialogue.rooms(), "closed")
    assert dialogue.phone.hears_nothing_for(1.5)


def test_a_person_who_closes_by_hand_is_asked_about_too(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.marta.writes(room_id, "Listo, ya va en camino")
    dialogue.hears("en camino")
    dialogue.marta.post("livechat/room.closeByUser", rid=room_id, comment="listo")
    dialogue.hears("¿Cómo le pareció el servicio?")
    dialogue.phone.taps("😀 Bueno")
    dialogue.hears("Gracias por su opinión")
    assert rows.every(dialogue.system, KEPT, customer_of(dialogue)) == [(3, None)]
