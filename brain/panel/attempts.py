"""Logins that failed: counted in the database, so that guessing stops in every process at once."""

import hashlib

from brain.models import database, one

AT_MOST = {"pair": 5, "name": 20, "address": 30}
WITHIN = "15 minutes"

_NOTE = "INSERT INTO panel_attempt (who) SELECT unnest(%s::text[])"
_COUNT = f"""
SELECT count(*) FROM panel_attempt WHERE who = %s AND at > now() - interval '{WITHIN}'
"""  # noqa: S608
_FORGET = f"DELETE FROM panel_attempt WHERE at < now() - interval '{WITHIN}'"  # noqa: S608


def may_try(name: str, address: str) -> bool:
    """Count a login as failed before it is tried, and tell whether it may be tried at all."""
    keys = _keys(name, address)
    with database.atomic():
        database.execute_sql(_FORGET)
        database.execute_sql(_NOTE, (list(keys.values()),))
    return all(one(_COUNT, key)[0] <= AT_MOST[kind] for kind, key in keys.items())


def forgive(name: str, address: str) -> None:
    """Forget what this person tried from here: it was the right one."""
    keys = list(_keys(name, address).values())
    database.execute_sql("DELETE FROM panel_attempt WHERE who = ANY(%s)", (keys,))


def _keys(name: str, address: str) -> dict[str, str]:
    """Nobody's name or address is kept."""
    pair = f"{name.lower()}\n{address}"
    return {"pair": _hash(pair), "name": _hash(name.lower()), "address": _hash(f"\n{address}")}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
