"""What may serve for a need that was told and not named: what a clerk would think of.

A small model chooses well among few things and invents where it is given none. So the needs most
like what a customer told are looked up, and the model is shown what the store has for them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from brain.mind.folding import fold, words
from brain.mind.mentions import CLEAR, Hit

FILE = Path(__file__).parent.parent / "data" / "needs.txt"
STEM = 5  # letters: "pintar" and "pintura" are one
SHORTEST = 3
ALIKE = 3  # so many needs are thought of
IN_COMMON = 2  # words; one may stand in any story
NEARLY = 0.6  # of the best one's likeness
MOST = 8  # products that a model is shown
SHOWN = 3  # products that a customer is shown
ANOTHER_TOOL, ASKED = "@", "documentos "


@dataclass(frozen=True)
class Need:
    told: frozenset[str]  # the beginnings of its words
    things: tuple[str, ...]


class Needs:
    """All needs that are written down, by how much their words say."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self._needs = needs
        held = Counter(stem for need in needs for stem in need.told)
        self._weight = {s: math.log(1 + len(needs) / n) for s, n in held.items()}

    def like(self, text: str) -> list[Need]:
        """Give the needs that are most like what was told, the likest first."""
        said = stems(words(fold(text)))
        alike = [need for need in self._needs if len(need.told & said) >= IN_COMMON]
        found = sorted(((self._likeness(n, said), n) for n in alike), key=lambda f: -f[0])[:ALIKE]
        return [need for likeness, need in found if likeness >= NEARLY * found[0][0]]

    def _likeness(self, need: Need, said: frozenset[str]) -> float:
        return sum(self._weight[stem] for stem in need.told & said)


def stems(said: Iterable[str]) -> frozenset[str]:
    return frozenset(w.removesuffix("s")[:STEM] for w in said if len(w) >= SHORTEST and w.isalpha())


@cache
def needs() -> Needs:
    """Read the needs from their file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return Needs([_need(line) for line in lines if line.strip() and not line.startswith("#")])


def _need(line: str) -> Need:
    told, things = line.split("=>")
    return Need(stems(words(fold(told))), tuple(thing.strip() for thing in things.split(";")))


@dataclass(frozen=True)
class Hints:
    """What may serve: products that the store has, need by need, and matters of other tools."""

    by_need: tuple[tuple[str, ...], ...] = ()
    matters: tuple[str, ...] = ()

    @property
    def products(self) -> tuple[str, ...]:
        return tuple(thing for things in self.by_need for thing in things)[:MOST]

    def completed(self, chosen: Sequence[str]) -> tuple[str, ...]:
        """Give what was chosen, with what goes with it: a small model names one thing of three."""
        if not chosen or not self.by_need:
            return tuple(chosen)
        agreed = (things for things in self.by_need if set(things) & set(chosen))
        beside = next(agreed, self.by_need[0])
        return tuple(dict.fromkeys([*chosen, *beside]))[: max(SHOWN, len(chosen))]


NONE = Hints()


class Shelf(Protocol):
    """What is asked of a product index here."""

    def search(self, query: str, limit: int = 3) -> Sequence[Hit]: ...


def may_serve(text: str, index: Shelf, is_written: Callable[[str], bool]) -> Hints:
    """Give what the store has that may serve for what a customer told.

    Args:
        is_written: tells whether a document of the store answers a question.
    """
    seen: set[str] = set()
    by_need, matters = [], list[str]()
    for need in needs().like(text):
        by_need.append(tuple(_there(need.things, index, seen)))
        matters += [t.removeprefix(ANOTHER_TOOL) for t in need.things if t[0] == ANOTHER_TOOL]
    asked = (m for m in matters if not m.startswith(ASKED) or is_written(m.removeprefix(ASKED)))
    return Hints(tuple(filter(None, by_need)), tuple(dict.fromkeys(asked)))


def _there(things: Sequence[str], index: Shelf, seen: set[str]) -> Iterator[str]:
    """Give of things those that the store has, each product once."""
    for thing in things:
        best = None if thing[0] == ANOTHER_TOOL else next(iter(index.search(thing, 1)), None)
        if best is not None and best.score >= CLEAR and best.sku not in seen:
            seen.add(best.sku)
            yield thing
