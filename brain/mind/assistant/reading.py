"""What a model chose, as an understanding that the same decisions and workflows serve."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from brain.mind.assistant.tools import Pick
from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.mentions import Index, look_up
from brain.mind.parts import parts
from brain.mind.values import Intent, Mention, Turn, Understanding

SURE = 0.9
STOCKED = frozenset({"existencia", "precio", "oferta"})
UNREADABLE = "aclarar"


def reading_of(
    pick: Pick, read: Understanding, turn: Turn, index: Index, lexicon: Lexicon
) -> Understanding | None:
    """Read a turn as the model did; None where its choice says nothing that we can serve.

    Counts, account numbers and whatever else is a figure stay as tier 1 read them: a model's
    figures are nobody's.
    """
    if pick.intent in {"", UNREADABLE}:
        return None
    clause = pick.question or read.text
    wanted = (Intent(pick.intent, SURE, clause),)
    kept = tuple(i for i in read.intents if i.name in {"saludo", "gracias"})
    named = _mentions(pick, read, turn, index, lexicon) if pick.intent in STOCKED else ()
    if pick.intent in {"existencia", "precio"} and not named:
        return None
    # Of several things nobody counted any: "una hora", "uno baja la palanca" is told of the need.
    slots = replace(read.slots, quantity=None) if len(named) > 1 else read.slots
    read = replace(read, slots=slots, guesses=(), follow_up=False)
    return replace(read, intents=(*wanted, *kept), mentions=named)


def _mentions(
    pick: Pick, read: Understanding, turn: Turn, index: Index, lexicon: Lexicon
) -> tuple[Mention, ...]:
    """Look up the products that the model named: only what the store has counts."""
    said = _figures(turn)
    found = []
    for product in pick.products:
        plain = " ".join(w for w in words(lexicon.normal(product)) if _own(w, said))
        for part in parts(plain, lexicon)[:1]:
            found.append(look_up(part, index, lexicon))
    count = _quantity(read) if len(found) == 1 else None
    return tuple(replace(m, quantity=count) for m in found if m.found)


def _quantity(read: Understanding) -> Decimal | None:
    return next((m.quantity for m in read.mentions if m.quantity), None)


def _own(word: str, said: set[str]) -> bool:
    return not any(c.isdigit() for c in word) or word in said


def _figures(turn: Turn) -> set[str]:
    """The figures that the customer said, in this turn or before."""
    heard = [turn.text, *(u.text for u in turn.history if u.author == "customer")]
    return {w for text in heard for w in words(fold(text)) if re.search(r"\d", w)}


def introduced(pick: Pick, turn: Turn) -> bool:
    """Tell whether the model named products that the customer did not."""
    said = set(words(fold(turn.text)))
    return any(not said & set(words(fold(product))) for product in pick.products)
