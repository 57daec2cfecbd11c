"""What is told of a thing in the same breath: "la boya que cierra el agua" asks for no hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from brain.mind.folding import words
from brain.mind.intents import Reading
from brain.mind.naming import Kit

_IDLE = frozenset({"horario", "entrega", "pago", "pedido", "deposito", "contacto", "ubicacion"})
_PRODUCT = frozenset({"existencia", "precio"})
_USED = re.compile(
    r"\bque (?:(?:se|uno|la gente|ellos|le) )?(?:usa|utiliza|pone|echa|dice|lleva)n?\b"
)
_KNOWN = 0.8
_ASKS = r"cuest|val[eg]|sal[eg]|costar|preci|tien|tendr|hay\b|habra|vend|qued|trabaj|manej"
_TOLD = re.compile(
    rf"\b(?:(?:de )?(?:el|la|los|las) )?(?:que|donde) (?!(?:ustedes |usted |uno )?(?:{_ASKS}))"
)
_LAST = 8  # words before it among which the thing stands


def of_the_thing(reading: Reading, kit: Kit) -> Reading:
    """Leave out of a reading the cues that stand in what is told of a product."""
    beside = _IDLE | ({"asesoria"} if _USED.search(reading.clause) else frozenset())
    if not beside.intersection(reading.matched):
        return reading
    told = list(_told(reading, kit))
    idle = {
        name
        for name in beside.intersection(reading.matched)
        if all(
            any(a <= start and end <= b for a, b in told) for start, end in reading.matched[name]
        )
    }
    if not idle:
        return reading
    kept = {name: spans for name, spans in reading.matched.items() if name not in idle}
    scores = reading.scores | dict.fromkeys(idle, 0.0)
    if not _PRODUCT.intersection(kept):  # who describes a thing wants it
        kept["existencia"] = []
        scores["existencia"] = max(scores["existencia"], _KNOWN)
    return replace(reading, matched=kept, scores=scores)


def _told(reading: Reading, kit: Kit) -> Iterator[tuple[int, int]]:
    """Give the stretches from "que" to the next comma or question, behind a thing."""
    asked = [a for name in _PRODUCT for a, _ in reading.matched.get(name, ())]
    for found in _TOLD.finditer(reading.clause):
        before = words(reading.clause[: found.start()])[-_LAST:]
        if not any(_is_thing(word, kit) for word in before):
            continue
        comma = reading.clause.find(",", found.end())
        ends = [end for end in (comma, *asked) if end >= found.end()]
        yield found.start(), min(ends, default=len(reading.clause))


def _is_thing(word: str, kit: Kit) -> bool:
    if word in kit.lexicon.lists["things"]:
        return True
    if word in kit.lexicon.lists["carriers"] or not word.isalpha():
        return False
    return any(hit.score >= _KNOWN for hit in kit.index.search(word, 1))
