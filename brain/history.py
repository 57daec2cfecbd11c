"""What was said lately, from the rows that carried it."""

from typing import Any, Literal

from brain.mind.values import Utterance
from brain.models import every

Author = Literal["customer", "bot", "agent", "notice"]
LATEST = 16

_SAID = """
SELECT key, stage, payload, order_at FROM work
WHERE customer_id = %s AND stage IN ('turn', 'out') AND NOT (stage = 'turn' AND key = ANY(%s))
  AND state <> 'failed' AND payload ->> 'text' <> ''
ORDER BY order_at DESC, id DESC LIMIT %s
"""


def of(
    customer_id: int, without: tuple[str, ...] = (), latest: int = LATEST
) -> tuple[Utterance, ...]:
    """Return the latest utterances between a customer and the store, oldest first."""
    rows = every(_SAID, customer_id, list(without), latest)
    return tuple(
        Utterance(key, _author(stage, payload), payload.get("text") or "", order_at)
        for key, stage, payload, order_at in reversed(rows)
    )


def _author(stage: str, payload: dict[str, Any]) -> Author:
    if stage == "turn":
        return "customer"
    author: Author = payload["author"]
    return author
