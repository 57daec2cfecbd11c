"""The question which of these: what was offered, and what a pick among it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from brain.mind.values import Candidate, Mention


@dataclass(frozen=True)
class Option:
    """One product that was offered; `of` tells the products of a message apart."""

    sku: str
    name: str
    quantity: str | None
    said: str
    of: int

    @property
    def count(self) -> Decimal | None:
        return Decimal(self.quantity) if self.quantity else None


@dataclass(frozen=True)
class OpenChoice:
    """What the last turn offered to choose from, and what it had counted already."""

    intent: str
    options: tuple[Option, ...]
    counted: tuple[Option, ...] = ()
    instead: bool = False  # offered in the place of what is not there: nothing was asked

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> OpenChoice | None:
        kept = state.get("pending") or {}
        if kept.get("kind") != "choose":
            return None
        options = tuple(Option(**entry) for entry in kept.get("options", ()))
        counted = tuple(Option(**entry) for entry in kept.get("counted", ()))
        instead = bool(kept.get("instead", False))
        return cls(str(kept.get("intent", "precio")), options, counted, instead)

    def state(self) -> dict[str, Any]:
        return {"kind": "choose"} | asdict(self)

    def picked(self, sku: str, quantity: Decimal | None = None) -> tuple[Mention, ...]:
        """Give the pick, with what was counted before it and what is still open beside it."""
        taken = next((o for o in self.options if o.sku == sku), None)
        if taken is None:
            return (_certain(Option(sku, sku, str(quantity) if quantity else None, sku, 0)),)
        count = str(quantity) if quantity else taken.quantity
        pick = _certain(Option(sku, taken.name, count, taken.said, 0))
        others = [o for o in self.options if o.of != taken.of]
        before = [_certain(o) for o in self.counted] if count or others else []
        return (*before, pick, *_still_open(others))


def _certain(option: Option) -> Mention:
    candidate = Candidate(option.sku, option.name, 1.0)
    return Mention(option.said or option.name, option.count, (candidate,), resolved=True)


def _still_open(options: Sequence[Option]) -> list[Mention]:
    groups: dict[int, list[Option]] = {}
    for option in options:
        groups.setdefault(option.of, []).append(option)
    return [_unsure(group) for group in groups.values()]


def _unsure(group: Sequence[Option]) -> Mention:
    candidates = tuple(Candidate(o.sku, o.name, 1.0) for o in group)
    return Mention(group[0].said, group[0].count, candidates, resolved=len(group) == 1)


def all_open(choice: OpenChoice, quantity: Decimal | None) -> tuple[Mention, ...]:
    """Give every product that is still to be chosen, the new count for all of them."""
    found = _still_open(choice.options)
    if quantity is None:
        return tuple(found)
    return tuple(Mention(m.text, quantity, m.candidates, m.resolved) for m in found)
