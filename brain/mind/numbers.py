"""The number lock: no figure leaves that no row of this turn holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from brain.mind.values import Outcome

_MONEY = re.compile(
    r"(?:RD\s?\$|US\s?\$|\$)\s?(-?\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:pesos|DOP)\b"
)
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Ledger:
    """The figures that a reply may hold: money apart, so that no stock becomes a price."""

    money: frozenset[Decimal]
    figures: frozenset[Decimal]


def ledger_of(outcomes: Iterable[Outcome], said: str = "") -> Ledger:
    """Gather what the rows hold, what arithmetic over their prices gives, and what was said."""
    money: set[Decimal] = set()
    figures: set[Decimal] = set(figures_in(said))
    for outcome in outcomes:
        for value in (v for row in outcome.rows for v in row.figures.values()):
            money |= set(money_in(value))
            figures |= set(figures_in(value))
        # Arithmetic is done again here: a total counts only over a price that a row holds.
        kept = [(q, p) for q, p in outcome.lines if p in money or not p]
        lines = [q * p for q, p in kept]
        money |= {*lines, sum(lines, Decimal(0))}
        figures |= {q for q, _ in kept}
    return Ledger(frozenset(money), frozenset(figures))


def strangers(text: str, ledger: Ledger) -> list[str]:
    """List the figures of a text that no row holds."""
    wrong = [str(amount) for amount in money_in(text) if amount not in ledger.money]
    rest = _MONEY.sub(" ", text)
    return wrong + [str(f) for f in figures_in(rest) if f not in ledger.figures]


def money_in(text: str) -> list[Decimal]:
    return [_decimal(match[1] or match[2]) for match in _MONEY.finditer(text)]


def figures_in(text: str) -> list[Decimal]:
    return [_decimal(match[0]) for match in _FIGURE.finditer(text)]


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
