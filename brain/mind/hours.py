"""Read opening hours as stores write them: "L-V 8:00-18:00; Sáb 8:00 a.m. a 1:00 p.m."."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time

from brain.mind.folding import fold

Spans = tuple[tuple[time, time], ...]
Week = Mapping[int, Spans]  # Monday 0; no spans: closed that day

_DAYS = ("lun", "mar", "mie", "jue", "vie", "sab", "dom")
_LETTERS = {"l": 0, "m": 1, "x": 2, "j": 3, "v": 4, "s": 5, "d": 6}
_DAY = (
    r"(?:lun(?:es)?|mar(?:tes)?|mie(?:rcoles)?|jue(?:ves)?|vie(?:rnes)?"
    r"|sab(?:ados?)?|dom(?:ingos?)?|[lmxjvsd])"
)
_DAYSPAN = re.compile(rf"\b({_DAY})\b\.?(?:\s*(?:-|–|a|al|hasta)\s*\b({_DAY})\b\.?)?")
_ALL_DAYS = re.compile(r"todos los dias|diario|cada dia")
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?\s*(?:m\b\.?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|a|hasta)\s*(?:las?\s*)?{_TIME}")


def parse_hours(text: str) -> Week | None:
    """Give the spans of each weekday; None where the text cannot be read with certainty."""
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    folded = re.sub(r"\bde\b|\blas?\b(?= \d)", " ", _folded(text))
    for piece in re.split(r"[;\n|]|,(?=\s*(?:y\s+)?[a-z])|(?<=[m\d])\.?\s+y\s+(?=[a-z])|/", folded):
        days = _days(piece)
        spans = _spans(piece)
        if not days or (not spans and "cerrad" not in piece):
            continue
        week.update(dict.fromkeys(days, spans))
    return week or None


def parse_spans(text: str) -> Spans:
    """Give the spans of one day, as in "8:00am-12:00pm y 2:00pm-6:00pm"."""
    return _spans(_folded(text))


def _folded(text: str) -> str:
    return "; ".join(fold(line) for line in text.replace("–", "-").splitlines())


def _days(piece: str) -> list[int]:
    if _ALL_DAYS.search(piece):
        return list(range(7))
    days: list[int] = []
    for match in _DAYSPAN.finditer(re.sub(r"\b[ap]\.?\s?m\b", " ", piece)):
        first = _day(match[1])
        last = _day(match[2]) if match[2] else first
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days


def _day(word: str) -> int:
    return _DAYS.index(word[:3]) if len(word) > 1 else _LETTERS[word]


def _spans(piece: str) -> tuple[tuple[time, time], ...]:
    found = []
    for match in _SPAN.finditer(piece):
        opens = _time(match[1], match[2], match[3], morning=True)
        closes = _time(match[4], match[5], match[6], morning=False)
        if opens is not None and closes is not None and opens < closes:
            found.append((opens, closes))
    return tuple(found)


def _time(hour: str, minute: str | None, half: str | None, *, morning: bool) -> time | None:
    number, minutes = int(hour), int(minute or 0)
    if number > 24 or minutes > 59:
        return None
    if half == "p" and number < 12:
        number += 12
    elif half == "a" and number == 12:
        number = 0
    elif half is None and not morning and number <= 8:
        number += 12  # "8 a 6": nobody closes before dawn
    return time(number % 24, minutes)


def open_span(week: Week, now: datetime) -> tuple[time, time] | None:
    """Give the span that holds `now` (local time), None when closed."""
    for opens, closes in week.get(now.weekday(), ()):
        if opens <= now.time() < closes:
            return opens, closes
    return None


def next_opening(week: Week, now: datetime) -> tuple[int, time] | None:
    """Give how many days from now the next opening is, and when."""
    for ahead in range(8):
        for opens, _ in week.get((now.weekday() + ahead) % 7, ()):
            if ahead or opens > now.time():
                return ahead, opens
    return None
