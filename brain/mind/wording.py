"""How dates, times, counts and names are written for a customer."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from brain.mind.prompts import Prompts


def day_month(day: date, today: date, words: Prompts) -> str:
    """Write "30 de noviembre", with the year only where it is another one."""
    month = words.names("months.names")[day.month - 1]
    if day.year == today.year:
        return words.say("months.date", day=day.day, month=month)
    return words.say("months.date_year", day=day.day, month=month, year=day.year)


def clock(moment: time, words: Prompts) -> str:
    """Write "8:00 a. m."."""
    half = words.say("clock.am" if moment.hour < 12 else "clock.pm")
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {half}"


def count(amount: Decimal) -> str:
    """Write a stock or a quantity without needless zeros, with commas between thousands."""
    normal = amount.normalize()
    whole = normal == normal.to_integral_value()
    return f"{int(normal):,}" if whole else f"{normal:,f}"


def first_name(name: str | None) -> str:
    """Give the first name where a profile name looks like one, else ""."""
    first = (name or "").split()[:1]
    if not first or not first[0].isalpha() or not 2 < len(first[0]) <= 14:
        return ""
    return first[0].capitalize()


def daypart(now: datetime, words: Prompts) -> str:
    part = "morning" if 4 <= now.hour < 12 else "afternoon" if 12 <= now.hour < 19 else "night"
    return words.say(f"dayparts.{part}")
