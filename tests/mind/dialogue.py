"""Reads dialogues from files: what the customer says, and what must come back.

In `has` and `lacks`, {price:SKU}, {offer:SKU}, {stock:SKU} and {name:SKU} stand for what the table
says, so that a dialogue keeps its meaning when a price changes.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from brain.mind.values import Thought
from brain.mind.wording import count
from knowledge import reading
from knowledge.money import format_dop
from tests.mind.talk import words_of

_FACT = re.compile(r"\{(price|offer|stock|name|total):([^}:]+)(?::(\d+))?\}")
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Line:
    """One thing the customer says, and what must be true of the answer."""

    say: str
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    action: str = ""
    department: str = ""
    tap: int | None = None


@dataclass(frozen=True)
class Dialogue:
    store: str
    lines: tuple[Line, ...]
    phone: str | None = None
    kind: str = ""
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.store}: {' / '.join(line.say for line in self.lines)}"[:100]


def load(path: Path) -> list[Dialogue]:
    with path.open("rb") as file:
        entries = tomllib.load(file)["dialogue"]
    return [_dialogue(entry, path.stem) for entry in entries]


def _dialogue(entry: dict[str, Any], source: str) -> Dialogue:
    lines = entry.get("lines") or [{k: v for k, v in entry.items() if k in _OF_LINE}]
    return Dialogue(
        store=entry.get("store", "sample"),
        lines=tuple(_line(line) for line in lines),
        phone=entry.get("phone"),
        kind=entry.get("kind", ""),
        source=source,
    )


_OF_LINE = {"say", "has", "lacks", "action", "department", "tap"}


def _line(entry: dict[str, Any]) -> Line:
    listed: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Line(**listed)


def wrong(line: Line, thought: Thought) -> list[str]:
    """List what is wrong with an answer; nothing when it is right."""
    text = words_of(thought)
    action = type(thought.action).__name__
    found = []
    if line.action and action not in line.action.split("|"):
        found.append(f"{action}, not {line.action}")
    department = getattr(thought.action, "department", "")
    if line.department and department != line.department:
        found.append(f"department {department!r}, not {line.department!r}")
    found += [f"lacks {part!r}" for part in line.has if not _holds(text, part)]
    found += [f"holds {part!r}" for part in line.lacks if _holds(text, part)]
    return found


def _holds(text: str, part: str) -> bool:
    return any(_FACT.sub(_fact, each).lower() in text.lower() for each in part.split("|"))


def _fact(match: re.Match[str]) -> str:
    rows = reading.products([match[2]])
    offers = [o.offer_price for o in reading.offers_on(TODAY, match[2]) if o.offer_price]
    if match[1] == "name":
        return rows[0].name
    if match[1] == "stock":
        return count(rows[0].stock)
    if match[1] == "offer":
        return format_dop(offers[0])
    if match[1] == "total":
        return format_dop((offers or [rows[0].price])[0] * int(match[3]))
    return format_dop(rows[0].price)
