"""The machine's clock goes an hour back: nobody waits until it is that late again."""

from datetime import timedelta

import pytest

from brain import customer_wrote, delivery, set_back, work, work_sweep
from brain.database import Database
from brain.models import every, one


def an_hour_back(database: Database) -> None:
    """What was written with the clock of before lies in the future now."""
    for table, times in {
        "work": ("created_at", "tried_at", "due_at"),
        "send": ("intended_at",),
        "webhook_item": ("received_at",),
    }.items():
        later = ", ".join(f"{time} = {time} + interval '1 hour'" for time in times)
        database.execute_sql(f"UPDATE {table} SET {later}")  # noqa: S608


def waits(customer: int) -> float:
    return work.heads(customer)[0].wait


@pytest.mark.parametrize("tried", [True, False])
def test_what_was_to_be_tried_again_by_the_clock_of_before_is_tried_now(
    database: Database, customer: int, tried: bool
) -> None:
    work.add(customer, "out", "m1", {"room": "r"}, delay=timedelta(seconds=5))
    if tried:
        work.postpone(work.heads(customer)[0], "away")
    an_hour_back(database)
    assert waits(customer) > 3000
    set_back.make_good()
    assert waits(customer) <= 0
    assert f"customer {customer}" in work_sweep.forgotten()


def test_what_waits_for_as_long_as_whatsapp_said_goes_on_waiting(
    database: Database, customer: int
) -> None:
    work.add(customer, "out", "m1", {"room": "r"})
    work.postpone(work.heads(customer)[0], "send failed: 80007", timedelta(hours=1))
    set_back.make_good()
    assert waits(customer) > 3000


def test_a_send_of_unknown_outcome_is_judged_by_the_clock_of_now(
    database: Database, customer: int
) -> None:
    work.add(customer, "out", "m1", {"room": "r"})
    database.execute_sql(
        "INSERT INTO send (tracker, work_id, tries) VALUES ('m1:0', %s, 1)",
        (work.heads(customer)[0].id,),
    )
    an_hour_back(database)
    set_back.make_good()
    every("UPDATE send SET intended_at = intended_at - interval '6 min' RETURNING tracker")
    assert delivery.judge_unclear("m1:0") is delivery.Unclear.GIVE_UP
    assert one("SELECT extract(epoch FROM now() - intended_at) FROM send")[0] < 400


def test_what_a_webhook_brought_by_the_clock_of_before_is_found(database: Database) -> None:
    database.execute_sql(
        """INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload)
           VALUES ('1', 'w', '', 'message', '1809', '{}')"""
    )
    assert customer_wrote.unsorted_since(1.0) == []
    an_hour_back(database)
    assert len(customer_wrote.unsorted_since(1.0)) == 1
