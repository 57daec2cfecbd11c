"""An outage of Rocket.Chat: who waits long is told so once, and afterwards nobody waits longer."""

from psycopg.types.json import Jsonb

from brain import wake
from brain.errors import Failure
from brain.models import database, one
from brain.rocketchat.either_door import Door
from brain.wording import say

# Reasons that speak of an absence, as `Away` words them.
_FOR_ROCKETCHAT = """state = 'due'
    AND (error LIKE 'rocketchat away%%' OR error LIKE 'rocketchat answered%%'
         OR error LIKE 'app away%%' OR error LIKE 'app answered%%')"""
_HELD_UP = f"{_FOR_ROCKETCHAT} AND due_at > now() + interval '1 s'"

TOLD_AFTER = "3 minutes"
# Once an outage: the message that waits first, for its room or its answer, stays the first until it
# is served. The words go out at once, and into the room as soon as there is one: two rows, one key.
_TELL = f"""
WITH first AS (
    SELECT DISTINCT ON (customer_id) customer_id, id FROM work
    WHERE stage IN ('in', 'turn') AND {_FOR_ROCKETCHAT}
      AND created_at < now() - interval '{TOLD_AFTER}'
      AND NOT EXISTS (
          SELECT FROM work told WHERE told.customer_id = work.customer_id AND told.stage = 'out'
          AND told.order_at > now() - interval '1 hour' AND told.key LIKE 'c-outage-%%')
    ORDER BY customer_id, id
), told AS (
    INSERT INTO work (customer_id, stage, key, payload, order_at)
    SELECT customer_id, 'out', 'c-outage-' || id, %(words)s, now() FROM first
    ON CONFLICT DO NOTHING RETURNING customer_id, key, order_at
)
INSERT INTO work (customer_id, stage, key, payload, order_at)
SELECT customer_id, 'note', key, %(words)s, order_at FROM told
ON CONFLICT DO NOTHING RETURNING customer_id
"""  # noqa: S608


def end_if_over(door: Door) -> bool:
    """Make due what waits for Rocket.Chat, if it is there again; return whether anything was."""
    if not one(f"SELECT EXISTS (SELECT FROM work WHERE {_HELD_UP})")[0]:  # noqa: S608
        return False
    try:
        door.health()
    except Failure:
        return False
    database.execute_sql(f"UPDATE work SET due_at = now() - interval '1 s' WHERE {_HELD_UP}")  # noqa: S608
    return True


def tell_who_waits() -> None:
    """Tell customers, once, that they are heard and that the answer takes a while."""
    words = Jsonb({"room": "", "author": "notice", "text": say("customer.outage")})
    wake.customers(row[0] for row in database.execute_sql(_TELL, {"words": words}).fetchall())
