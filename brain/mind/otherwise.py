"""The last product in another size, colour or pack: "¿y en blanco?", "la de 3/4"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from brain.mind.folding import fold, words
from brain.mind.mentions import changed, coverage, recoloured
from brain.mind.parts import Part
from brain.mind.values import Candidate, Mention
from knowledge.folding import plain, sound
from knowledge.measures import read as measured
from knowledge.vocabulary import also_called, written_out

if TYPE_CHECKING:
    from brain.mind.naming import Kit

_KIN, _AKIN = 30, 0.5  # so many are looked at; so much of the last name they must share
_SURE, _ALL = 0.9, 0.99
_LITTLE = 3  # letters; shorter words are units
# "La tee de esa misma medida", "y tee de la misma".
SAME_SIZE = re.compile(
    r"\bdel? (?:el |la |los |las |es[aeo]s? |est[aeo]s? )?mism[ao]s?"
    r"(?: (?:medida|tamano|diametro|grueso|calibre|numero|ancho|largo|pulgada)s?)?\b"
    r"(?! (?:color|marca|tienda|sucursal|forma))"
)


def otherwise(part: Part, head: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """Look for the last product with what was said in the place of what was said of it."""
    full = last_called(state)
    said = [
        way(each, part.text, kit.lexicon) for way in (changed, recoloured) for each in (head, full)
    ]
    found = [kit.look_up(Part(each, part.quantity)) for each in dict.fromkeys(said) if each]
    sure = [m for m in found if m.resolved and _has(part.text, m)]
    if sure:
        names = {m: m.candidates[0].name for m in sure}
        return max(sure, key=lambda m: [coverage(t, names[m]) for t in (part.text, full or head)])
    other = recoloured(head, part.text, kit.lexicon)
    again = kit.look_up(Part(other, part.quantity)) if other else None
    return again if again and again.found else None


def last_called(state: Mapping[str, Any]) -> str:
    """The store's own name of the last product, where it was only one."""
    names = state.get("products", {}).get("names", ())
    return str(names[0]) if len(names) == 1 else ""


def in_another_pack(part: Part, head: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "2 cubetas, ¿cuánto es?" after a gallon of paint: what is sold in buckets."""
    full, pack = last_called(state), part.text.split()[0]
    if not full or pack not in kit.lexicon.lists["containers"]:
        return None
    other = otherwise(Part(pack, part.quantity), head, state, kit)
    if other is None or not other.resolved:
        return None
    found = other.candidates[0]
    held = coverage(pack, written_out(found.name)) > 0
    return other if held and found.sku not in state["products"]["skus"] else None


def of_those_before(part: Part, head: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "¿Y de 1/2?" after rods and blocks: of what was spoken of before the last one."""
    for before in reversed([str(each) for each in state.get("spoken", ()) if each != head]):
        found = kit.look_up(Part(changed(before, part.text, kit.lexicon), part.quantity))
        if found.resolved and _has(part.text, found):
            return found
    return None


def _has(said: str, mention: Mention) -> bool:
    """Tell whether what was found is as it was said: "¿y semigloss?" wants no acrylic paint."""
    if not _sizes(said) <= _sizes(mention.candidates[0].name):
        return False
    told = " ".join(w for w in said.split() if w.isalpha() and len(w) > _LITTLE)
    return not told or coverage(told, mention.candidates[0].name) > 0 or _heard_so(told, mention)


def _sizes(text: str) -> set[Fraction]:
    return {measure.value for measure in measured(text).measures}


def _heard_so(told: str, mention: Mention) -> bool:
    names = {sound(plain(w)) for w in words(fold(written_out(mention.candidates[0].name)))}
    return any(also_called(word) & names for word in told.split())


def sibling(part: Part, head: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """Find the last product's nearest kin that is as said: "la misma pero níquel"."""
    skus = set(state.get("products", {}).get("skus", ()))
    hits = [h for h in kit.index.search(f"{head} {part.text}", _KIN) if h.sku not in skus]
    kin = [h for h in hits if coverage(part.text, written_out(h.name)) >= _ALL]
    shares = [coverage(head, h.name) for h in kin]
    best = max(shares, default=0.0)
    if best < _AKIN or shares.count(best) > 1:
        return None
    found = kin[shares.index(best)]
    candidate = Candidate(found.sku, found.name, _SURE)
    return Mention(found.name, part.quantity, (candidate,), resolved=True)


def is_the_last(part: Part, clause: str, head: str, state: Mapping[str, Any]) -> bool:
    """ "¿A cómo el disco?" after one disc, whatever other discs there are."""
    last = state.get("products", {})
    if state.get("quotation") is not None:
        return False  # "quita el cemento" is said of the list
    if " " in part.text or len(last.get("skus", ())) != 1 or coverage(part.text, head) < _ALL:
        return False
    named = re.escape(part.text)
    return bool(part.text and re.search(rf"\b(?:el|la|los|las|es[aeo]s?) {named}$", clause))


def pointed_at(mention: Mention, clause: str, state: Mapping[str, Any]) -> Mention:
    """ "10 de esos bombillos", "un tinaco de ese": of all that is called so, what was spoken of."""
    last = state.get("products", {}).get("skus", ())
    there = tuple(c for c in mention.candidates if c.sku in last)
    head = re.escape(next(iter(mention.text.split()), ""))
    back = rf"\bes[aeo]s? {head}\b|\b{head}(?: (?:de )?[a-z]+)? (?:de )?es[aeo]s?\b"
    if not there or len(there) == len(mention.candidates) or not re.search(back, clause):
        return mention
    return replace(mention, candidates=there, resolved=len(there) == 1)


def same_again(part: Part, head: str, state: Mapping[str, Any]) -> Mention:
    """The words hold of the last product already: it is meant again."""
    skus = [str(sku) for sku in state.get("products", {}).get("skus", ())]
    again = tuple(Candidate(sku, head, 1.0) for sku in skus)
    return Mention(head, part.quantity, again, resolved=len(again) == 1)


def sized_like(part: Part, head: str, kit: Kit) -> Mention | None:
    """Look for a thing in the sizes that were said of the last one."""
    sizes = kit.lexicon.lists["sizes"]
    said = " ".join(w for w in words(fold(head)) if w[0].isdigit() or w in sizes)
    return kit.look_up(Part(f"{part.text} {said}", part.quantity)) if said else None
