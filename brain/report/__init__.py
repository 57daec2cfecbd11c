"""Numbers for management: what was asked, who answered it, how fast, and what was missing.

The tables are counted in SQL; the same sections become the page, the export and the terminal.
"""

from collections.abc import Collection
from datetime import datetime

from brain.report import cases, sections
from brain.report.period import Period
from brain.report.values import Report

__all__ = ["Period", "Report", "report"]


def report(period: Period, pilot: Collection[str], now: datetime) -> Report:
    """Count everything for a period.

    Args:
        pilot: PILOT_NUMBERS; empty where there is no pilot.
    """
    counted = cases.count(period, pilot, now)
    return Report(
        period=period,
        made_at=now,
        headline=sections.headline(counted),
        sections=tuple(
            [
                sections.answers(counted),
                *([sections.pilot(counted)] if pilot else []),
                sections.intents(period),
                sections.handoffs(period),
                sections.ticket_times(period),
                sections.ticket_ages(now),
                sections.out_of_stock(period),
                sections.unanswered(period),
                sections.satisfaction(period),
            ]
        ),
        empty=not counted.everybody.cases and not sections.ticket_count(),
    )
