"""What is listed to be quoted: the products, one by one, without what they are for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brain.mind.counts import counted_behind
from brain.mind.folding import words
from brain.mind.intents import Reading
from brain.mind.mentions import changed, is_attribute_only
from brain.mind.naming import Kit
from brain.mind.parts import Part, parts
from brain.mind.values import Mention

_OF_SO_MANY = re.compile(r"^[\s,]*(?:de|por|para)(?= \d)")


def one_by_one(listed: Sequence[Part], kit: Kit) -> list[Mention]:
    """Look up what is listed; "100 varillas de 3/8, 60 de media" goes on with the name before."""
    named: list[Mention] = []
    for part in listed:
        found = kit.look_up(part)
        if named and not found.found and is_attribute_only(part.text, kit.lexicon):
            said = changed(named[-1].text, part.text, kit.lexicon)
            another = kit.look_up(Part(said, part.quantity))
            found = another if another.found else found
        named.append(found)
    return named


def to_quote(reading: Reading, kit: Kit) -> list[Part]:
    """Cut out the products; "para el hotel" is what they are for, before it stands who asks."""
    begins = min((a for a, _ in reading.matched.get("cotizacion", ())), default=0)
    rest = reading.rest()
    before = [p for p in parts(rest[:begins], kit.lexicon) if p.quantity or kit.look_up(p).found]
    # "Una cotización de 30 cerraduras" counts them: the number is no size there.
    said = parts(_OF_SO_MANY.sub(" ", rest[begins:]), kit.lexicon)
    listed = counted_behind(said, rest, kit.look_up)
    return [*before, *(part for part in listed if not _is_use(part))]


def _is_use(part: Part) -> bool:
    """Tell whether words only say what something is for: "para el hotel"."""
    return part.quantity is None and bool(part.text) and set(words(part.text)) <= part.aside
