"""Conversations: a customer's messages without a long silence between them, and how they ended.

A question counts as answered by the bot only where no person took part. It is *confirmed* where the
customer thanked or said goodbye after the answer, *assumed* where he did not come back within 72
hours, and until those are over nothing is said of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from brain.models import database
from brain.report.period import Period
from brain.report.queries import ANSWERED

SILENCE = "6 hours"
BACK_WITHIN = "72 hours"
BACK_AFTER = timedelta(hours=72 + 24)  # so long after a period its conversations are followed
THANKS = '$.understood.intents[*].name == "gracias" || $.understood.intents[*].name == "despedida"'

# One pass over what was said, in order: a conversation's number is how many began until then.
_CASES = f"""
WITH decided AS (
    SELECT d.data -> 'message_ids' ->> 0 AS key,
           d.action = 'HandOff' AND d.outcome = 'done' AS handed,
           {ANSWERED} AND d.outcome = 'done'
               AND NOT d.data ->> 'workflow' = ANY(%(social)s) AS answered,
           NOT d.data ->> 'workflow' = ANY(%(chat)s) AS asked,
           d.data ->> 'workflow' = 'social' AND d.data @@ '{THANKS}' AS thanked
    FROM decision d
    WHERE d.created_at >= %(begins)s - interval '1 day' AND d.created_at < %(seen)s
), said AS (
    SELECT customer_id, order_at AS at, stage, payload ->> 'author' AS author,
           handed, asked, answered, thanked
    FROM work LEFT JOIN decided ON stage = 'turn' AND decided.key = work.key
    WHERE stage IN ('turn', 'out') AND payload ? 'room'
      AND order_at >= %(begins)s - interval '1 day' AND order_at < %(seen)s
), spaced AS (
    SELECT *, max(at) FILTER (WHERE stage = 'turn') OVER (PARTITION BY customer_id
        ORDER BY at, stage DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM said
), parted AS (
    SELECT *, count(*) FILTER (
            WHERE stage = 'turn' AND (before IS NULL OR at - before > interval '{SILENCE}')
        ) OVER (PARTITION BY customer_id
                ORDER BY at, stage DESC ROWS UNBOUNDED PRECEDING) AS number
    FROM spaced
), cases AS (
    SELECT customer_id, number,
           min(at) FILTER (WHERE stage = 'turn') AS began,
           max(at) FILTER (WHERE stage = 'turn') AS ended,
           min(at) FILTER (WHERE author <> 'notice') AS first_answer,
           max(at) FILTER (WHERE author <> 'notice') AS last_answer,
           bool_or(author = 'agent') AS by_person, bool_or(handed) AS handed,
           bool_or(asked) AS asked,
           max(at) FILTER (WHERE answered) AS answered, max(at) FILTER (WHERE thanked) AS thanked
    FROM parted WHERE number > 0 GROUP BY customer_id, number
), followed AS (
    SELECT *, lead(began, 1, 'infinity'::timestamptz)
        OVER (PARTITION BY customer_id ORDER BY number) AS next_began
    FROM cases
), judged AS (
    SELECT coalesce(phone, '') = ANY(%(pilot)s) AS pilot,
           extract(epoch FROM first_answer - began) AS waited,
           extract(epoch FROM last_answer - began) AS lasted,
           CASE WHEN handed OR by_person THEN 'person'
                WHEN NOT asked THEN 'chat'
                WHEN answered IS NULL THEN 'unanswered'
                WHEN thanked > answered THEN 'confirmed'
                WHEN next_began <= ended + interval '{BACK_WITHIN}' THEN 'returned'
                WHEN ended + interval '{BACK_WITHIN}' > %(now)s THEN 'open'
                ELSE 'assumed' END AS ending
    FROM followed JOIN customer ON customer.id = customer_id
    WHERE began >= %(begins)s AND began < %(ends)s
)
SELECT grouping(pilot) = 1 AS everybody, pilot, count(*),
       count(*) FILTER (WHERE ending = 'confirmed'), count(*) FILTER (WHERE ending = 'assumed'),
       count(*) FILTER (WHERE ending = 'open'), count(*) FILTER (WHERE ending = 'returned'),
       count(*) FILTER (WHERE ending = 'person'), count(*) FILTER (WHERE ending = 'unanswered'),
       count(*) FILTER (WHERE ending = 'chat'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY waited),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY waited),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY lasted)
FROM judged GROUP BY GROUPING SETS ((), (pilot))
"""  # noqa: S608
# How a turn ends that is about nothing, and one that leaves the question open.
CHAT = ["social", "declined", "private", "robot", "silent"]
UNCLEAR = ["media", "unclear"]


@dataclass(frozen=True)
class Counted:
    """How some customers' conversations ended, and how fast they were answered (seconds)."""

    cases: int = 0
    confirmed: int = 0
    assumed: int = 0
    open: int = 0
    returned: int = 0
    person: int = 0
    unanswered: int = 0
    chat: int = 0  # nothing was asked: a greeting, thanks
    first_answer: float | None = None
    first_answer_slow: float | None = None  # nine of ten were faster
    last_answer: float | None = None

    @property
    def without_person(self) -> int:
        """Answered by the bot, as far as that can be known."""
        return self.confirmed + self.assumed

    @property
    def known(self) -> int:
        """Those with a question whose end is known: not the ones less than 72 hours old."""
        return self.cases - self.open - self.chat


@dataclass(frozen=True)
class Cases:
    """Everybody's, and in a pilot those of both sides."""

    everybody: Counted
    pilot: Counted
    others: Counted


def count(period: Period, pilot: Collection[str], now: datetime) -> Cases:
    """Count the conversations that began in a period."""
    values = {
        "begins": period.begins,
        "ends": period.ends,
        "seen": period.ends + BACK_AFTER,
        "pilot": sorted(pilot),
        "social": [*CHAT, *UNCLEAR],
        "chat": CHAT,
        "now": now,
    }
    sides = {row[1] if not row[0] else None: Counted(*row[2:10], *map(_seconds, row[10:]))
             for row in database.execute_sql(_CASES, values).fetchall()}  # fmt: skip
    none = Counted()
    return Cases(sides.get(None, none), sides.get(True, none), sides.get(False, none))


def _seconds(value: object) -> float | None:
    return None if value is None else float(str(value))
