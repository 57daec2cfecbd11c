"""Forget what is older than the settings say, a little at a time, and nothing that is needed.

What makes things happen once is kept as long as they could be told again: Meta repeats webhooks
for seven days, and the sweep reads open rooms from where it stopped.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from brain.models import database
from brain.settings import Settings

log = structlog.get_logger()

BATCH = 500
MOST_BATCHES = 200  # a tick's worth; the next goes on

_ITEMS = """
DELETE FROM webhook_item WHERE id IN (
    SELECT id FROM webhook_item item WHERE sorted_at < %(before)s AND NOT EXISTS (
        SELECT FROM work WHERE stage = 'in' AND state = 'due' AND key = item.key)
    ORDER BY id LIMIT %(batch)s)
"""
# A room that is open is read again from a moment before `read_until`: what is older is safe. Of a
# room that was never read everything is.
_WORK = """
DELETE FROM work WHERE id IN (
    SELECT id FROM work old WHERE state <> 'due' AND done_at < %(before)s
      AND NOT EXISTS (
        SELECT FROM room WHERE room.id = old.payload ->> 'room' AND room.open
          AND (room.read_until IS NULL OR old.order_at > room.read_until - interval '1 day'))
      AND NOT EXISTS (
        SELECT FROM send WHERE send.work_id = old.id AND send.state = 'intended')
    ORDER BY done_at LIMIT %(batch)s)
"""
# The latest of a customer is what the conversation goes on from: one that is as old begins anew.
_DECISIONS = """
DELETE FROM decision WHERE id IN (
    SELECT id FROM decision WHERE created_at < %(before)s AND outcome <> 'intended'
    ORDER BY id LIMIT %(batch)s)
"""
_ROOMS = """
DELETE FROM room WHERE id IN (
    SELECT id FROM room WHERE NOT open AND closed_at < %(before)s LIMIT %(batch)s)
"""
# A ticket's number stays, for they have no gaps; what the customer said goes.
_TICKETS = """
UPDATE ticket SET title = '', summary = '', original_text = '' WHERE number IN (
    SELECT number FROM ticket WHERE status = 'resuelto' AND resolved_at < %(before)s
      AND original_text || summary || title <> '' LIMIT %(batch)s)
"""
_CHANGES = """
DELETE FROM identity_change WHERE id IN (
    SELECT id FROM identity_change WHERE at < %(before)s LIMIT %(batch)s)
"""
_ACCESS = """
DELETE FROM account_access WHERE id IN (
    SELECT id FROM account_access WHERE at < %(before)s LIMIT %(batch)s)
"""
CONVERSATIONS = {
    "webhook_item": _ITEMS, "work": _WORK, "decision": _DECISIONS, "room": _ROOMS,
    "ticket": _TICKETS, "identity_change": _CHANGES,
}  # fmt: skip


def forget(
    settings: Settings, now: datetime, more: Callable[[], bool] = lambda: True
) -> dict[str, int]:
    """Forget what is due to be; return how many rows of each table.

    Args:
        more: asked between batches; False stops, and the next tick goes on.
    """
    gone: dict[str, int] = {}
    for days, statements in (
        (settings.retention_days, CONVERSATIONS),
        (settings.retention_audit_days, {"account_access": _ACCESS}),
    ):
        if days:
            for table, sql in statements.items():
                gone[table] = _forget(sql, now - timedelta(days=days), more)
    if any(gone.values()):
        log.info("retention.forgot", **gone)
    return gone


def _forget(sql: str, before: datetime, more: Callable[[], bool]) -> int:
    values: dict[str, Any] = {"before": before, "batch": BATCH}
    total = 0
    for _ in range(MOST_BATCHES):
        count = database.execute_sql(sql, values).rowcount
        total += count
        if count < BATCH or not more():
            break
    return total
