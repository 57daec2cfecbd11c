"""Store what a webhook brought, in one statement, before Meta hears 200."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from psycopg.types.json import Jsonb

from brain.models import every
from whatsapp.webhook import Item

_STORE = """
INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload)
SELECT phone_number_id, key, status, kind, sender, payload
FROM jsonb_to_recordset(%s) AS item
    (phone_number_id text, key text, status text, kind text, sender text, payload jsonb)
ON CONFLICT DO NOTHING
RETURNING id, sender, kind, status
"""


def store(items: Sequence[Item]) -> list[int]:
    """Keep every item once, whatever was delivered before; return whom to look at, an item each.

    Statuses that tell of no trouble need no look: the workers' sweep gathers them.
    """
    stored = every(_STORE, Jsonb([vars(item) for item in items]))
    first: dict[str, int] = {}
    for item_id, sender, kind, status in stored:
        if kind != "status" or status == "failed":
            first.setdefault(sender, item_id)
    return list(first.values())


def store_and_ring(
    connection: Callable[[], AbstractContextManager[Any]], ring: Callable[[Iterable[int]], None]
) -> Callable[[Sequence[Item]], None]:
    """Return a `store` that runs on a connection from the pool and wakes the workers afterwards."""

    def store_connected(items: Sequence[Item]) -> None:
        with connection():
            stored = store(items)
        ring(stored)

    return store_connected
