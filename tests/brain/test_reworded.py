"""What an agent edits or deletes goes out as it is then, or not at all, or he is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from brain import reworded, room_messages, work
from brain.models import every
from brain.room_messages import RoomMessage

NOW = datetime.now(UTC)
WROTE = RoomMessage("m1", "r1", "agent", "Cuesta 500", NOW, "marta")
EDITED = replace(WROTE, text="Cuesta 5,000", edited=True)
DELETED = replace(WROTE, text="", deleted=True)


def goes_out(customer: int) -> list[str]:
    return [task.payload["text"] for task in work.pending(customer, "out")]


def notes(customer: int) -> list[str]:
    return [task.key for task in work.pending(customer, "note")]


def begun(customer: int) -> None:
    every(
        """INSERT INTO send (tracker, work_id, tries) SELECT key || ':0', id, 1 FROM work
           WHERE customer_id = %s AND stage = 'out' RETURNING tracker""",
        customer,
    )


def test_what_is_edited_before_it_went_out_goes_out_as_it_is_now(customer: int) -> None:
    room_messages.record(customer, WROTE)
    room_messages.record(customer, EDITED)
    assert (goes_out(customer), notes(customer)) == (["Cuesta 5,000"], [])


def test_what_is_deleted_before_it_went_out_is_not_sent(customer: int) -> None:
    room_messages.record(customer, WROTE)
    room_messages.record(customer, DELETED)
    assert (goes_out(customer), notes(customer)) == ([], [])


def test_an_edit_or_deletion_that_overtakes_its_message_counts(customer: int) -> None:
    other = replace(WROTE, id="m2", text="Otra cosa")
    just_now = datetime.now(UTC)
    for told in (EDITED, replace(other, deleted=True), WROTE, other):
        room_messages.record(customer, replace(told, at=just_now))
    assert goes_out(customer) == ["Cuesta 5,000"]


def test_an_old_message_that_is_edited_is_not_sent_anew(customer: int) -> None:
    room_messages.record(customer, replace(EDITED, at=NOW - timedelta(days=90)))
    assert goes_out(customer) == []


def test_a_command_that_is_edited_or_deleted_reaches_no_customer(customer: int) -> None:
    command = replace(WROTE, text="!cerrar-ticket gracias")
    room_messages.record(customer, command)
    for told in (replace(command, text="!bot", edited=True), EDITED, DELETED):
        room_messages.record(customer, told)
    assert goes_out(customer) == []
    assert len(work.pending(customer, "command")) == 1


def test_what_is_under_way_goes_out_as_it_was_and_the_agent_is_told(customer: int) -> None:
    room_messages.record(customer, WROTE)
    begun(customer)
    room_messages.record(customer, EDITED)
    room_messages.record(customer, DELETED)
    assert goes_out(customer) == ["Cuesta 500"]
    assert notes(customer) == ["n-edited-m1"]


def test_what_is_edited_or_deleted_just_as_it_goes_out_is_told(customer: int) -> None:
    for told in (WROTE, replace(WROTE, id="m2")):
        room_messages.record(customer, told)
    first, second = work.pending(customer, "out")
    room_messages.record(customer, EDITED)
    room_messages.record(customer, replace(DELETED, id="m2"))
    for task in (first, second):
        work.finish(task.id)
        reworded.tell_if_changed(task)
    assert set(notes(customer)) == {"n-edited-m1", "n-edited-m2"}
