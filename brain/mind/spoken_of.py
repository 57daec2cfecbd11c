"""What a message means by what was spoken of before: "50 del primero", "y el más chiquito"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brain.mind.folding import fold, words
from brain.mind.lexicon import content
from brain.mind.likeness import coverage
from brain.mind.mentions import Hit, look_up
from brain.mind.naming import Kit
from brain.mind.otherwise import last_called
from brain.mind.parts import Part
from brain.mind.values import Candidate, Mention
from knowledge.measures import read as measured

MOST = 6  # products spoken of that are remembered
_FAMILY = 40  # products of one name among which the next size is looked for
_SURE = 0.9
_PLACE = re.compile(r"\b(?:del|el|la|al|los|las) (\w+)$")
_SIZE = re.compile(r"\bde (\d[\dx/.]*)\b")
_COUNT = re.compile(r"\b(\d{1,5})\b")
_MORE_OF_IT = re.compile(r"^(?:(?:y|o|no|pero|si|es)[\s,]+)*(?:de|para|en) (?:el |la )?[a-z]{3,}")
_SHORT = 8  # words
_OF_THE_STORE = re.compile(
    r"\b(?:donde|direccion|ubicac[a-z]*|como (?:se )?lleg[a-z]*|hora|abren|cierran|telefono"
    r"|llevan|llevarian|mandan|mandarian|envian|entregan|despachan|delivery|envios?)\b"
)
_JUST_A_PLACE = re.compile(
    r"^(?:(?:y|no|ok|mejor|dame|deme|quiero|el|la)[\s,]+)*(?:el|la|los|las|del|de la)"
    r"(?: numero| opcion)? (\w+)(?:,? (?:por favor|opcion|que precio|cuanto|a como)[a-z ]*)?$"
)
_NOT_THIS_ONE = re.compile(
    r"^no[\s,]+(?:no[\s,]+)?(?:es[ea] no[\s,]+)?(?:el|la|los|las) (?:de (?:la |el )?|del )?"
    r"([a-z]{3,})$"
)
# A tool with a cord is the other one than that with a battery.
_WITH_CORD = re.compile(r"^(?:y )?(?:el|la|los|las) (?:de |con )(?:el )?(cable|corriente|enchufe)$")
_CORDLESS = re.compile(r"\binal|\bbat|\brecarg|\d ?v\b")


def spoken(state: Mapping[str, Any], queries: Sequence[str]) -> list[str]:
    """What was spoken of so far, in order, with the latest."""
    before = [str(each) for each in state.get("spoken", ()) if each not in queries]
    return [*before, *dict.fromkeys(queries)][-MOST:]


def by_place(text: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "50 fundas del primero": the first of those that were spoken of."""
    before = [str(each) for each in state.get("spoken", ())]
    found = _PLACE.search(text)
    place = kit.lexicon.ordinals.get(found[1]) if found else None
    if place is None or not -len(before) <= place < len(before):
        return None
    count = _COUNT.search(text)
    mention = kit.look_up(Part(before[place], Decimal(count[1]) if count else None))
    return mention if mention.found else None


def just_a_place(clause: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "El segundo", where nothing is offered to choose from: of those that were spoken of."""
    found = _JUST_A_PLACE.match(clause)
    if found is None or found[1] not in kit.lexicon.ordinals or state.get("pending"):
        return None
    return by_place(f"el {found[1]}", state, kit) or Mention("", None, (), resolved=False)


def in_another_size(text: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "¿Y de 1x4?" of what was called by another name than its own."""
    name = last_called(state)
    size = _SIZE.search(text)
    if not name or not size:
        return None
    bare = [w for w in words(fold(name)) if w.isalpha() and len(w) > 1]
    mention = kit.look_up(Part(" ".join([*bare, size[1]]), None))
    return mention if mention.found else None


def elsewhere(clause: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "Toy más cerca de Verón, ¿allá la hay?": the last product, in a branch."""
    if not state.get("products", {}).get("skus") or not kit.places.intersection(words(clause)):
        return None
    if _OF_THE_STORE.search(clause):
        return None  # "¿dónde queda la tienda de Herrera?", "¿me lo llevan a Pimentel?"
    lists = kit.lexicon.lists
    idle = kit.places | lists["places"] | lists["openers"] | lists["near"]
    left = [w for w in content(clause, kit.lexicon) if w not in idle]
    return None if left else Mention("", None, (), resolved=False)


def of_its_kind(text: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "De hierro, para una puerta", "¿y para cortar hierro?": the kind that was spoken of."""
    head = next(iter(str(state.get("products", {}).get("query", "")).split()), "")
    if not head.isalpha() or len(words(text)) > _SHORT or not _MORE_OF_IT.match(text):
        return None
    said = " ".join(w for w in content(text, kit.lexicon) if w.isalpha())
    named = (Part(each, None) for each in (f"{head} {said}".strip(), head))
    found = (look_up(part, kit.index, kit.lexicon) for part in named)
    return next((mention for mention in found if mention.found), None)


def next_size(said: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "¿Y el otro más chiquito?": the next size of the last product."""
    lists, told = kit.lexicon.lists, set(said.split())
    smaller, bigger = told <= lists["smaller"], told <= lists["bigger"]
    name = last_called(state)
    if not told or not name or smaller == bigger:
        return None
    here = _sizes(name)
    steps = [(_step(here, _sizes(h.name)), h) for h in _family(name, kit)]
    ahead = [(abs(step), h) for step, h in steps if step and (step < 0) == smaller]
    if not ahead:
        return None
    chosen = min(ahead, key=lambda each: each[0])[1]
    return Mention(chosen.name, None, (Candidate(chosen.sku, chosen.name, _SURE),), resolved=True)


def the_other(clause: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "No, no, el de corriente": not the one that was told of, but the other one of its name."""
    name = last_called(state)
    said = _NOT_THIS_ONE.match(clause) or _WITH_CORD.match(clause)
    if said is None or not name:
        return None
    told = said[1] or ""
    last = state["products"]["skus"]
    others = [h for h in _family(name, kit) if h.sku not in last]
    so = [h for h in others if coverage(told, h.name) > 0]
    kept = so or (others if coverage(told, name) == 0 else [])
    if _WITH_CORD.match(clause):
        kept = [h for h in others if not _CORDLESS.search(fold(h.name))]
    if not kept or (len(kept) > 1 and not _WITH_CORD.match(clause)):
        return None
    found = tuple(Candidate(one.sku, one.name, _SURE) for one in kept)
    return Mention(found[0].name if len(found) == 1 else name, None, found, len(found) == 1)


def _family(name: str, kit: Kit) -> list[Hit]:
    """The products whose names begin as this one does."""
    head = words(fold(name))[0]
    return [h for h in kit.index.search(head, _FAMILY) if words(fold(h.name))[0] == head]


def _sizes(name: str) -> dict[str, Fraction]:
    return {str(m.unit): m.value for m in measured(name).measures}


def _step(here: Mapping[str, Fraction], there: Mapping[str, Fraction]) -> Fraction:
    """How much greater the other is in the one size that tells them apart; nothing if in more."""
    if set(here) != set(there):
        return Fraction(0)
    apart = [Fraction(there[unit]) - Fraction(here[unit]) for unit in here]
    apart = [step for step in apart if step]
    return apart[0] if len(apart) == 1 else Fraction(0)
