"""The days that a report is about, in the store's own time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

USUAL_DAYS = 30
LONGEST_DAYS = 366
YEARS = range(2000, 2200)


class PeriodRefused(Exception):
    """Dates that make no period; the argument is the key of the words that say why."""


@dataclass(frozen=True)
class Period:
    """From the first day to the last one, both whole."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """The first moment of it, in UTC."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it, in UTC."""
        after = self.last + timedelta(days=1)
        return datetime.combine(after, time(), self.zone).astimezone(UTC)


def read(first: str, last: str, now: datetime, zone: ZoneInfo) -> Period:
    """Read two dates as 2026-11-22; what is left out is today, and thirty days.

    Raises:
        PeriodRefused: no dates, the wrong way round, or more than a year.
    """
    try:
        ends = date.fromisoformat(last) if last else now.astimezone(zone).date()
        begins = date.fromisoformat(first) if first else ends - timedelta(days=USUAL_DAYS - 1)
    except ValueError:
        raise PeriodRefused("not_a_date") from None
    if not all(day.year in YEARS for day in (begins, ends)):
        raise PeriodRefused("not_a_date")
    if begins > ends:
        raise PeriodRefused("wrong_way_round")
    if (ends - begins).days >= LONGEST_DAYS:
        raise PeriodRefused("too_long")
    return Period(begins, ends, zone)
