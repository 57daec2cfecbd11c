"""WhatsApp's limits, and answers that come too late."""

from typing import Any

import psycopg

from brain.pacing import BURST
from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

PRICE = "¿A cómo la funda de cemento Titán?"
_OF_THIS_CUSTOMER = "customer_id = (SELECT id FROM customer WHERE phone = %s)"


def in_tables(system: System, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Run a statement in the system's database; return its rows."""
    uri = (system.folder / "database-url").read_text().strip()
    with psycopg.connect(uri, autocommit=True) as connection:
        cursor = connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def spend(dialogue: Dialogue, ahead: str) -> None:
    """Have the customer's allowance spent so far ahead."""
    sql = f"UPDATE lease SET paid_until = now() + %s::interval WHERE {_OF_THIS_CUSTOMER}"  # noqa: S608
    in_tables(dialogue.system, sql, ahead, dialogue.phone.number)


def test_who_was_sent_all_that_whatsapp_allows_hears_the_rest_in_time_and_in_order(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    spend(dialogue, "9 minutes")
    words = [f"parte {number}" for number in range(3)]
    for text in words:
        dialogue.marta.writes(room_id, text)
    other = Dialogue(dialogue.system)
    other.customer(PRICE)
    other.hears("Titán")
    assert dialogue.phone.texts()[1:] == []
    spend(dialogue, "0 s")
    due_now(dialogue)
    wait_until(lambda: dialogue.phone.texts()[1:] == words, f"{words}")


def due_now(dialogue: Dialogue) -> None:
    sql = f"UPDATE work SET due_at = now() WHERE state = 'due' AND {_OF_THIS_CUSTOMER}"  # noqa: S608
    in_tables(dialogue.system, sql, dialogue.phone.number)


def test_the_bots_late_answer_is_not_said_into_a_conversation_that_people_lead(
    dialogue: Dialogue,
) -> None:
    busy = troubles.of_sending_to(dialogue, "500") | {"times": None}
    with troubles.of_meta(dialogue.system, busy):
        dialogue.customer(PRICE)
        wait_until(lambda: "Titán" in str(dialogue.said_in_room()[1:]), "the bot has answered")
        dialogue.customer("quiero hablar con una persona, por favor")
        dialogue.marta.takes(dialogue.room())
        ages(dialogue, "3 minutes")
    due_now(dialogue)
    dialogue.hears("ticket es")
    wait_until(lambda: "cambió de manos" in str(dialogue.said_in_room()), "the agent is told")
    assert "Titán" not in str(dialogue.phone.texts())


def ages(dialogue: Dialogue, by: str) -> None:
    """Let so much time pass for everything that waits."""
    sql = f"UPDATE work SET order_at = order_at - %s::interval WHERE state = 'due' AND {_OF_THIS_CUSTOMER}"  # noqa: S608, E501
    in_tables(dialogue.system, sql, by, dialogue.phone.number)


def test_a_burst_of_an_agents_never_makes_whatsapp_complain(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    before = complaints(dialogue.system)
    for number in range(48):
        dialogue.marta.writes(room_id, f"línea {number}")
    wait_until(lambda: len(dialogue.phone.texts()) >= BURST, "the burst has arrived", within=40)
    wait_until(lambda: waits_for_whatsapp(dialogue), "the rest waits")
    assert complaints(dialogue.system) == before


def complaints(system: System) -> int:
    return system.log_of("worker").count("send failed: 131056")


def waits_for_whatsapp(dialogue: Dialogue) -> bool:
    sql = f"SELECT 1 FROM work WHERE state = 'due' AND error LIKE %s AND {_OF_THIS_CUSTOMER}"  # noqa: S608
    return bool(in_tables(dialogue.system, sql, "whatsapp%", dialogue.phone.number))
