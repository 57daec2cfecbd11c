"""Throw away what nobody needs any more: ticks, dead processes' signs."""

from brain.models import database
from brain.privacy import forgotten

_OLD = (
    "DELETE FROM tick WHERE ctid IN (SELECT ctid FROM tick t WHERE tick < "
    "(SELECT max(tick) FROM tick same WHERE same.task = t.task) - 100)",
    "DELETE FROM process WHERE beat_at < now() - interval '1 day'",
)


def tidy() -> None:
    """Do all of it; each statement stands alone."""
    for sql in _OLD:
        database.execute_sql(sql)
    forgotten.tidy()
