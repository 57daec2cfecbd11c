"""Holidays: those of every year, moved as the law says, and the store's own days, from a file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from brain.mind.hours import Spans, parse_spans

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SUNDAY = 0, 1, 2, 3, 4, 6


class HolidaysRefused(Exception):
    """The file says something that is no holiday; the message says what."""


@dataclass(frozen=True)
class Holiday:
    """A day unlike others: its name, and the hours of that day (none: closed)."""

    name: str
    spans: Spans = ()


@dataclass(frozen=True)
class Holidays:
    """Which days are unlike others."""

    rules: tuple[Mapping[str, Any], ...] = ()
    own: Mapping[date, Holiday | None] = field(default_factory=dict)

    def on(self, day: date) -> Holiday | None:
        """Return what a day is; None for a day like any other."""
        if day in self.own:
            return self.own[day]
        names = (rule["name"] for rule in self.rules if kept(rule, day.year) == day)
        return next((Holiday(name) for name in names), None)


def load(path: Path) -> Holidays:
    """Read the file, anew where it changed.

    Raises:
        HolidaysRefused: an entry is malformed.
        OSError: the file cannot be read.
    """
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, stamp: int) -> Holidays:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = tuple(told.get("every_year", ()))
        for rule in rules:
            kept(rule, 2026)
            _ = rule["name"]
        return Holidays(rules, {entry["date"]: _own(entry) for entry in told.get("day", ())})
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise HolidaysRefused(f"{path}: {error}") from error


def _own(entry: Mapping[str, Any]) -> Holiday | None:
    if entry.get("open"):
        return None
    spans = parse_spans(entry["hours"]) if "hours" in entry else ()
    if "hours" in entry and not spans:
        raise ValueError(f"{entry['date']}: write hours like 8:00am-1:00pm")
    return Holiday(entry["name"], spans)


def kept(rule: Mapping[str, Any], year: int) -> date:
    """Return the day on which a holiday is kept in a year."""
    if "easter" in rule:
        return easter(year) + timedelta(days=rule["easter"])
    day = date.fromisoformat(f"{year}-{rule['day']}")
    weekday = day.weekday()
    if weekday == SUNDAY and rule.get("sunday_moves"):
        return day + timedelta(days=1)
    if not rule.get("moves"):
        return day
    if weekday in (TUESDAY, WEDNESDAY):
        return day - timedelta(days=weekday - MONDAY)
    if weekday in (THURSDAY, FRIDAY):
        return day + timedelta(days=7 - weekday)
    return day


def easter(year: int) -> date:
    """Return Easter Sunday, by Gauss's rule for the years 1900 to 2099."""
    moon = (19 * (year % 19) + 24) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    late = weekday == 6 and (moon == 29 or (moon == 28 and year % 19 > 10))
    return date(year, 3, 22) + timedelta(days=moon + weekday - (7 if late else 0))
