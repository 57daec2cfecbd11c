"""What became of what we sent: statuses, unclear sends, and telling the agent of failures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import structlog
from psycopg.types.json import Jsonb

from brain import work
from brain.models import Work, database, every, one
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

# All that was told at once in one statement; of several about one send the furthest counts.
_SETTLE = """
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%s)
        AS told (wamid text, tracker text, status text, code int, rank int, lower text[],
                 at timestamptz)
), meant AS (
    SELECT DISTINCT ON (send) told.*, coalesce(
        (SELECT send.tracker FROM send WHERE send.wamid = told.wamid), told.tracker) AS send
    FROM told ORDER BY send, rank DESC, code
)
UPDATE send SET state = meant.status, code = coalesce(meant.code, send.code),
    settled_at = least(meant.at, now()), wamid = coalesce(send.wamid, meant.wamid)
FROM meant WHERE send.tracker = meant.send AND send.state = ANY(meant.lower)
RETURNING send.tracker, send.work_id, send.state, send.code
"""
# Of another message something was told that came to pass after this one was tried. What only
# WhatsApp answered, or told late, says nothing of whether statuses come through now.
_UNCLEAR = """
SELECT extract(epoch FROM now() - intended_at)::float, tries,
    EXISTS (SELECT FROM send other
            WHERE other.settled_at > send.intended_at AND other.tracker <> send.tracker
              AND other.state IN ('delivered', 'read', 'played')
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


@dataclass(frozen=True)
class _Told:
    """What was told about a send, as `_SETTLE` reads it."""

    wamid: str | None
    tracker: str | None
    status: str
    code: int | None = None
    at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        rank = _RANK.get(self.status, 0)
        lower = [state for state, other in _RANK.items() if other < rank]
        at = self.at.isoformat() if self.at else None
        return {**vars(self), "rank": rank, "lower": lower, "at": at}


def settle(reports: Sequence[StatusReport]) -> set[int]:
    """Take over statuses; a failed delivery becomes a note to the agent. Return whom to wake."""
    # Where one names wamid and tracker, another that names the wamid alone is about the same.
    trackers = {one.wamid: one.tracker for one in reports if one.wamid and one.tracker}
    told = [
        _Told(
            one.wamid or None,
            one.tracker or trackers.get(one.wamid),
            one.status,
            _code_of(one),
            one.occurred_at,
        )
        for one in reports
    ]
    failed = [row for row in _settle(told) if row[2] == "failed"]
    return {_note_failed(tracker, work_id, code) for tracker, work_id, _, code in failed}


def _code_of(report: StatusReport) -> int | None:
    return report.errors[0].code if report.errors else None


def _note_failed(tracker: str, work_id: int, code: int | None) -> int:
    task = Work.get_by_id(work_id)
    note(task.customer_id, task.payload, f"fail-{tracker}", failure_reason(code))
    customer: int = task.customer_id
    return customer


def _settle(told: Sequence[_Told]) -> list[tuple[str, int, str, int | None]]:
    return every(_SETTLE, Jsonb([one.as_json() for one in told])) if told else []


def settle_as(tracker: str, status: str, code: int | None = None) -> None:
    """Record an outcome that we know ourselves."""
    _settle([_Told(None, tracker, status, code)])


def judge_unclear(tracker: str) -> Unclear:
    """Decide about a send of unknown outcome.

    Its status may still come; where statuses of other messages came meanwhile and its own did not,
    it is repeated once, claimed by a guarded update. Where that was in vain too, a person has to
    ask, and what waits behind it goes on; where nothing is heard at all, after five minutes.
    """
    age, tries, others_heard = one(_UNCLEAR, tracker)
    if age < WAIT_FOR_STATUS_SECONDS:
        return Unclear.WAIT
    if tries == 1 and others_heard and _claim_repeat(tracker):
        return Unclear.REPEAT
    if tries > 1 and others_heard and age >= 2 * WAIT_FOR_STATUS_SECONDS:
        return Unclear.GIVE_UP
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


def tell_stuck(task: Task) -> None:
    """Tell the agents of a step that breaks again and again, and is tried on."""
    if task.stage == "out":
        tell_waiting(task, say("agent.broken"))
    else:
        tell_failed(task)


def note(customer_id: int, payload: dict[str, str], key: str, why: str) -> None:
    """Make a note to the agents due about a message that failed."""
    text = say("agent.not_delivered", excerpt=excerpt(payload.get("text") or ""), reason=why)
    _add_note(customer_id, payload["room"], key, text)


def _add_note(customer_id: int, room_id: str, key: str, text: str) -> None:
    message_id = f"{NEVER_RELAYED}{key}"
    payload = {"room": room_id, "text": text}
    work.add(customer_id, "note", message_id, payload)
