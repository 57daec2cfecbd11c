"""What an agent edits or deletes: in time it goes out so, or not at all; later he is told so."""

from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from brain import wake, work
from brain.models import Work, database, every, one
from brain.rocketchat.rooms import NEVER_RELAYED
from brain.wording import say
from brain.work import Task

# Events overtake each other: the message itself may be told of after its edit, but not much later.
OVERTAKES_WITHIN = timedelta(minutes=1)
WITHDRAWN = "withdrawn"

_YOUNG = "SELECT %s > now() - %s"
# A message that was begun is as it is on the customer's phone.
_UNTRIED = """
WHERE stage = 'out' AND key = %s AND state = 'due'
  AND NOT EXISTS (SELECT FROM send WHERE work_id = work.id) RETURNING id
"""
_REWORD = f"UPDATE work SET payload = payload || %s {_UNTRIED}"  # noqa: S608
_WITHDRAW = f"""
UPDATE work SET state = 'failed', error = '{WITHDRAWN}', done_at = now() {_UNTRIED}
"""  # noqa: S608
_NOW = "SELECT state, error, payload ->> 'text' FROM work WHERE id = %s"


def edited(customer_id: int, message_id: str, outgoing: dict[str, Any], at: datetime) -> None:
    """Send the words as they are now, where they did not go out yet; else say that they did."""
    with database.atomic():
        if not _is_known(message_id) and _is_young(at):
            work.add(customer_id, "out", message_id, outgoing, at)
        elif not every(_REWORD, Jsonb({"text": outgoing["text"]}), message_id):
            _tell_if_it_went_out(customer_id, message_id)
    wake.customers([customer_id])


def deleted(customer_id: int, message_id: str, outgoing: dict[str, Any], at: datetime) -> None:
    """Send nothing, where the words did not go out yet; else say that they did."""
    with database.atomic():
        if not _is_known(message_id) and _is_young(at):
            work.add(customer_id, "out", message_id, outgoing, at)
        if not every(_WITHDRAW, message_id):
            _tell_if_it_went_out(customer_id, message_id)
    wake.customers([customer_id])


def tell_if_changed(task: Task) -> None:
    """Say so where a message was edited or deleted while it went out."""
    state, error, text = one(_NOW, task.id)
    if text != task.payload.get("text") or (state, error) == ("failed", WITHDRAWN):
        _tell(task.customer_id, task.key, task.payload["room"])


def _is_known(message_id: str) -> bool:
    return Work.select().where(Work.key == message_id, Work.stage << ("out", "command")).exists()


def _is_young(at: datetime) -> bool:
    return bool(one(_YOUNG, at, OVERTAKES_WITHIN)[0])


def _tell_if_it_went_out(customer_id: int, message_id: str) -> None:
    sent = Work.get_or_none(
        Work.stage == "out", Work.key == message_id, Work.state << ("due", "done")
    )
    if sent:
        _tell(customer_id, message_id, sent.payload["room"])


def _tell(customer_id: int, message_id: str, room_id: str) -> None:
    payload = {"room": room_id, "text": say("agent.edited")}
    work.add(customer_id, "note", f"{NEVER_RELAYED}edited-{message_id}", payload)
