"""Store what a webhook brought, in one statement, before Meta hears 200."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from psycopg.types.json import Jsonb

from brain import wake
from brain.models import database
from whatsapp.webhook import Item

# What must be looked at now: everything but the statuses that tell of no trouble; those are
# gathered by the worker's sweep. The job names the item, not the sender: job arguments are logged.
_STORE = f"""
WITH new AS (
    INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload)
    SELECT phone_number_id, key, status, kind, sender, payload
    FROM jsonb_to_recordset(%s) AS item
        (phone_number_id text, key text, status text, kind text, sender text, payload jsonb)
    ON CONFLICT DO NOTHING
    RETURNING id, sender, kind, status
), first AS (
    SELECT min(id) AS item FROM new WHERE kind <> 'status' OR status = 'failed' GROUP BY sender
)
{
    wake.DEFER.format(
        job=wake.JOB.format(task="'receive'", args="jsonb_build_object('item', item)"),
        source="first",
    )
}
"""  # noqa: S608  no value from outside stands in the text


def store(items: Sequence[Item]) -> None:
    """Keep every item once, whatever was delivered before, and wake the worker for the new ones."""
    rows = [asdict(item) for item in items]
    database.execute_sql(_STORE, (Jsonb(rows),))


def store_with(connection: Callable[[], Any]) -> Callable[[Sequence[Item]], None]:
    """Return a `store` that runs on a connection of its own from the pool."""

    def store_connected(items: Sequence[Item]) -> None:
        with connection():
            store(items)

    return store_connected
