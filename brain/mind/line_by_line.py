"""A list as people write it, a thing on each line: marks and numbering off, counts to the front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from brain.mind.folding import fold, words

_LONGEST = 10  # words of an item
_FEWEST = 2  # lines that make a list
_MARK = re.compile(r"^(?:[-–—•*·>✓✔➤▪]+|[a-jA-J]\))\s*(?=\S)")
_NUMBER = re.compile(r"^(\d{1,4})\s*(?:[.)]+-?|[-–—=])\s*(?=\w)")
_FRONT = re.compile(
    r"^(?:\d{1,5}|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\b(?!/)"
)
_BEHIND = re.compile(
    r"^(?=.*[a-z]{3}).*[a-z0-9\"'/)](?:\s*[=:(*x×–—-]\s*|\s+)\d{1,5}\)?(?:\s?[a-z]{1,10}\.?)?$",
    re.IGNORECASE,
)
_SAID_SO = re.compile(
    r"^(?P<name>.*[a-z0-9\"'/)])(?:\s*[=:(*]\s*|\s+-\s*|\s*[-–—]\s+|\s+[x×]\s?)"
    r"(?P<count>\d{1,5})\)?(?P<unit>\s?[a-z]{1,10}\.?)?$",
    re.IGNORECASE,
)
_SIZED = re.compile(r"\b(?:de|del|numero|calibre|#|no\.?)\s*\d+$", re.IGNORECASE)
_ANNOUNCES = re.compile(r":$|\b(?:siguientes?|lista|list(?:ado)?|est[eao]s?|materiales|pedido)$")


@dataclass(frozen=True)
class Line:
    """One line, and whether it is a thing on a list."""

    text: str
    item: bool = False


def line_by_line(said: Sequence[str], asking: frozenset[str]) -> list[Line]:
    """Tell which lines are a list; `asking` are words that no thing on a list needs."""
    bare = [_MARK.sub("", line) for line in said]
    marked = [line != text for line, text in zip(said, bare, strict=True)]
    bare = _unnumbered(bare)
    shaped = [_may_be_item(text, asking) for text in bare]
    counted = [ok and _counts(text) for ok, text in zip(shaped, bare, strict=True)]
    lines: list[Line] = []
    for place, text in enumerate(bare):
        told = counted[place] and (_neighbours(counted, place) or text[:1].isdigit())
        announced = place > 0 and (lines[-1].item or _ANNOUNCES.search(fold(lines[-1].text)))
        item = shaped[place] and (marked[place] or told or bool(announced))
        lines.append(Line(_count_first(text) if item else said[place], item))
    if sum(line.item for line in lines) < _FEWEST:
        return [Line(line, line[:1].isdigit()) for line in said]
    return lines


def _unnumbered(said: Sequence[str]) -> list[str]:
    """Take "1. 2. 3." off; a number that does not go on from line to line counts the thing."""
    found = [_NUMBER.match(line) for line in said]
    numbers = [int(m[1]) for m in found if m]
    running = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return [
        line if m is None else line[m.end() :] if running else f"{m[1]} {line[m.end() :]}"
        for line, m in zip(said, found, strict=True)
    ]


def _may_be_item(text: str, asking: frozenset[str]) -> bool:
    said = words(fold(text))
    return 0 < len(said) <= _LONGEST and "?" not in text and not asking.intersection(said)


def _count_first(text: str) -> str:
    """Write "cemento: 20" as "20 cemento"; "cemento 20" may be a size, and stays."""
    found = None if _FRONT.match(fold(text)) else _SAID_SO.match(text)
    if found is None:
        return text
    unit = (found["unit"] or "").strip(" .")
    return f"{found['count']} {unit + ' de ' if unit else ''}{found['name'].rstrip()}"


def _counts(text: str) -> bool:
    return bool(_FRONT.match(fold(text)) or (_BEHIND.match(text) and not _SIZED.search(text)))


def _neighbours(counted: Sequence[bool], place: int) -> bool:
    return any(counted[max(0, place - 1) : place]) or any(counted[place + 1 : place + 2])
