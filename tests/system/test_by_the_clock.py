"""What happens when nobody does anything. The clock is an argument, and tests move it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brain import database, idle, services, stale, tickets, work
from brain.handoff_words import announcement
from brain.lease import Leases
from brain.mind.hours import parse_hours
from brain.models import Room
from brain.models import database as bound
from brain.opening import Opening
from brain.services import Services
from brain.settings import Settings
from brain.transfer import Passed
from tests.system import rows
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

pytestmark = pytest.mark.people

PRICE = "¿A cómo la funda de cemento Titán?"
NIGHT = Opening(ZoneInfo("America/Santo_Domingo"), {})


@pytest.fixture
def wired(system: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """What the system's worker works with, here."""
    for name, value in system.env.items():
        monkeypatch.setenv(name, value)
    connected = database.connect(database.wait_for_uri(system.folder, 5), max_connections=4)
    with connected.connection_context():
        # What other tests left waiting would fill the channel.
        connected.execute_sql("UPDATE ticket SET status = 'resuelto', waiting_since = NULL")
        yield services.wire(Settings(_env_file=None))  # type: ignore[call-arg]
    connected.close_all()


def later(wired: Services, minutes: float) -> Services:
    """The same, so many minutes from now."""
    now = datetime.now(UTC) + timedelta(minutes=minutes)
    return replace(wired, now=lambda: now)


def card(dialogue: Dialogue, number: int) -> dict[str, object]:
    return dialogue.admin.card_with(str(number))


def called(dialogue: Dialogue, number: int) -> int:
    """Return how often somebody was called to this ticket in the channel."""
    query = {"roomName": "soporte-whatsapp", "count": 100}
    messages = dialogue.admin.get("channels.messages", **query)["messages"]
    return sum(f"*{number}* espera" in message["msg"] for message in messages)


def test_a_ticket_that_nobody_takes_turns_yellow_then_red_and_the_head_is_called(
    dialogue: Dialogue, wired: Services
) -> None:
    bound.execute_sql("UPDATE department SET head = 'ventas.marta' WHERE key = 'ventas'")
    number = dialogue.ticket(dialogue.asks_for_a_person())
    colours = [card(dialogue, number)["color"]]
    assert number not in stale.look(later(wired, 14))
    for minutes, status in ((16, "Pendiente"), (31, "Urgente")):
        assert number in stale.look(later(wired, minutes))
        assert number not in stale.look(later(wired, minutes)), "once"
        wait_until(lambda: status in str(card(dialogue, number)), status)  # noqa: B023
        colours.append(card(dialogue, number)["color"])
    wait_until(lambda: called(dialogue, number) == 2, "the head is called at each level")
    assert len(set(colours)) == 3
    assert len(dialogue.phone.texts()) == 1, "the customer is not bothered with it"

    dialogue.marta.takes(dialogue.room())
    wait_until(lambda: "ventas.marta" in str(card(dialogue, number)), "taken")
    assert "Pendiente" in str(card(dialogue, number))
    assert number not in stale.look(later(wired, 500))


def test_the_night_does_not_count(dialogue: Dialogue, wired: Services) -> None:
    number = dialogue.ticket(dialogue.asks_for_a_person())
    assert number not in stale.look(replace(later(wired, 600), opening=lambda: NIGHT))


@pytest.mark.parametrize(
    ("moment", "answer"), [("21T15:00", "el lunes a las 8:00 a. m."), ("23T19:00", "mañana a las")]
)
def test_outside_the_hours_it_is_said_when_somebody_answers(
    dialogue: Dialogue, wired: Services, moment: str, answer: str
) -> None:
    number = dialogue.ticket(dialogue.asks_for_a_person())
    week = parse_hours("Lun-Vie 8:00am-6:00pm")
    assert week
    hours = Opening(NIGHT.zone, week)
    at = datetime.fromisoformat(f"2026-11-{moment}").replace(tzinfo=NIGHT.zone)
    night = replace(wired, now=lambda: at, opening=lambda: hours)
    passed = Passed(to_people=True, department="ventas")
    told, choices = announcement(tickets.get(number), passed, night)
    assert f"ticket es: {number}" in told
    assert f"Ahora mismo estamos cerrados. Le responderemos {answer}" in told
    assert [one["title"] for one in choices] == ["Dejar mi solicitud", "Cancelar solicitud"]


def test_who_is_silent_is_asked_once_and_then_the_conversation_ends(
    dialogue: Dialogue, wired: Services
) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    idle.look(later(wired, 119))
    idle.look(replace(later(wired, 600), opening=lambda: NIGHT))
    assert dialogue.phone.hears_nothing_for(0.5)
    idle.look(later(wired, 121))  # a second look, once it was asked, would rightly close
    dialogue.hears("¿Le puedo ayudar en algo más?")
    idle.look(later(wired, 29))
    assert dialogue.phone.hears_nothing_for(0.5)
    idle.look(later(wired, 151))
    dialogue.hears("Cerramos esta conversación por ahora")
    wait_until(lambda: not dialogue.rooms(), "the room is closed")
    assert len(dialogue.phone.texts()) == 3
    dialogue.customer(PRICE)
    dialogue.hears("Titán")


def test_who_took_the_room_while_its_closing_waited_keeps_it(
    dialogue: Dialogue, wired: Services
) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    idle.look(later(wired, 121))
    dialogue.hears("¿Le puedo ayudar en algo más?")
    room_id = dialogue.room()
    customer_id = Room.get_by_id(room_id).customer_id
    wait_until(lambda: not work.heads(customer_id), "asked")
    with Leases().of(customer_id) as lease:
        assert lease
        idle.look(later(wired, 151))
        dialogue.admin.post("livechat/room.forward", roomId=room_id, userId=dialogue.marta.id)
    wait_until(lambda: not work.heads(customer_id), "looked at")
    assert dialogue.rooms()
    assert "Cerramos" not in str(dialogue.phone.texts())


def test_who_writes_after_the_question_goes_on(dialogue: Dialogue, wired: Services) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    idle.look(later(wired, 121))
    dialogue.hears("¿Le puedo ayudar en algo más?")
    dialogue.customer("¿Y dónde están ubicados?")
    dialogue.hears("Herrera")
    idle.look(later(wired, 60))
    assert dialogue.phone.hears_nothing_for(0.5)
    assert dialogue.rooms()


def test_no_conversation_ends_while_the_store_owes_an_answer(
    system: System, wired: Services
) -> None:
    waits, owed = Dialogue(system), Dialogue(system)
    waits.asks_for_a_person()
    room_id = owed.marta_serves()
    owed.marta.writes(room_id, "Déjeme averiguar")
    owed.hears("averiguar")
    owed.customer("¿y entonces?")
    wait_until(lambda: "entonces" in str(owed.said_in_room()), "in the room")
    idle.look(later(wired, 1300))
    assert waits.phone.hears_nothing_for(1)
    assert waits.rooms()
    assert owed.rooms()
    assert len(owed.phone.texts()) == 2


def test_a_customer_who_does_not_answer_a_person_is_asked_and_the_ticket_ends(
    dialogue: Dialogue, wired: Services
) -> None:
    room_id = dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    dialogue.marta.writes(room_id, "¿De qué color la quiere?")
    dialogue.hears("qué color")
    idle.look(later(wired, 200))
    assert dialogue.phone.hears_nothing_for(0.5), "with a person there is more patience"
    idle.look(later(wired, 481))
    dialogue.hears("¿Le puedo ayudar en algo más?")
    wait_until(lambda: "para mantenerla abierta" in str(dialogue.said_in_room()), "Marta knows")
    idle.look(later(wired, 520))
    dialogue.hears("Cerramos esta conversación por ahora")
    wait_until(lambda: "Resuelto" in str(card(dialogue, number)), "resolved")


def test_the_first_answer_and_the_other_times_are_kept(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    times = "SELECT taken_at, first_answer_at, resolved_at FROM ticket WHERE number = %s"
    wait_until(lambda: rows.one(dialogue.system, times, number)[0], "taken")
    assert rows.one(dialogue.system, times, number)[1] is None
    for words in ("Buenas, soy Marta", "¿En qué le ayudo?"):
        dialogue.marta.writes(room_id, words)
        dialogue.hears(words)
    first = wait_until(lambda: rows.one(dialogue.system, times, number)[1], "answered")
    dialogue.commands(room_id, "cerrar-ticket")
    dialogue.hears("ha sido cerrado")
    taken, answered, resolved = rows.one(dialogue.system, times, number)
    assert answered == first
    assert taken < answered < resolved


def test_who_takes_a_ticket_and_does_not_write_is_told_of(dialogue: Dialogue) -> None:
    dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    due = "SELECT count(*) FROM work WHERE stage = 'taken' AND key LIKE %s"
    wait_until(lambda: rows.one(dialogue.system, due, f"taken-{number}-%")[0], "to be told")
    a_minute_later(dialogue, number)
    dialogue.hears(f"ya tiene su ticket {number}")


def test_who_writes_at_once_needs_no_notice(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    dialogue.marta.writes(room_id, "Buenas, soy Marta")
    dialogue.hears("soy Marta")
    a_minute_later(dialogue, number)
    state = "SELECT state FROM work WHERE stage = 'taken' AND key LIKE %s"
    wait_until(
        lambda: rows.one(dialogue.system, state, f"taken-{number}-%")[0] == "done", "looked at"
    )
    assert len(dialogue.phone.texts()) == 2


def a_minute_later(dialogue: Dialogue, number: int) -> None:
    """Let the notice be due that waits for a minute."""
    late = "UPDATE work SET due_at = now() WHERE stage = 'taken' AND key LIKE %s"
    rows.every(dialogue.system, late, f"taken-{number}-%")
