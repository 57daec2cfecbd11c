"""One customer who writes without end: his words come in bundles, all of them, in order, once."""

import json
from datetime import timedelta

from brain import customer_wrote, flood, work, work_sweep
from brain.database import Database
from brain.flood import ALLOWED, Floods
from brain.models import every, one
from brain.work import Task

TOO_MANY = 12
OURS = "1"
_STORE = """
INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload, received_at)
VALUES ('1', %s, '', 'message', %s, %s, now() - interval '5 s') RETURNING id
"""


def wrote(sender: str, number: int) -> int:
    message = {
        "id": f"wamid.{sender}.{number}",
        "from": sender,
        "timestamp": str(1_790_000_000 + number),
        "type": "text",
        "text": {"body": f"línea {number}"},
    }
    contact = {"profile": {"name": "Ana"}, "wa_id": sender}
    payload = json.dumps({"contacts": [contact], "message": message})
    found: int = one(_STORE, message["id"], sender, payload)[0]
    return found


def flooded(sender: str = "18095550199") -> int:
    """Let somebody write too much; return the customer."""
    floods = Floods()
    for number in range(ALLOWED + TOO_MANY):
        customer_wrote.sort_sender_of(wrote(sender, number), OURS, floods.is_in_flood)
    return int(one("SELECT id FROM customer WHERE phone = %s", sender)[0])


def head_of_flood(customer: int) -> Task:
    for task in work.pending(customer, "in")[:ALLOWED]:
        work.finish(task.id)
    return work.pending(customer, "in")[0]


def test_a_flood_ends_with_the_minute() -> None:
    now = [0.0]
    floods = Floods(lambda: now[0])
    assert [floods.is_in_flood(7) for _ in range(ALLOWED + 1)] == [False] * ALLOWED + [True]
    assert not floods.is_in_flood(8)
    now[0] = 61.0
    assert not floods.is_in_flood(7)


def test_what_is_too_much_waits_for_company(database: Database) -> None:
    rows = work.pending(flooded(), "in")
    assert [row.wait > 0 for row in rows] == [False] * ALLOWED + [True] * TOO_MANY


def test_a_bundle_brings_every_word_in_order_and_ends_the_rows(database: Database) -> None:
    customer = flooded()
    head = head_of_flood(customer)
    lines = [f"línea {number}" for number in range(ALLOWED, ALLOWED + TOO_MANY)]
    assert flood.read(head).text.splitlines() == lines
    assert [row.id for row in work.pending(customer, "in")] == [head.id]


def test_a_bundle_that_is_read_again_brings_the_same_words(database: Database) -> None:
    customer = flooded()
    head = head_of_flood(customer)
    first = flood.read(head).text
    customer_wrote.sort_sender_of(wrote("18095550199", 900), OURS, lambda _: True)
    again = work.pending(customer, "in")[0]
    assert again.id == head.id
    assert flood.read(again).text == first
    assert len(work.pending(customer, "in")) == 2


def test_who_waits_longest_is_looked_at_first(database: Database) -> None:
    people = [flooded(f"1809555{number:04d}") for number in range(3)]
    for place, customer in enumerate(reversed(people)):
        database.execute_sql(
            "UPDATE work SET order_at = now() - %s, due_at = now() - interval '9 s'"
            " WHERE customer_id = %s",
            (timedelta(hours=9 - place), customer),
        )
    found = [name for name in work_sweep.forgotten() if name.startswith("customer")]
    assert found == [f"customer {customer}" for customer in reversed(people)]


def test_what_nobody_sorted_is_not_left_behind_by_customers_who_wait(database: Database) -> None:
    customer = flooded()
    database.execute_sql("UPDATE work SET due_at = now() - interval '9 s'")
    item = wrote("18095550777", 1)
    assert work_sweep.forgotten() == [f"customer {customer}", f"item {item}"]
    assert every("SELECT count(*) FROM work WHERE state = 'bundled'") == [(0,)]
