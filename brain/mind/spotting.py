"""A product among whatever else was said: the words that somebody here knows, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brain.mind.folding import fold, words
from brain.mind.likeness import coverage
from brain.mind.looking_up import CLEAR
from brain.mind.naming import Kit
from brain.mind.parts import Part
from brain.mind.values import Mention
from knowledge.folding import plain, sound
from knowledge.vocabulary import also_called

_MOST = 9  # known words that are tried; beyond them nobody names one thing
_LITTLE = 3  # letters; shorter words are sizes at most
_SURE = 0.9  # a single word by itself must be so sure


def spotted(text: str, kit: Kit, *, asked: bool) -> Mention | None:
    """Find the longest row of known words that names a product, its name first among them.

    Where nothing was `asked` of stock or price, a single word is too little.
    """
    if kit.lexicon.lists["species"].intersection(words(text)):
        return None  # "comida de perro" is no other food
    known = [word for word in words(text) if _is_known(word, kit)][:_MOST]
    for stretch in _stretches(known):
        if not _may_be_name(stretch[0], kit):
            continue
        mention = kit.look_up(Part(" ".join(stretch), None))
        if mention.found and _bears(stretch[0], mention) and _is_sure(stretch, mention):
            return mention if asked or len(stretch) > 1 else None
    return None


def _is_known(word: str, kit: Kit) -> bool:
    if word[0].isdigit():
        return True
    if word in kit.lexicon.lists["carriers"] or len(word) < _LITTLE:
        return False
    return any(hit.score >= CLEAR for hit in kit.index.search(word, 1))


def _stretches(known: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the rows of neighbours, longest first."""
    for size in range(len(known), 0, -1):
        for start in range(len(known) - size + 1):
            yield known[start : start + size]


def _may_be_name(word: str, kit: Kit) -> bool:
    lists = kit.lexicon.lists
    return word.isalpha() and word not in lists["attributes"] and word not in lists["vague"]


def _bears(head: str, mention: Mention) -> bool:
    """Tell whether what was found is called so: "agua" names no tube for water."""
    first = next(iter(words(fold(mention.candidates[0].name))), "")
    return coverage(head, first) > 0 or sound(plain(first)) in also_called(head)


def _is_sure(stretch: Sequence[str], mention: Mention) -> bool:
    return len(stretch) > 1 or mention.candidates[0].score >= _SURE
