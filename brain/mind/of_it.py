"""What is said of a thing that was named already: "la plancha de esa malla", "¿o por rollo?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brain.mind.lexicon import Lexicon
from brain.mind.mentions import coverage, only_packs
from brain.mind.parts import Part
from brain.mind.values import Mention


def is_of_it(
    mention: Mention, part: Part, found: Sequence[Mention], clause: str, lexicon: Lexicon
) -> bool:
    """Tell whether a part only says more of the product that was surely named before it."""
    sure = next((m for m in reversed(found) if m.resolved), None)
    if sure is None or part.quantity is not None or not mention.found:
        return False
    if part.text and only_packs(part.text, lexicon):
        other, own = (coverage(sure.text, m.candidates[0].name) for m in (mention, sure))
        return other < own  # of another thing, which is sold so
    return _points_back(mention, clause) and wider(mention, sure)


def _points_back(mention: Mention, clause: str) -> bool:
    said = map(re.escape, mention.text.split())
    return any(re.search(rf"\b(?:es[ae]|est[ae]|dich[ao]) {word}\b", clause) for word in said)


def wider(mention: Mention, sure: Mention) -> bool:
    """Tell whether a mention is of a kind of which a surer one names the very product."""
    if mention.resolved or not mention.found or mention.quantity not in (None, 1):
        return False
    sized = any(letter.isdigit() for letter in mention.text)
    return not sized and sure.candidates[0].sku in {c.sku for c in mention.candidates}
