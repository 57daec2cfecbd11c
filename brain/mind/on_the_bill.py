"""A message about what was counted so far: "¿cuánto va?", "quítale las brochas"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from brain.mind.clause import PRODUCT, SOCIAL
from brain.mind.folding import words
from brain.mind.lexicon import Lexicon
from brain.mind.quote import Quote
from brain.mind.values import Intent, Mention, Understanding

_BOTH = re.compile(r"\bl[ao]s (?:dos|tres|cuatro|cinco|seis|\d)\b")
_PAYING = frozenset({"pago", "cuenta"})  # "¿cuánto tengo que pagar por todo?"


def on_the_bill(
    read: Understanding, state: Mapping[str, Any], lexicon: Lexicon
) -> Understanding | None:
    """Read a message as one about the running bill, if there is one and nothing else is wanted."""
    bill = Quote.of(state, "bill")
    if bill is None or len(bill.lines) < 2:
        return None
    if state.get("topic") not in (*PRODUCT, "oferta") or read.slots.account_number:
        return None
    if {i.name for i in read.intents} - SOCIAL - set(PRODUCT) - _PAYING:
        return None
    named = any(m.text for m in read.mentions)
    sums = lexicon.says("sums_up", read.text) and not named and not counts_the_last(read)
    dropped = _dropped(read, lexicon)
    drops = lexicon.says("quotation_drop", read.text) and bool(dropped)
    if not sums and not drops:
        return None
    manners = tuple(i for i in read.intents if i.name in SOCIAL)
    mentions = () if sums else dropped
    asked = Intent("precio", 0.9, read.text)
    return replace(read, intents=(asked, *manners), mentions=mentions, guesses=(), follow_up=True)


def counts_the_last(read: Understanding) -> bool:
    """ "Dame el total de 24 de esa": so many of one thing, not all that was counted."""
    counted = any(m.quantity and not m.text for m in read.mentions)
    return counted and not _BOTH.search(read.text)


def _dropped(read: Understanding, lexicon: Lexicon) -> tuple[Mention, ...]:
    """What is to be taken off: what was named, or "el combo"."""
    if any(m.found for m in read.mentions):
        return read.mentions
    combo = next((w for w in words(read.text) if w in lexicon.lists["combos"]), None)
    return (Mention(combo, None, (), resolved=False),) if combo else ()
