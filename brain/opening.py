"""When people answer: the store's hours, holidays, and time that counts while it is open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from brain import holidays
from brain.holidays import Holiday, Holidays, HolidaysRefused
from brain.mind.hours import Spans, Week, parse_hours
from brain.settings import Settings
from knowledge import reading

log = structlog.get_logger()

ALWAYS = "siempre"
SHIPPED = Path(__file__).parent / "holidays.toml"
ALL_DAY: Spans = ((time.min, time.max),)
FURTHEST = 21  # days that the next opening is looked for


@dataclass(frozen=True)
class Opening:
    """When people answer. Times given and returned are aware; `zone` is the store's.

    Args:
        week: the spans of each weekday; None where nobody knows: then it is always open.
    """

    zone: ZoneInfo
    week: Week | None = None
    holidays: Holidays = field(default_factory=Holidays)

    def holiday(self, at: datetime) -> Holiday | None:
        """Return the holiday that it is then, if it is one."""
        return self.holidays.on(at.astimezone(self.zone).date())

    def is_open(self, at: datetime) -> bool:
        """Tell whether people answer then."""
        return any(opens <= at < closes for opens, closes in self._on(self._day(at)))

    def next_opening(self, after: datetime) -> datetime | None:
        """Return when people answer again: the moment itself while they do."""
        if self.is_open(after):
            return after
        first = self._day(after)
        for ahead in range(FURTHEST):
            for opens, _ in self._on(first + timedelta(days=ahead)):
                if opens > after:
                    return opens
        return None

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Return how many minutes of opening hours lie between two moments."""
        total = timedelta()
        for opens, closes in self._spans(start, end):
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total.total_seconds() / 60

    def _spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        day, last = self._day(start), self._day(end)
        while day <= last:
            yield from self._on(day)
            day += timedelta(days=1)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _on(self, day: date) -> list[tuple[datetime, datetime]]:
        special = self.holidays.on(day)
        spans = special.spans if special else self._of_weekday(day)
        return [(self._at(day, opens), self._at(day, closes)) for opens, closes in spans]

    def _of_weekday(self, day: date) -> Spans:
        return ALL_DAY if self.week is None else self.week.get(day.weekday(), ())

    def _at(self, day: date, moment: time) -> datetime:
        if moment == time.max:
            return datetime.combine(day + timedelta(days=1), time.min, self.zone)
        return datetime.combine(day, moment, self.zone)


def of_store(settings: Settings) -> Opening:
    """Return when people answer: SUPPORT_HOURS, else whenever one of the branches is open."""
    return Opening(settings.zone, _week(settings.support_hours), _holidays(settings))


def special_days(settings: Settings) -> Callable[[date], tuple[str, Spans] | None]:
    """Return how the mind learns of days unlike others: their name and hours."""

    def on(day: date) -> tuple[str, Spans] | None:
        holiday = _holidays(settings).on(day)
        return (holiday.name, holiday.spans) if holiday else None

    return on


def _holidays(settings: Settings) -> Holidays:
    """Read the holidays; a file that was spoilt while we work stops nobody's handoff."""
    try:
        return holidays.load(settings.holidays_file)
    except (HolidaysRefused, OSError) as error:
        log.warning("holidays.refused", reason=str(error))
        return holidays.load(SHIPPED)


def _week(said: str) -> Week | None:
    if said == ALWAYS:
        return None
    if said:
        return parse_hours(said)
    weeks = [parse_hours(branch.hours) for branch in reading.branches() if branch.hours]
    return together([week for week in weeks if week]) or None


def together(weeks: list[Week]) -> Week:
    """Return the hours at which at least one of them is open, overlapping spans made one."""
    days = sorted({day for week in weeks for day in week})
    return {
        day: _joined(sorted(span for week in weeks for span in week.get(day, ()))) for day in days
    }


def _joined(spans: list[tuple[time, time]]) -> Spans:
    joined: list[tuple[time, time]] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)
