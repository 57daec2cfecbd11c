"""What is asked for, cut out of a clause: without talk before it, and things strung together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brain.mind.folding import fold, words
from brain.mind.intents import Reading
from brain.mind.lexicon import content
from brain.mind.likeness import coverage
from brain.mind.looking_up import CLEAR, hits_of, top
from brain.mind.mentions import EXACT
from brain.mind.parts import BORDER, Part, parts
from knowledge.folding import plain, sound
from knowledge.vocabulary import also_called, is_of_the_trade

if TYPE_CHECKING:
    from brain.mind.naming import Kit

_WORK = re.compile(r"^(?:\w{1,5}[\s,]+){0,3}?(?:estoy|estamos|ando|andamos) [a-z]+(?:ando|iendo)\b")
_OF = re.compile(
    r"\b(?:de|del|para|p|con|sin|en|a|al|por|como|que|y|e|o)(?: (?:el|la|los|las|una?))?\s+$"
)
_NAME = re.compile(r"(?<![a-z\d/])[a-z]{3,}")
_LIST = 3  # so many things make a list; two words side by side may be one thing
_HEAD = 0.9  # so sure a word by itself must name something
_LOOK_AT = 3


def asked_for(reading: Reading, kit: Kit) -> list[Part]:
    """The parts of a clause; of "estoy alambrando una casa, necesito cable" those asked for."""
    rest, asked_at = reading.rest(), reading.begins("existencia", "precio")
    before = reading.clause[:asked_at]
    if _WORK.match(before) or _is_talk(rest[:asked_at], kit):
        told = strung(rest[asked_at:], kit)
        if any(kit.look_up(part).found for part in told):
            return told
    return strung(rest, kit)


def _is_talk(before: str, kit: Kit) -> bool:
    """Tell whether nobody here knows a word of what stands before the question: "ombe, …"."""
    said = content(before, kit.lexicon)
    return bool(said) and not any(_is_known(word, kit) for word in said)


def _is_known(word: str, kit: Kit) -> bool:
    return not word.isalpha() or top(hits_of(word, kit.index, 1)) >= CLEAR


def strung(rest: str, kit: Kit) -> list[Part]:
    """Cut "machete pala pico" and "cemento varilla y block": names side by side are a list."""
    said = parts(rest, kit.lexicon)
    if all(_is_plain(part, kit) for part in said):
        return said
    again = _worth_a_word(parts(_listed(rest, kit), kit.lexicon), kit)
    return again if len(again) >= _LIST and _found(again, kit) > _found(said, kit) else said


def _listed(rest: str, kit: Kit) -> str:
    """Cut each stretch between two commas where that gives several things."""
    stretches = [(each, _cut(each, kit)) for each in BORDER.split(rest)]
    return ", ".join(cut if _is_a_list(cut, each, kit) else each for each, cut in stretches)


def _is_a_list(cut: str, before: str, kit: Kit) -> bool:
    return cut != before and _found(parts(cut, kit.lexicon), kit) > 1


def _is_plain(part: Part, kit: Kit) -> bool:
    return " " not in part.text or kit.look_up(part).found


def _found(said: Sequence[Part], kit: Kit) -> int:
    return sum(kit.look_up(part).found for part in said)


def _worth_a_word(said: Sequence[Part], kit: Kit) -> list[Part]:
    """Leave out what a list is told with, and keep what such stores sell, if not this one."""
    return [part for part in said if _is_merchandise(part, kit)]


def _is_merchandise(part: Part, kit: Kit) -> bool:
    if part.quantity or kit.look_up(part).found:
        return True
    return is_of_the_trade(next(iter(part.text.split()), ""))


def _cut(rest: str, kit: Kit) -> str:
    """Put a comma before each name that stands right behind another word."""
    places = [found for found in _NAME.finditer(rest) if _begins(found, rest, kit)]
    if len(places) < _LIST - 1:  # "tornillo madera" is no screw and a board
        places = [found for found in places if not _may_be_its_use(found, rest, kit)]
    for found in reversed(places):
        rest = f"{rest[: found.start()]}, {rest[found.start() :]}"
    return rest


def _begins(found: re.Match[str], rest: str, kit: Kit) -> bool:
    """Tell whether a name begins, with no "de" or "para" before it."""
    lists, word = kit.lexicon.lists, found[0]
    if _OF.search(rest[: found.start()]) or not rest[: found.start()].strip():
        return False
    if any(word in lists[idle] for idle in ("attributes", "vague", "carriers")):
        return False
    hits = hits_of(word, kit.index, _LOOK_AT)
    if top(hits) < _HEAD:
        return is_of_the_trade(word)
    return top(hits) >= EXACT or any(_bears(word, hit.name) for hit in hits)


def _bears(word: str, name: str) -> bool:
    first = next(iter(words(fold(name))), "")
    return coverage(word, first) > 0 or sound(plain(first)) in also_called(word)


def _may_be_its_use(found: re.Match[str], rest: str, kit: Kit) -> bool:
    many, before = kit.lexicon.lists["of_many_uses"], words(rest[: found.start()])
    return bool(before) and before[-1] in many and found[0] not in many
