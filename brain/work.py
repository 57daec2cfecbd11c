"""Rows are the work: what is due for a customer, in which order, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from brain.models import database, every, one

BACKOFF_CAP = timedelta(seconds=30)

_ADD = """
INSERT INTO work (customer_id, stage, key, payload, order_at, due_at)
VALUES (%s, %s, %s, %s, coalesce(%s, now()), now() + %s) ON CONFLICT (stage, key) DO
"""
_ONCE = _ADD + "NOTHING"
_KNOWN_BETTER = (
    _ADD
    + """UPDATE
SET payload = work.payload || excluded.payload, due_at = excluded.due_at WHERE work.state = 'due'
"""
)
# The head of each stage: a head that waits holds back what comes after it in its stage.
_HEADS = """
SELECT DISTINCT ON (stage) id, customer_id, stage, key, payload, order_at, due_at, attempts,
    extract(epoch FROM due_at - now())::float
FROM work WHERE customer_id = %s AND state = 'due' ORDER BY stage, order_at, id
"""


@dataclass(frozen=True)
class Task:
    """A due row. `wait` is the seconds until it may be tried; zero or less means now."""

    id: int
    customer_id: int
    stage: str
    key: str
    payload: dict[str, Any]
    order_at: datetime
    due_at: datetime
    attempts: int
    wait: float


def add(
    customer_id: int,
    stage: str,
    key: str,
    payload: dict[str, Any],
    order_at: datetime | None = None,
    delay: timedelta = timedelta(),
    *,
    known_better: bool = False,
) -> bool:
    """Add a thing to do, once for each (stage, key).

    Args:
        order_at: the message's own time; None for now, by the database's clock.
        known_better: complete a row that is there and still due with this payload and time:
            the one who did a thing knows more of it than the event that reports it.

    Returns:
        Whether a row was added or completed.
    """
    sql = _KNOWN_BETTER if known_better else _ONCE
    values = (customer_id, stage, key, Jsonb(payload), order_at, delay)
    return bool(database.execute_sql(sql, values).rowcount)


def note_done(customer_id: int, stage: str, key: str, order_at: datetime) -> None:
    """Record that there is nothing to do about a thing, so that an event makes nothing of it."""
    database.execute_sql(
        """INSERT INTO work (customer_id, stage, key, payload, state, order_at, done_at)
           VALUES (%s, %s, %s, '{"text": ""}', 'silent', %s, now())
           ON CONFLICT (stage, key) DO UPDATE SET state = 'silent', done_at = now()
           WHERE work.state = 'due'""",
        (customer_id, stage, key, order_at),
    )


def heads(customer_id: int) -> list[Task]:
    """Return the first due row of each stage, whether or not its time has come."""
    return [Task(*row) for row in every(_HEADS, customer_id)]


def pending(customer_id: int, stage: str) -> list[Task]:
    """Return all rows of a stage that are not done, oldest first."""
    rows = every(
        """SELECT id, customer_id, stage, key, payload, order_at, due_at, attempts,
                  extract(epoch FROM due_at - now())::float
           FROM work WHERE customer_id = %s AND stage = %s AND state = 'due'
           ORDER BY order_at, id""",
        customer_id,
        stage,
    )
    return [Task(*row) for row in rows]


def is_newer_due(customer_id: int, stages: Sequence[str], than: int) -> bool:
    """Tell whether a row of these stages that came after another could be done now."""
    row = one(
        """SELECT EXISTS (SELECT FROM work WHERE customer_id = %s AND state = 'due'
               AND stage = ANY(%s) AND id > %s AND (stage <> 'in' OR due_at <= now()))""",
        customer_id,
        list(stages),
        than,
    )
    return bool(row[0])


def finish(*task_ids: int, state: str = "done", error: str | None = None) -> bool:
    """End rows that are still due; tell whether all of them were."""
    cursor = database.execute_sql(
        """UPDATE work SET state = %s, error = %s, done_at = now()
           WHERE id = ANY(%s) AND state = 'due'""",
        (state, error, list(task_ids)),
    )
    return bool(cursor.rowcount == len(task_ids))


def postpone(task: Task, error: str, after: timedelta | None = None) -> None:
    """Try again later: doubling from half a second to the cap, or after the given time."""
    delay = after or min(BACKOFF_CAP, timedelta(seconds=0.5 * 2 ** min(task.attempts, 10)))
    database.execute_sql(
        """UPDATE work SET attempts = attempts + 1, error = %s, due_at = now() + %s,
               tried_at = now() WHERE id = %s""",
        (error[:500], delay, task.id),
    )


def broke(task: Task) -> int:
    """Try again later what broke in a way that nobody foresaw; return how often it has by now."""
    postpone(task, "broke")
    row = one(
        """UPDATE work SET payload = payload || jsonb_build_object(
               'broke', coalesce((payload ->> 'broke')::int, 0) + 1)
           WHERE id = %s RETURNING (payload ->> 'broke')::int""",
        task.id,
    )
    return int(row[0])


def reschedule(customer_id: int, stage: str, delay: timedelta) -> None:
    """Give every due row of a stage the same time: a burst waits as one."""
    database.execute_sql(
        """UPDATE work SET due_at = now() + %s
           WHERE customer_id = %s AND stage = %s AND state = 'due'""",
        (delay, customer_id, stage),
    )
