"""Store what a webhook brought, in one statement, before Meta hears 200."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from psycopg.types.json import Jsonb

from brain.models import database
from brain.together import Together
from whatsapp.webhook import Item

_INTO = "INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload)"
_ONCE = "ON CONFLICT DO NOTHING RETURNING id, sender, kind, status"
# Nearly every webhook brings one item: said plainly it costs a third less.
_STORE_ONE = f"{_INTO} VALUES (%s, %s, %s, %s, %s, %s) {_ONCE}"
_STORE_MANY = f"""
{_INTO} SELECT phone_number_id, key, status, kind, sender, payload
FROM jsonb_to_recordset(%s) AS item
    (phone_number_id text, key text, status text, kind text, sender text, payload jsonb)
{_ONCE}
"""  # noqa: S608  no value from outside stands in the text


def store(items: Sequence[Item]) -> list[int]:
    """Keep every item once, whatever was delivered before; return whom to look at, an item each.

    Statuses that tell of no trouble need no look: the workers' sweep gathers them.
    """
    first: dict[str, int] = {}
    for item_id, sender, kind, status in _store(items):
        if kind != "status" or status == "failed":
            first.setdefault(sender, item_id)
    return list(first.values())


def _store(items: Sequence[Item]) -> list[tuple[int, str, str, str]]:
    connection = database.connection()  # the driver's own: this is the hottest path there is
    if len(items) == 1:
        item = items[0]
        values = (item.phone_number_id, item.key, item.status, item.kind, item.sender)
        cursor = connection.execute(_STORE_ONE, (*values, Jsonb(item.payload)))
    else:
        cursor = connection.execute(_STORE_MANY, (Jsonb([vars(item) for item in items]),))
    stored: list[tuple[int, str, str, str]] = cursor.fetchall()
    return stored


def store_and_ring(
    connection: Callable[[], AbstractContextManager[Any]], ring: Callable[[Iterable[int]], None]
) -> Callable[[Sequence[Item]], None]:
    """Return a `store` that runs on a connection from the pool and wakes the workers afterwards."""

    def store_connected(items: Sequence[Item]) -> None:
        with connection():
            stored = store(items)
        ring(stored)

    return Together(store_connected)
