"""What became of what we sent: statuses, unclear sends, and telling the agent of failures."""

from datetime import UTC, datetime
from enum import Enum

import structlog

from brain import work
from brain.models import Work, database, one
from brain.rocketchat.rooms import NEVER_RELAYED
from brain.wording import excerpt, say
from brain.work import Task
from whatsapp.incoming import StatusReport
from whatsapp.wording import failure_reason

log = structlog.get_logger()

# A status never goes back: a late "sent" does not undo "read" (webhooks come in any order).
_RANK = {
    "intended": 0,
    "unclear": 1,
    "sent": 2,
    "delivered": 3,
    "read": 4,
    "played": 5,
    "failed": 6,
}

_SETTLE = """
UPDATE send SET state = %(status)s, code = coalesce(%(code)s, code), settled_at = now(),
    wamid = coalesce(wamid, %(wamid)s)
WHERE tracker = coalesce(
        (SELECT tracker FROM send WHERE wamid = %(wamid)s),
        (SELECT tracker FROM send WHERE tracker = %(tracker)s))
  AND state = ANY(%(lower)s)
RETURNING tracker, work_id
"""
_UNCLEAR = """
SELECT extract(epoch FROM now() - intended_at)::float, tries,
    EXISTS (SELECT FROM send other
            WHERE other.settled_at > send.intended_at AND other.tracker <> send.tracker
              AND other.intended_at > now() - interval '1 hour')
FROM send WHERE tracker = %s
"""
WAIT_FOR_STATUS_SECONDS = 30
GIVE_UP_AFTER_SECONDS = 300


class Unclear(Enum):
    """What to do about a send whose outcome nobody told."""

    WAIT = "wait"
    REPEAT = "repeat"
    GIVE_UP = "give up"


def settle(report: StatusReport) -> set[int]:
    """Take over a status; a failed delivery becomes a note to the agent. Return whom to wake."""
    code = report.errors[0].code if report.errors else None
    row = _settle(report.status, report.wamid, report.tracker, code)
    if row is None or report.status != "failed":
        return set()
    task = Work.get_by_id(row[1])
    note(task.customer_id, task.payload, f"fail-{row[0]}", reason(code))
    return {task.customer_id}


def _settle(
    status: str, wamid: str | None, tracker: str | None, code: int | None
) -> tuple[str, int] | None:
    lower = [state for state, rank in _RANK.items() if rank < _RANK.get(status, 0)]
    values = {"status": status, "wamid": wamid, "tracker": tracker, "code": code, "lower": lower}
    found: tuple[str, int] | None = database.execute_sql(_SETTLE, values).fetchone()
    return found


def settle_as(tracker: str, status: str, code: int | None = None) -> None:
    """Record an outcome that we know ourselves."""
    _settle(status, None, tracker, code)


def reason(code: int | None) -> str:
    """Return why a delivery failed, in words for agents."""
    return failure_reason(code)


def judge_unclear(tracker: str) -> Unclear:
    """Decide about a send of unknown outcome.

    Its status may still come; where statuses of other messages came meanwhile and its own did not,
    it is repeated once, claimed by a guarded update; after five minutes a person has to ask.
    """
    age, tries, others_heard = one(_UNCLEAR, tracker)
    if age < WAIT_FOR_STATUS_SECONDS:
        return Unclear.WAIT
    if tries == 1 and others_heard and _claim_repeat(tracker):
        return Unclear.REPEAT
    return Unclear.GIVE_UP if age > GIVE_UP_AFTER_SECONDS else Unclear.WAIT


def _claim_repeat(tracker: str) -> bool:
    cursor = database.execute_sql(
        """UPDATE send SET tries = 2, intended_at = now()
           WHERE tracker = %s AND tries = 1 AND state = 'intended'""",
        (tracker,),
    )
    return bool(cursor.rowcount == 1)


def tell_agent(task: Task, why: str) -> None:
    """Tell the agents in the room that a message of theirs did not arrive, and why."""
    note(task.customer_id, task.payload, f"fail-{task.key}", why)


def tell_waiting(task: Task, why: str) -> None:
    """Tell the agents in the room, once, that a message of theirs still waits, and why."""
    text = say("agent.waiting", excerpt=excerpt(task.payload.get("text") or ""), reason=why)
    _add_note(task.customer_id, task.payload["room"], f"waiting-{task.key}", text)


def tell_unclear(task: Task) -> None:
    """Tell the agents in the room that nobody knows whether a message of theirs arrived."""
    text = say("agent.unclear", excerpt=excerpt(task.payload.get("text") or ""))
    _add_note(task.customer_id, task.payload["room"], f"unclear-{task.key}", text)


def tell_failed(task: Task) -> None:
    """Tell the agents of a step that was given up for ever: silence would be the defect."""
    if task.stage == "out":
        tell_unclear(task)
    elif task.stage in ("in", "turn", "command"):
        room_id = task.payload.get("room") or ""
        _add_note(task.customer_id, room_id, f"stuck-{task.key}", say(f"agent.stuck.{task.stage}"))


def note(customer_id: int, payload: dict[str, str], key: str, why: str) -> None:
    """Make a note to the agents due about a message that failed."""
    text = say("agent.not_delivered", excerpt=excerpt(payload.get("text") or ""), reason=why)
    _add_note(customer_id, payload["room"], key, text)


def _add_note(customer_id: int, room_id: str, key: str, text: str) -> None:
    message_id = f"{NEVER_RELAYED}{key}"
    payload = {"room": room_id, "text": text}
    work.add(customer_id, "note", message_id, payload, datetime.now(UTC))
