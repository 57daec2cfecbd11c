"""The clock was set back: what waits for an hour that is yet to come again is done now.

Nothing is due long after it was made or tried, so what was made or tried in the future tells it.
"""

import structlog

from brain.models import database

log = structlog.get_logger()

_FUTURE = "now() + interval '5 s'"
# What is due within the minute can wait: so the index leaves nearly nothing to look at.
_ROWS = f"""
UPDATE work SET due_at = now() - interval '2 s', tried_at = now()
WHERE state = 'due' AND due_at > now() + interval '40 s'
  AND (created_at > {_FUTURE} OR tried_at > {_FUTURE})
"""  # noqa: S608
_SENDS = f"""
UPDATE send SET intended_at = now() WHERE state = 'intended' AND intended_at > {_FUTURE}
"""  # noqa: S608


def make_good() -> None:
    """Let nothing wait for a time that was there before."""
    rows = database.execute_sql(_ROWS).rowcount
    sends = database.execute_sql(_SENDS).rowcount
    if rows or sends:
        log.warning("clock.set_back", rows=rows, sends=sends)
