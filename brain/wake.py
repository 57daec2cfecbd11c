"""Wake-ups: notifications that say only "look". Losing, doubling or delaying one does no harm."""

from collections.abc import Iterable

from brain.models import database

CHANNEL = "mostrador_wake"

_CUSTOMERS = f"SELECT pg_notify('{CHANNEL}', 'customer ' || c) FROM unnest(%s::bigint[]) AS c"  # noqa: S608
_ITEMS = f"SELECT pg_notify('{CHANNEL}', 'item ' || i) FROM unnest(%s::bigint[]) AS i"  # noqa: S608


def customers(ids: Iterable[int]) -> None:
    """Have these customers looked at, once the caller's transaction is committed."""
    wanted = sorted(set(ids))
    if wanted:
        database.execute_sql(_CUSTOMERS, (wanted,))


def items(ids: Iterable[int]) -> None:
    """Have these stored items sorted. They are named, not their senders: names are logged."""
    database.execute_sql(_ITEMS, (sorted(ids),))
