"""Conversations: a customer's messages without a long silence between them, and how they ended.

A question counts as answered by the bot only where no person took part. It is *confirmed* where the
customer thanked or said goodbye after the answer, *assumed* where he did not come back within 72
hours, and until those are over nothing is said of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from brain.models import database
from brain.report.period import Period
from brain.report.queries import ANSWERED

SILENCE = "6 hours"
BACK_WITHIN = "72 hours"
THANKS = '$.understood.intents[*].name == "gracias" || $.understood.intents[*].name == "despedida"'

_CASES = f"""
WITH said AS (
    SELECT customer_id, order_at AS at FROM work
    WHERE stage = 'turn' AND payload ? 'room'
      AND order_at >= %(begins)s - interval '1 day'
      AND order_at < %(ends)s + interval '{BACK_WITHIN}' + interval '1 day'
), spaced AS (
    SELECT customer_id, at, lag(at) OVER (PARTITION BY customer_id ORDER BY at) AS before FROM said
), parted AS (
    SELECT customer_id, at,
           sum((before IS NULL OR at - before > interval '{SILENCE}')::int)
               OVER (PARTITION BY customer_id ORDER BY at ROWS UNBOUNDED PRECEDING) AS number
    FROM spaced
), spans AS (
    SELECT customer_id, number, min(at) AS began, max(at) AS ended,
           lead(min(at), 1, 'infinity'::timestamptz)
               OVER (PARTITION BY customer_id ORDER BY number) AS next_began
    FROM parted GROUP BY customer_id, number
), cases AS (
    SELECT spans.*, coalesce(customer.phone, '') = ANY(%(pilot)s) AS pilot
    FROM spans JOIN customer ON customer.id = customer_id
    WHERE began >= %(begins)s AND began < %(ends)s
), spoken AS (
    SELECT c.customer_id, c.number,
           min(o.order_at) FILTER (WHERE o.payload ->> 'author' <> 'notice') AS first_answer,
           max(o.order_at) FILTER (WHERE o.payload ->> 'author' <> 'notice') AS last_answer,
           bool_or(o.payload ->> 'author' = 'agent') AS by_person
    FROM cases c JOIN work o ON o.customer_id = c.customer_id AND o.stage = 'out'
         AND o.order_at >= c.began AND o.order_at < c.next_began
    GROUP BY c.customer_id, c.number
), decided AS (
    SELECT c.customer_id, c.number,
           bool_or(d.action = 'HandOff' AND d.outcome = 'done') AS handed,
           max(w.order_at) FILTER (WHERE {ANSWERED} AND d.outcome = 'done'
               AND NOT d.data ->> 'workflow' = ANY(%(social)s)) AS answered,
           max(w.order_at) FILTER (WHERE d.data ->> 'workflow' = 'social'
               AND d.data @@ '{THANKS}') AS thanked
    FROM decision d
    JOIN work w ON w.stage = 'turn' AND w.key = d.data -> 'message_ids' ->> 0
    JOIN cases c ON c.customer_id = w.customer_id
         AND w.order_at >= c.began AND w.order_at < c.next_began
    WHERE d.created_at >= %(begins)s - interval '1 day'
      AND d.created_at < %(ends)s + interval '{BACK_WITHIN}' + interval '1 day'
    GROUP BY c.customer_id, c.number
), judged AS (
    SELECT pilot, extract(epoch FROM first_answer - began) AS waited,
           extract(epoch FROM last_answer - began) AS lasted,
           CASE WHEN handed OR by_person THEN 'person'
                WHEN answered IS NULL THEN 'unanswered'
                WHEN thanked > answered THEN 'confirmed'
                WHEN next_began <= ended + interval '{BACK_WITHIN}' THEN 'returned'
                WHEN ended + interval '{BACK_WITHIN}' > %(now)s THEN 'open'
                ELSE 'assumed' END AS ending
    FROM cases LEFT JOIN spoken USING (customer_id, number)
               LEFT JOIN decided USING (customer_id, number)
)
SELECT grouping(pilot) = 1 AS everybody, pilot, count(*),
       count(*) FILTER (WHERE ending = 'confirmed'), count(*) FILTER (WHERE ending = 'assumed'),
       count(*) FILTER (WHERE ending = 'open'), count(*) FILTER (WHERE ending = 'returned'),
       count(*) FILTER (WHERE ending = 'person'), count(*) FILTER (WHERE ending = 'unanswered'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY waited),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY waited),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY lasted)
FROM judged GROUP BY GROUPING SETS ((), (pilot))
"""  # noqa: S608
# How a turn ends that answers no question about the store.
SOCIAL = ["social", "declined", "robot", "silent", "media", "unclear"]


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
    first_answer: float | None = None
    first_answer_slow: float | None = None  # nine of ten were faster
    last_answer: float | None = None

    @property
    def without_person(self) -> int:
        """Answered by the bot, as far as that can be known."""
        return self.confirmed + self.assumed

    @property
    def known(self) -> int:
        """Those whose end is known: all but the ones that are less than 72 hours old."""
        return self.cases - self.open


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
        "pilot": sorted(pilot),
        "social": SOCIAL,
        "now": now,
    }
    sides = {row[1] if not row[0] else None: Counted(*row[2:9], *map(_seconds, row[9:]))
             for row in database.execute_sql(_CASES, values).fetchall()}  # fmt: skip
    none = Counted()
    return Cases(sides.get(None, none), sides.get(True, none), sides.get(False, none))


def _seconds(value: object) -> float | None:
    return None if value is None else float(str(value))
