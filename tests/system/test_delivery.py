"""WhatsApp's troubles: what passes is waited for, what does not is told, nothing is sent twice."""

from typing import Any

import pytest

from tests.system import rows, troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

PRICE = "¿A cómo la funda de cemento Titán?"


# Whose answers are struck now is looked after at the very end: see test_unheard_sends.
pytestmark = pytest.mark.usefixtures("cut_off", "unheard")


def test_what_passes_is_waited_for_and_sent_once(system: System) -> None:
    called_too_often = {"error": {"code": 4, "message": "too many calls"}}
    passing: list[Any] = [
        "429",
        "500",
        "503",
        "131056",
        {"status": 429, "body": called_too_often, "headers": {"retry-after": "1"}},
    ]
    people = [(Dialogue(system), respond) for respond in passing]
    faults = [troubles.of_sending_to(person, respond) for person, respond in people]
    with troubles.of_meta(system, *faults):
        for person, _ in people:
            person.customer(PRICE)
        for person, respond in people:
            assert "RD$ 525.00" in person.hears("Titán", within=40), respond
    assert [len(person.phone.texts()) for person, _ in people] == [1] * len(people)


@pytest.mark.people
@pytest.mark.parametrize(
    ("respond", "reason"),
    [
        ("131047", "24 horas"),
        ("fail-131047", "24 horas"),
        ("131026", "no tiene WhatsApp"),
        ("fail-131026", "no tiene WhatsApp"),
        ("190", "La clave de acceso de WhatsApp venció"),
    ],
)
def test_an_agent_reads_in_spanish_why_words_did_not_arrive(
    dialogue: Dialogue, respond: str, reason: str
) -> None:
    room_id = dialogue.marta_serves()
    with troubles.of_meta(dialogue.system, troubles.of_sending_to(dialogue, respond)):
        dialogue.marta.writes(room_id, "Le llega mañana")
        wait_until(lambda: reason in str(dialogue.said_in_room()), reason)
    notes = [text for _, text in dialogue.said_in_room() if reason in text]
    assert len(notes) == 1
    assert "Le llega mañana" in notes[0]
    assert reason not in str(dialogue.phone.texts())


@pytest.mark.people
def test_after_24_hours_the_agent_is_told_and_nothing_is_tried(dialogue: Dialogue) -> None:
    dialogue.phone.says("quiero hablar con una persona, por favor", ago_s=25 * 3600)
    wait_until(lambda: dialogue.rooms() and dialogue.marta.queued(), "the room")
    room_id = dialogue.room()
    dialogue.marta.takes(room_id)
    dialogue.marta.writes(room_id, "¿Todavía lo necesita?")
    wait_until(lambda: "¿Todavía lo" in str(notes_in(dialogue)), "the reason")
    assert "24 horas" in str(notes_in(dialogue))
    assert not dialogue.phone.texts()


def notes_in(dialogue: Dialogue) -> list[str]:
    """Return the notes in the room about what did not arrive."""
    return [text for _, text in dialogue.said_in_room() if "no llegó al cliente" in text]


def test_an_agents_many_words_keep_their_order_through_trouble(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    words = [f"parte {number}" for number in range(8)]
    with troubles.of_meta(dialogue.system, troubles.of_sending_to(dialogue, "500", times=2)):
        for text in words:
            dialogue.marta.writes(room_id, text)
        dialogue.hears(words[-1], within=40)
    assert dialogue.phone.texts()[-8:] == words


def test_long_words_arrive_whole_in_parts(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    before = len(dialogue.phone.texts())
    text = "\n".join(f"Renglón {number} de la lista de precios" for number in range(120))
    dialogue.marta.writes(room_id, text)
    dialogue.hears("Renglón 119 ")
    assert "\n".join(dialogue.phone.texts()[before:]) == text


def test_words_that_are_edited_or_deleted_are_not_sent_again_and_the_agent_is_told(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    edited = dialogue.marta.writes(room_id, "Cuesta 500")
    deleted = dialogue.marta.writes(room_id, "Perdón, esto no era para usted")
    dialogue.hears("Perdón")
    heard = dialogue.phone.texts()
    dialogue.marta.post("chat.update", roomId=room_id, msgId=edited, text="Cuesta 600")
    wait_until(lambda: told_of_changes(dialogue) == 1, "a note about the edit")
    dialogue.marta.post("chat.delete", roomId=room_id, msgId=deleted)
    wait_until(lambda: told_of_changes(dialogue) == 2, "a note about the deletion")
    assert dialogue.phone.hears_nothing_for(1)
    assert dialogue.phone.texts() == heard


def test_words_that_are_edited_or_deleted_while_they_wait_go_out_so_or_not_at_all(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    heard = dialogue.phone.texts()
    busy = troubles.of_sending_to(dialogue, "500") | {"times": None}
    with troubles.of_meta(dialogue.system, busy):
        edited = dialogue.marta.writes(room_id, "Cuesta 500")
        deleted = dialogue.marta.writes(room_id, "Perdón, esto no era para usted")
        tried = "SELECT id FROM work WHERE key = %s AND attempts >= 2"
        wait_until(lambda: rows.every(dialogue.system, tried, edited), "it waits for a while")
        dialogue.marta.post("chat.update", roomId=room_id, msgId=edited, text="Cuesta 600")
        dialogue.marta.post("chat.delete", roomId=room_id, msgId=deleted)
        known = "SELECT payload ->> 'text', state FROM work WHERE key = ANY(%s) ORDER BY order_at"
        then = [("Cuesta 600", "due"), ("Perdón, esto no era para usted", "failed")]
        wait_until(
            lambda: rows.every(dialogue.system, known, [edited, deleted]) == then, "as it is now"
        )
    dialogue.hears("Cuesta 600")
    assert dialogue.phone.hears_nothing_for(2)
    assert dialogue.phone.texts() == [*heard, "Cuesta 600"]
    assert not told_of_changes(dialogue)


def told_of_changes(dialogue: Dialogue) -> int:
    """Count the notes that what is changed here does not change on the phone."""
    return sum("editados o borrados" in text for _, text in dialogue.said_in_room())
