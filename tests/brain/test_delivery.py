"""What became of a send: statuses in any order, and sends whose outcome nobody told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from brain import delivery, work
from brain.database import Database
from brain.models import Send, one
from whatsapp.incoming import DeliveryError, Sender, StatusReport
from whatsapp.wording import failure_reason

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOBODY = Sender(None, None, None, None)


@pytest.fixture
def sent(database: Database, customer: int) -> str:
    """A message of Marta's that was tried; its tracker."""
    work.add(customer, "out", "m1", {"room": "r1", "text": "Hola"}, NOW)
    task = work.heads(customer)[0]
    database.execute_sql(
        "INSERT INTO send (tracker, work_id, tries) VALUES ('m1:0', %s, 1)", (task.id,)
    )
    work.finish(task.id)
    return "m1:0"


def report(
    status: str, *, tracker: str | None = None, wamid: str = "w1", code: int | None = None
) -> StatusReport:
    errors = (DeliveryError(code, "", ""),) if code else ()
    return StatusReport(wamid, status, NOW, NOBODY, tracker, errors)


def age(database: Database, seconds: int) -> None:
    database.execute_sql(
        "UPDATE send SET intended_at = now() - make_interval(secs => %s)", (seconds,)
    )


def somebody_else_heard(database: Database) -> None:
    database.execute_sql(
        """INSERT INTO send (tracker, work_id, state, tries, settled_at)
           SELECT 'other:0', work_id, 'delivered', 1, now() FROM send"""
    )


def test_a_status_finds_its_send_by_the_tracker_before_the_wamid_is_known(sent: str) -> None:
    delivery.settle([report("delivered", tracker=sent)])
    found = Send.get_by_id(sent)
    assert (found.state, found.wamid) == ("delivered", "w1")


def test_a_late_status_does_not_undo_a_later_one(sent: str) -> None:
    for status in ("read", "delivered", "sent"):
        delivery.settle([report(status, tracker=sent)])
    assert Send.get_by_id(sent).state == "read"


def test_of_statuses_that_come_together_the_furthest_counts(sent: str) -> None:
    together = [report(status, tracker=sent) for status in ("sent", "read", "delivered")]
    delivery.settle(together)
    assert Send.get_by_id(sent).state == "read"


def test_statuses_that_come_together_reach_each_send(
    database: Database, sent: str, customer: int
) -> None:
    database.execute_sql(
        "INSERT INTO send (tracker, work_id, tries) SELECT 'm1:1', work_id, 1 FROM send"
    )
    good, bad = report("read", tracker=sent), report("failed", tracker="m1:1", wamid="w2", code=1)
    assert delivery.settle([good, bad]) == {customer}
    assert [Send.get_by_id(one).state for one in (sent, "m1:1")] == ["read", "failed"]


def test_a_status_without_the_tracker_follows_one_that_came_with_it(sent: str) -> None:
    delivery.settle([report("delivered"), report("sent", tracker=sent)])
    assert Send.get_by_id(sent).state == "delivered"


def test_statuses_that_name_no_message_are_no_message_of_ours(sent: str) -> None:
    delivery.settle([report("delivered", tracker=sent, wamid=""), report("read", wamid="")])
    found = Send.get_by_id(sent)
    assert (found.state, found.wamid) == ("delivered", None)


def test_a_failed_delivery_becomes_a_note_with_the_reason(sent: str, customer: int) -> None:
    delivery.settle([report("sent", tracker=sent)])
    touched = delivery.settle([report("failed", tracker=sent, code=131026)])
    assert touched == {customer}
    note = work.pending(customer, "note")[0]
    assert note.key.startswith("n-")
    assert "«Hola»" in note.payload["text"]
    assert failure_reason(131026) in note.payload["text"]


def test_a_failure_that_is_told_twice_is_noted_once(sent: str, customer: int) -> None:
    for _ in range(2):
        delivery.settle([report("failed", tracker=sent, code=131026)])
    assert len(work.pending(customer, "note")) == 1


def test_a_status_of_a_message_that_is_not_ours_changes_nothing(sent: str) -> None:
    assert delivery.settle([report("failed", tracker="theirs", wamid="w9", code=1)]) == set()
    assert Send.get_by_id(sent).state == "intended"


def test_an_unclear_send_waits_for_its_status(database: Database, sent: str) -> None:
    somebody_else_heard(database)
    age(database, 20)
    assert delivery.judge_unclear(sent) is delivery.Unclear.WAIT


def test_an_unclear_send_is_repeated_once_when_others_were_heard(
    database: Database, sent: str
) -> None:
    age(database, 31)
    somebody_else_heard(database)
    assert delivery.judge_unclear(sent) is delivery.Unclear.REPEAT
    database.execute_sql(
        "UPDATE send SET intended_at = now() - interval '31 s' WHERE tracker = %s", (sent,)
    )
    assert delivery.judge_unclear(sent) is delivery.Unclear.WAIT


def test_an_unclear_send_is_not_repeated_while_nothing_is_heard_at_all(
    database: Database, sent: str
) -> None:
    age(database, 120)
    assert delivery.judge_unclear(sent) is delivery.Unclear.WAIT
    assert one("SELECT tries FROM send WHERE tracker = %s", sent)[0] == 1


def test_what_whatsapp_took_meanwhile_does_not_tell_that_statuses_come(
    database: Database, sent: str
) -> None:
    age(database, 120)
    somebody_else_heard(database)
    database.execute_sql("UPDATE send SET state = 'sent' WHERE tracker = 'other:0'")
    assert delivery.judge_unclear(sent) is delivery.Unclear.WAIT


def test_a_late_status_of_what_was_before_does_not_tell_that_statuses_come(
    database: Database, sent: str
) -> None:
    database.execute_sql(
        "INSERT INTO send (tracker, work_id, tries) SELECT 'other:0', work_id, 1 FROM send"
    )
    age(database, 60)
    now = datetime.now(UTC)
    told = report("delivered", tracker="other:0", wamid="w2")
    delivery.settle([replace(told, occurred_at=now - timedelta(minutes=10))])
    assert delivery.judge_unclear(sent) is delivery.Unclear.WAIT
    delivery.settle([replace(told, status="read", occurred_at=now - timedelta(seconds=5))])
    assert delivery.judge_unclear(sent) is delivery.Unclear.REPEAT


def test_an_unclear_send_that_was_repeated_in_vain_holds_nobody_up_for_long(
    database: Database, sent: str
) -> None:
    database.execute_sql("UPDATE send SET tries = 2 WHERE tracker = %s", (sent,))
    age(database, 61)
    assert delivery.judge_unclear(sent) is delivery.Unclear.WAIT
    somebody_else_heard(database)
    assert delivery.judge_unclear(sent) is delivery.Unclear.GIVE_UP


def test_after_five_minutes_a_person_has_to_ask(database: Database, sent: str) -> None:
    age(database, 301)
    assert delivery.judge_unclear(sent) is delivery.Unclear.GIVE_UP
