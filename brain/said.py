"""What customer and store said lately, from the rows that carried it; reads rows only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from brain.models import every

Author = Literal["customer", "bot", "agent", "notice"]
LATEST = 16

_SAID = """
SELECT key, CASE WHEN stage = 'turn' THEN 'customer' ELSE payload ->> 'author' END,
    payload ->> 'text', order_at
FROM work
WHERE customer_id = %s AND stage IN ('turn', 'out') AND NOT (stage = 'turn' AND key = ANY(%s))
  AND state <> 'failed' AND payload ->> 'text' <> ''
ORDER BY order_at DESC, id DESC LIMIT %s
"""


@dataclass(frozen=True)
class Said:
    """One message of either side's, under the id it has in its room."""

    message_id: str
    author: Author
    text: str
    at: datetime


def lately(customer_id: int, *, without: tuple[str, ...] = (), latest: int = LATEST) -> list[Said]:
    """Return the latest messages between a customer and the store, oldest first.

    Args:
        without: ids of messages of the customer's to leave out.
        latest: how many at the most.
    """
    rows = every(_SAID, customer_id, list(without), latest)
    return [Said(*row) for row in reversed(rows)]


def by_customer(customer_id: int, *, latest: int = LATEST) -> list[str]:
    """Return the customer's own among the latest messages, oldest first."""
    return [one.text for one in lately(customer_id, latest=latest) if one.author == "customer"]
