"""Whose account a message asks about: the writer's own, or that of somebody who is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from brain.mind.folding import fold, words
from brain.mind.mentions import coverage
from brain.mind.workflows.request import Request
from knowledge.reading import AccountRow

Whose = Literal["own", "other", "unsaid"]

# What stands behind these is whose it is: "la cuenta de Juan Pérez", "cuánto debe la granja".
_BELONGS = re.compile(
    r"\b(?:cuentas?|balances?|saldos?|deudas?|estatus|status|estado|nombre|lo|la)"
    r"(?: (?:pendiente|actual|total|vencid[oa]|al dia|atrasad[oa]))? del? "
)
_OWES = re.compile(r"\b(?:deben?|adeudan?|tienen? pendiente) (?:es )?")
_ENDS = re.compile(
    r"[,.;:?!]|\b(?:y|e|que|cual|cuando|cuanto|cuantos|como|por|porque|para|esta|estan|tiene"
    r"|tienen|debe|deben|vence|numero|con|si|pero|todavia|aun|gracias)\b"
)
_ALL = 0.99


def whose(request: Request, own: Sequence[AccountRow]) -> Whose:
    """Tell whose account is asked about; `own` are those of the phone that writes."""
    text = request.understood.text
    if request.lexicon.says("another_account", text):
        return "other"
    for name in _named(text, request.lexicon.lists["own_account"]):
        if not any(_is(name, account) for account in own):
            return "other"
        return "own"
    return "own" if request.lexicon.says("own_account", text) else "unsaid"


def told_apart(request: Request, own: Sequence[AccountRow]) -> list[AccountRow]:
    """Keep of the writer's own accounts those whose holder, or last digits, the message names."""
    text = request.understood.text
    names = list(_named(text, request.lexicon.lists["own_account"]))
    named = [a for a in own if any(_is(name, a) for name in names)]
    ends = [d for d in request.understood.slots.digits if len(d) > 1]
    numbered = [a for a in own if any(a.number.endswith(end) for end in ends)]
    return numbered or named or list(own)


def _named(text: str, nobody: frozenset[str]) -> Iterator[str]:
    """Give whoever is named as the holder; words that name nobody else are left out."""
    for start in sorted(m.end() for each in (_BELONGS, _OWES) for m in each.finditer(text)):
        said = _ENDS.split(text[start:], maxsplit=1)[0]
        name = " ".join(w for w in words(fold(said)) if w not in nobody and not w.isdigit())
        if name:
            yield name


def _is(name: str, account: AccountRow) -> bool:
    return coverage(name, account.holder) >= _ALL
