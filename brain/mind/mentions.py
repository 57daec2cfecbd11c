"""Which products a message names: each part of it is looked up in the index."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.likeness import coverage
from brain.mind.looking_up import (
    CLEAR,
    Found,
    Hit,
    Index,
    best_hits,
    hits_of,
    is_attribute_only,
    only_aside,
    plainly_told,
    singular,
    top,
)
from brain.mind.parts import Part
from brain.mind.values import Candidate, Mention
from knowledge.folding import sound
from knowledge.vocabulary import also_called
from knowledge.vocabulary import lexicon as vocabulary

__all__ = [
    "CLEAR",
    "EXACT",
    "Hit",
    "Index",
    "alike",
    "changed",
    "coverage",
    "is_attribute_only",
    "plainly_told",
]

_CONTENTS = frozenset({"gal", "qt", "l", "ml", "oz", "lb", "kg", "g"})  # units of what packs hold
_PURE = "00"  # "blanco 00" is one colour
_ALIKE = 0.4  # from here on it may be offered in place of what is not there
_ALL = 0.99
EXACT = 0.999  # the store's own name or alias, word by word
_MOSTLY = 0.5  # of what was said, where another name was said than it bears
_FAMILY = 0.9  # so sure the first word alone must be to stand for the family
_CLOSE = 0.03  # hits this near to the best one are as likely
_NEAR = 0.075  # beside an exact name these are worth a word


def changed(last: str, new: str, lexicon: Lexicon) -> str:
    """Put a size, colour or pack in the place of the one that was said of the last product."""
    lists = lexicon.lists
    added = set(words(new))
    said = words(fold(last))
    gone = set[str]()
    for group in (lists["colours"], lists["packs"]):
        gone |= group if added & group else set()
    if added & lists["colours"] and gone:
        gone.add(_PURE)
    if added & lists["packs"]:
        said = _without_contents(said, lexicon)
    if any(_is_size(word, lexicon) for word in added):
        gone |= {word for word in said if _is_size(word, lexicon)}
    if added <= {"1", "2", "3"} and not any(word[0].isdigit() for word in said):
        gone |= lists["times_over"]  # a switch that is triple, "¿y de dos?"
    at = next((place for place, word in enumerate(said) if word in gone), len(said))
    kept = [[word for word in side if word not in gone] for side in (said[:at], said[at:])]
    return " ".join([*kept[0], *words(new), *kept[1]])


def _without_contents(said: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Leave out how much was in the pack before: "cubeta 5 galones", "1/4 de galón", "5 gl"."""
    kept: list[str] = []
    for word in said:
        if vocabulary().units.get(word) in _CONTENTS and kept and kept[-1][0].isdigit():
            kept.pop()
            if word not in lexicon.lists["packs"]:
                continue
        if word in lexicon.lists["packs"] and kept and kept[-1] == "de":
            kept.pop()
        if word in lexicon.lists["packs"] and kept and kept[-1][0].isdigit() and kept[-1] != _PURE:
            kept.pop()
        kept.append(word)
    return kept


def recoloured(last: str, new: str, lexicon: Lexicon) -> str:
    """Put a colour in the place of one of two words: "gris perla" becomes "azul"."""
    colours = lexicon.lists["colours"]
    said = words(fold(last))
    at = next((place for place, word in enumerate(said[:-1]) if word in colours), None)
    if at is None or not colours.intersection(words(new)):
        return ""
    if said[at + 1][0].isdigit() and said[at + 1] != _PURE:
        return ""
    return " ".join([*said[:at], *words(new), *said[at + 2 :]])


def _is_size(word: str, lexicon: Lexicon) -> bool:
    return word[0].isdigit() or word in lexicon.lists["sizes"]


def look_up(part: Part, index: Index, lexicon: Lexicon, places: Set[str] = frozenset()) -> Mention:
    """Find the products that a part may mean; resolved when only one explains the words."""
    part = _without_places(part, index, places)
    if only_packs(part.text, lexicon) or only_aside(part):
        return Mention(part.text, part.quantity, (), resolved=False)
    if part.sized and (sized := look_up(Part(part.sized, None), index, lexicon)).resolved:
        return sized
    text, hits = best_hits(part, index, lexicon)
    if top(hits) < CLEAR:
        text, hits = _called_alike(text, hits, index)
    best = top(hits)
    if best < CLEAR:
        return Mention(part.text, part.quantity, (), False, _family(text, hits, index))
    part = replace(part, text=text)
    close = 0 if best >= EXACT else _NEAR if " " not in part.text else _CLOSE
    likely = tuple(h for h in hits if h.score >= best - close)
    near = tuple(h for h in hits if best - _NEAR <= h.score and h not in likely)
    return Mention(part.text, part.quantity, likely, len(likely) == 1, near)


def _called_alike(text: str, hits: list[Candidate], index: Index) -> Found:
    """Let what one of a family is called be said of all: "suiche 3 way", if one is a suiche."""
    said = text.split()
    known = hits_of(singular(said[0]), index, 1) if len(said) > 1 and said[0].isalpha() else []
    if not known or known[0].score < EXACT or coverage(said[0], known[0].name) > 0:
        return text, hits
    head = next(iter(words(fold(known[0].name))), "")
    again = hits_of(" ".join([head, *said[1:]]), index)
    held = [h for h in again if coverage(" ".join(said[1:]), h.name) >= _ALL]
    return (text, held) if held and held[0].score >= CLEAR else (text, hits)


def _without_places(part: Part, index: Index, places: Set[str]) -> Part:
    """Leave out where it is asked for: "urea en La Vega", where no product is called so."""
    said = words(part.text)
    kept = [w for w in said if w not in places or is_sold(w, index)]
    return part if len(kept) == len(said) or not kept else replace(part, text=" ".join(kept))


def is_a_place(part: Part, index: Index, places: Set[str]) -> bool:
    """Tell whether a part only says where it is asked for: "¿y en Verón?"."""
    said = words(part.text)
    return bool(said) and places >= set(said) and not any(is_sold(w, index) for w in said)


def is_sold(word: str, index: Index) -> bool:
    """Tell whether a product is called so."""
    best = hits_of(word, index, 1)
    return top(best) >= CLEAR and coverage(word, best[0].name) > 0


def _family(text: str, hits: Sequence[Candidate], index: Index) -> tuple[Candidate, ...]:
    """What bears the first word as its name, nearest first: "pintura azul marino" is a paint."""
    head = singular(next(iter(text.split()), ""))
    named = [h for h in hits_of(head, index) if h.score >= _FAMILY] if head.isalpha() else []
    if not named:
        return alike(text, hits)
    skus = {h.sku for h in named}
    near = [h for h in hits if h.sku in skus]
    return (*near, *(h for h in named if h not in near and h.sku not in {n.sku for n in near}))


def alike(text: str, hits: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep what bears the same name in another size: "varilla 7/8" gives the other rods."""
    return tuple(h for h in hits if h.score >= _ALIKE and _akin(text, h.name))


def _akin(text: str, name: str) -> bool:
    """Tell whether a name begins with what was said: an inverter with a battery is no drill."""
    head = next(iter(text.split()), "")
    begins = " ".join(words(fold(name))[:2])
    return any(coverage(said, begins) > 0 for said in text.split()) or (
        coverage(head, name) > 0
        or coverage(text, name) > _MOSTLY
        or sound(begins.split(" ")[0]) in also_called(singular(head))
    )


def only_packs(text: str, lexicon: Lexicon) -> bool:
    """Tell whether words name packs or units only: "galones" is no product."""
    return all(word in lexicon.lists["packs"] for word in text.split())
