"""Counts that stand behind the things of a list: "cemento 20, varilla 3/8 15"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from brain.mind.folding import fold, words
from brain.mind.parts import Part
from brain.mind.values import Mention

LookUp = Callable[[Part], Mention]

_BEHIND = re.compile(r"^(.*[a-z].*) (\d{1,5})$")

_COUNT_LAST = re.compile(
    r"\b(?:son|salen|saldrian|serian|seria|dan|por|x|llevo|llevando|compro|comprando"
    r"|tienen|tendran|hay|habra|quedan|necesito|quiero|ocupo)"
    r"(?: como| unos| unas| los| las)* (\d{1,5})$"
)


def counted_last(said: list[Part], clause: str) -> list[Part]:
    """ "Cemento, ¿cuánto son 50?": the number after the question counts, it is no size."""
    found = _COUNT_LAST.search(clause)
    if found is None or not said or said[-1].quantity is not None:
        return said
    text, _, number = said[-1].text.rpartition(" ")
    if not text or number != found[1]:
        return said
    return [*said[:-1], replace(said[-1], text=text, quantity=Decimal(number))]


def counted_behind(listed: Sequence[Part], clause: str, look_up: LookUp) -> list[Part]:
    """Count what ends in a number that is no size, in a list where most things end so."""
    tails = [part for part in listed if part.quantity is None and _BEHIND.match(part.text)]
    behind = len(tails) + sum(part.behind for part in listed)
    if len(listed) < 2 or not tails or 2 * behind < len(listed):
        return list(listed)
    sized = {_name(part) for part in tails if _said_of(part, clause) or _is_size(part, look_up)}
    counts = [part for part in tails if _name(part) not in sized]
    if not any(look_up(replace(part, text=_name(part))).found for part in counts):
        return list(listed)
    return [_counted(part) if part in counts else part for part in listed]


def _said_of(part: Part, clause: str) -> bool:
    """Tell whether "de" stands before the number: "tinaco negro o azul de 275"."""
    return re.search(rf"\bde {part.text.rpartition(' ')[2]}\b", clause) is not None


def _name(part: Part) -> str:
    return part.text.rpartition(" ")[0]


def _counted(part: Part) -> Part:
    name, _, number = part.text.rpartition(" ")
    return replace(part, text=name, quantity=Decimal(number))


def _is_size(part: Part, look_up: LookUp) -> bool:
    """Tell whether something is sold whose name holds the number: "breaker 20"."""
    number, found = part.text.rpartition(" ")[2], look_up(part)
    if any(_holds(number, each.name) for each in found.candidates or found.near):
        return True
    # "Suiche de tres" is another switch than any: the number told which.
    bare = look_up(replace(part, text=_name(part)))
    return found.resolved and bare.resolved and found.candidates[0].sku != bare.candidates[0].sku


def _holds(number: str, name: str) -> bool:
    return any(re.fullmatch(rf"{number}(?:[a-z]+|[\"'])?", word) for word in words(fold(name)))
