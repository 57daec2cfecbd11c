"""Tickets that nobody takes: yellow, then red, and the department's head is called. By the clock.

Only minutes in which people answer count. A level is reached once: a guarded UPDATE, and the card's
row in the same transaction.
"""

from datetime import datetime

import structlog

from brain import ticket_news, tickets
from brain.models import database, every
from brain.services import Services
from brain.settings import Settings

log = structlog.get_logger()

YELLOW, RED = 1, 2

_WAITING = """
SELECT number, waiting_since, stale FROM ticket
WHERE waiting_since IS NOT NULL AND status <> 'resuelto' AND stale < %s ORDER BY waiting_since
"""
_RAISE = """
UPDATE ticket SET stale = %(level)s, version = version + 1,
    status = CASE WHEN priority = 'alta' OR %(level)s >= 2 THEN 'urgente' ELSE 'pendiente' END
WHERE number = %(number)s AND stale < %(level)s AND status <> 'resuelto'
  AND waiting_since = %(since)s
"""


def look(services: Services) -> list[int]:
    """Raise the level of every ticket that has waited too long; return their numbers."""
    opening, now = services.opening(), services.now()
    raised = []
    for number, since, stale in every(_WAITING, RED):
        level = level_of(opening.minutes_between(since, now), services.settings)
        if level > stale and _raise(number, since, level, now):
            log.info("ticket.stale", ticket=number, level=level)
            raised.append(number)
    return raised


def level_of(minutes: float, settings: Settings) -> int:
    """Return how stale a ticket is that has waited for so many minutes of opening hours."""
    for level, limit in (
        (RED, settings.ticket_red_minutes),
        (YELLOW, settings.ticket_yellow_minutes),
    ):
        if limit and minutes >= limit:
            return level
    return 0


def _raise(number: int, since: datetime, level: int, now: datetime) -> bool:
    told = {"number": number, "since": since, "level": level}
    with database.atomic():
        if not database.execute_sql(_RAISE, told).rowcount:
            return False  # somebody took it, or another worker was quicker
        ticket_news.changed(tickets.get(number), now, mention=True)
    return True
