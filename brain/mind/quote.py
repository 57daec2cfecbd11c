"""A quotation being put together: what is on the list, as values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from brain.mind.values import Mention


@dataclass(frozen=True)
class Line:
    """One product on the list; without a count the customer still has to say how many."""

    sku: str
    name: str
    quantity: str | None = None

    @property
    def count(self) -> Decimal | None:
        return Decimal(self.quantity) if self.quantity else None


@dataclass(frozen=True)
class Quote:
    """The list; what the store's table does not hold; and what may be one of several products."""

    lines: tuple[Line, ...] = ()
    unknown: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: Mapping[str, Any], kept_as: str = "quotation") -> Quote | None:
        kept = state.get(kept_as)
        if kept is None:
            return None
        lines = tuple(Line(**line) for line in kept.get("lines", ()))
        return cls(lines, tuple(kept.get("unknown", ())), tuple(kept.get("open", ())))

    def state(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def empty(self) -> bool:
        return not self.lines and not self.unknown and not self.open

    @property
    def counted_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.quantity is not None)

    @property
    def uncounted(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.quantity is None)

    def put(self, line: Line, *, more: bool = False) -> Quote:
        """Put a product on the list; one that is there gets the new count, or so many more."""
        before = next((each for each in self.lines if each.sku == line.sku), None)
        if before is None:
            return replace(self, lines=(*self.lines, line))
        count = line.count if line.count is not None else before.count
        if more and line.count and before.count:
            count = before.count + line.count
        after = replace(before, quantity=str(count) if count is not None else None)
        return replace(self, lines=tuple(after if e is before else e for e in self.lines))

    def wish(self, text: str) -> Quote:
        """Note down what is not in the table: people will see to it."""
        return self if text in self.unknown else replace(self, unknown=(*self.unknown, text))

    def asked(self, text: str) -> Quote:
        """Keep what was named until the customer says which of several it is."""
        return self if text in self.open else replace(self, open=(*self.open, text))

    def settled(self, text: str) -> Quote:
        return replace(self, open=tuple(each for each in self.open if each != text))

    def counted(self, quantity: Decimal, skus: Collection[str]) -> Quote:
        lines = [replace(e, quantity=str(quantity)) if e.sku in skus else e for e in self.lines]
        return replace(self, lines=tuple(lines))

    def less(self, mention: Mention) -> Quote:
        """Take off what was named; of several so many, where fewer were said: "quita un rolo"."""
        skus = {c.sku for c in (*mention.candidates, *mention.near)}
        there = [line for line in self.lines if line.sku in skus]
        many = mention.quantity
        if many is not None and len(there) == 1 and (there[0].count or 0) > many:
            return self.counted((there[0].count or many) - many, {there[0].sku})
        return self.without(skus, mention.text)

    def without(self, skus: Collection[str], word: str) -> Quote:
        """Take products off the list, and what was named with a word."""
        lines = tuple(line for line in self.lines if line.sku not in skus)
        unknown, still_open = (
            tuple(text for text in texts if word not in text) for texts in (self.unknown, self.open)
        )
        return Quote(lines, unknown, still_open)
