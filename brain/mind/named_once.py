"""One product that is told of in several words is one: "una bomba ..., una de un caballo"."""

from __future__ import annotations

import re

from brain.mind.lexicon import Lexicon
from brain.mind.of_it import wider
from brain.mind.values import Mention

_PHRASE = 3  # words; more of them that name nothing here are no name
_EITHER = re.compile(r"\b[ou]\b")


def narrowed(found: list[Mention], clause: str) -> list[Mention]:
    """Take one product for one: "una bomba ..., una de un caballo"; "color hueso o crema"."""
    sure = [m for m in found if m.resolved]
    told = {m.candidates[0].sku for m in sure}
    either = _EITHER.search(clause) is not None
    kept = []
    for mention in found:
        if not either and any(wider(mention, m) for m in sure):
            continue
        beside = any(noun(m.text) == noun(mention.text) for m in sure)
        if either and not mention.found and beside:
            continue
        if not mention.found and not mention.quantity and _told_of(mention, told):
            continue
        kept.append(mention)
    return kept


def _told_of(mention: Mention, told: set[str]) -> bool:
    """Tell whether words only describe what is named beside them: "el kit, el fluidmaster"."""
    if told.intersection(c.sku for c in mention.near):
        return not any(letter.isdigit() for letter in mention.text)
    return bool(told) and not mention.near and len(mention.text.split()) > _PHRASE


def noun(text: str, lexicon: Lexicon | None = None) -> str:
    """The first word, where `lexicon` is given the first that is no pack: "funda de cemento"."""
    said = text.split()
    packs = lexicon.lists["packs"] - lexicon.lists["forms"] if lexicon else frozenset()
    return next((word for word in said if word not in packs), said[0] if said else "")
