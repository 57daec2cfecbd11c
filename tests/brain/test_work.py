"""Rows are the work: once for each key, oldest first, held back by their head, tried again."""

from datetime import UTC, datetime, timedelta

from brain import work
from brain.database import Database
from brain.models import one

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAITS = "SELECT extract(epoch FROM due_at - tried_at)::float FROM work WHERE customer_id = %s"


def add(customer: int, stage: str, key: str, minutes: int = 0, **options: object) -> bool:
    at = NOON + timedelta(minutes=minutes)
    return work.add(customer, stage, key, {"from": key}, at, **options)  # type: ignore[arg-type]


def test_the_same_thing_is_added_once(customer: int) -> None:
    assert add(customer, "in", "w1")
    assert not add(customer, "in", "w1")
    assert len(work.pending(customer, "in")) == 1


def test_what_is_done_is_not_added_again(customer: int) -> None:
    add(customer, "out", "m1")
    work.finish(work.heads(customer)[0].id)
    assert not add(customer, "out", "m1")
    assert not add(customer, "out", "m1", known_better=True)
    assert work.heads(customer) == []


def test_who_did_a_thing_completes_the_events_row(customer: int) -> None:
    work.add(customer, "out", "m1", {"text": "shown"}, NOON, timedelta(seconds=9))
    work.add(customer, "out", "m1", {"choices": [1]}, NOON, known_better=True)
    task = work.heads(customer)[0]
    assert task.payload == {"text": "shown", "choices": [1]}
    assert task.wait <= 0


def test_the_head_of_a_stage_is_the_oldest_by_the_messages_own_time(customer: int) -> None:
    add(customer, "in", "later", minutes=2)
    add(customer, "in", "earlier", minutes=1)
    assert [task.key for task in work.heads(customer)] == ["earlier"]


def test_a_head_that_waits_holds_back_what_comes_after_it(customer: int) -> None:
    add(customer, "out", "first", minutes=1)
    add(customer, "out", "second", minutes=2)
    work.postpone(work.heads(customer)[0], "away")
    heads = work.heads(customer)
    assert [task.key for task in heads] == ["first"]
    assert heads[0].wait > 0


def test_a_waiting_stage_does_not_hold_back_another(customer: int) -> None:
    add(customer, "out", "answer")
    add(customer, "in", "question")
    work.postpone(next(task for task in work.heads(customer) if task.stage == "out"), "away")
    assert [task.key for task in work.heads(customer) if task.wait <= 0] == ["question"]


def test_waiting_doubles_up_to_thirty_seconds(customer: int) -> None:
    add(customer, "out", "m1")
    waits = []
    for _ in range(9):
        work.postpone(work.heads(customer)[0], "away")
        waits += one(WAITS, customer)
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_a_time_that_the_other_side_named_is_kept(customer: int) -> None:
    add(customer, "out", "m1")
    work.postpone(work.heads(customer)[0], "pair limit", timedelta(seconds=64))
    assert 63 < work.heads(customer)[0].wait <= 64


def test_a_burst_waits_as_one(customer: int) -> None:
    for number in range(3):
        add(customer, "turn", f"m{number}", minutes=number)
    work.reschedule(customer, "turn", timedelta(seconds=1.5))
    assert all(1 < task.wait <= 1.5 for task in work.pending(customer, "turn"))


def test_a_row_ends_once(customer: int, database: Database) -> None:
    add(customer, "in", "w1")
    task = work.heads(customer)[0]
    assert work.finish(task.id)
    assert not work.finish(task.id, state="failed")
    assert one("SELECT state FROM work")[0] == "done"
