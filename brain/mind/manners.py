"""What no reply says: links, promises and instructions, unless a row of this turn says so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from brain.mind.folding import fold
from brain.mind.values import Outcome

FILE = Path(__file__).parent / "data" / "manners.toml"


def lapses(text: str, outcomes: Iterable[Outcome]) -> list[str]:
    """List what kinds of thing a text says that it should not; nothing where it is in order."""
    said = fold(text)
    found = [(kind, match[0]) for kind, pattern in _patterns() for match in pattern.finditer(said)]
    if not found:
        return []
    read = fold("\n".join(v for o in outcomes for row in o.rows for v in row.figures.values()))
    return list(dict.fromkeys(kind for kind, words in found if words not in read))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with FILE.open("rb") as file:
        kinds = tomllib.load(file)
    return tuple((kind, re.compile("|".join(patterns))) for kind, patterns in kinds.items())
