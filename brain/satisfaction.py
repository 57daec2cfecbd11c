"""How a customer found the service: asked after people served, by one tap, once a week at most."""

import re
from typing import Any

from brain.models import database, every
from brain.wording import say

CHOICE = "satisfaction"
SCORES = (3, 2, 1)  # good, fair, bad, as the buttons stand
ONCE_IN = "7 days"
_TAPPED = re.compile(rf"{CHOICE}:([0-9]{{1,18}}):([{min(SCORES)}-{max(SCORES)}])")

# The caller holds the customer's lease, so nobody asks beside us; a room is asked for once.
_ASK = f"""
WITH before AS (
    SELECT id FROM satisfaction WHERE customer_id = %(customer)s AND room_id <> %(room)s
      AND asked_at > now() - interval '{ONCE_IN}'
), asked AS (
    INSERT INTO satisfaction (customer_id, room_id, ticket)
    SELECT %(customer)s, %(room)s, %(ticket)s WHERE NOT EXISTS (SELECT FROM before)
    ON CONFLICT (room_id) DO UPDATE SET asked_at = satisfaction.asked_at
    RETURNING id, answered_at
)
SELECT id FROM asked WHERE answered_at IS NULL
"""  # noqa: S608
_ANSWER = """
UPDATE satisfaction SET score = %s, answered_at = now()
WHERE id = %s AND customer_id = %s AND answered_at IS NULL RETURNING room_id
"""


def ask(customer_id: int, room_id: str, ticket: int | None) -> list[dict[str, Any]]:
    """Return the choices to tap, or none where the customer was asked within the week."""
    values = {"customer": customer_id, "room": room_id, "ticket": ticket}
    row = database.execute_sql(_ASK, values).fetchone()
    if row is None:
        return []
    return [
        {"id": f"{CHOICE}:{row[0]}:{score}", "title": say(f"satisfaction.score_{score}")}
        for score in SCORES
    ]


def is_answer(choice_id: str | None) -> bool:
    """Tell whether a tap answers our question."""
    return bool(choice_id) and str(choice_id).startswith(f"{CHOICE}:")


def answer(customer_id: int, choice_id: str) -> tuple[str, int] | None:
    """Keep what the customer tapped; return room and score where it was the first answer."""
    tapped = _TAPPED.fullmatch(choice_id)
    if tapped is None:
        return None
    score = int(tapped[2])
    found = every(_ANSWER, score, int(tapped[1]), customer_id)
    return (found[0][0], score) if found else None
