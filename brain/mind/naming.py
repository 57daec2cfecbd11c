"""Which products a clause names, by themselves or as the last ones in another size or colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from brain.mind.counts import counted_behind, counted_last
from brain.mind.folding import fold, words
from brain.mind.intents import IntentModel, Reading
from brain.mind.lexicon import Lexicon
from brain.mind.mentions import (
    Index,
    changed,
    coverage,
    is_a_place,
    is_attribute_only,
    look_up,
    only_packs,
    plainly_told,
)
from brain.mind.named_once import narrowed, noun
from brain.mind.of_it import is_of_it
from brain.mind.otherwise import (
    SAME_SIZE,
    in_another_pack,
    is_the_last,
    last_called,
    of_those_before,
    otherwise,
    pointed_at,
    same_again,
    sibling,
    sized_like,
)
from brain.mind.parts import Part
from brain.mind.strung import asked_for
from brain.mind.values import Mention

_ALL = 0.99
_SAME = re.compile(r"\b(?:mism[oa]s?|igual(?:es)?|es[aeo]s?|pero)\b")
_SURER = 0.9  # a single word by itself must be so sure
_OF_IT = re.compile(r"^(?:\w{1,5}[\s,]+)*?(?:el|la|los|las|uno|una)? ?del?\b")
_HOW_MANY = re.compile(
    r"\bcuant[oa]s [a-z]+(?: es)?(?: (?:les|te|le|me))? (?:tien|hay|qued|trae|disponib)"
)
_AND_SHORT = re.compile(r"^(?:y|o|no|mejor|pero)[\s,]+\w+(?: \w+)?$")
LINKED = re.compile(
    r"^(?:(?:y|e|es|son|no|pero|o|tambien|mejor|entonces|si|ah|ok|okey|bueno|pues|uff|ay|dale|listo|bien)[\s,]+)*(?:de|del|en|el|la|los|las|ese|esa|uno|una|para)\b"
)
_NOT_THIS = re.compile(r"^no\b")
# "¿Y pico?" after a product: another one, and nothing else.
JUST_ONE_MORE = re.compile(r"^(?:y|e) (?:un |una )?[a-z]{3,}$")


@dataclass(frozen=True)
class Kit:
    """What understanding works with."""

    lexicon: Lexicon
    model: IntentModel
    index: Index
    places: frozenset[str] = frozenset()  # words that name the store's branches
    towns: frozenset[str] = frozenset()  # words of their names and addresses

    def look_up(self, part: Part) -> Mention:
        return look_up(part, self.index, self.lexicon, self.places)


def place_words(branches: Iterable[str], least: int = 4) -> frozenset[str]:
    """The words that name branches; short ones are parts of too many names."""
    named = {w for name in branches for w in words(fold(name)) if len(w) >= least}
    # In the country nobody says the last s: "¿ta en Matancita?"
    return frozenset(named | {w[:-1] for w in named if w.endswith("s") and len(w) > least + 1})


def name_products(
    reading: Reading, state: Mapping[str, Any], kit: Kit
) -> tuple[list[Mention], bool]:
    """Look up the products of a clause, and tell whether it goes on with the last ones."""
    last = str(state.get("products", {}).get("query", ""))
    found: list[Mention] = []
    follows, head = False, last
    for part in _counted(reading, kit):
        if found and part.quantity is None and _tells_of_it(part, kit.lexicon):
            continue
        if last and is_a_place(part, kit.index, kit.places):
            follows = True  # "¿y en Verón?"
            continue
        if _counts_last(part, found, kit.lexicon):
            found.append(_packed(found.pop(), part, kit))
            continue
        if last and _only_counts(part, reading.clause, kit.lexicon):
            alone = Mention("", part.quantity, (), resolved=False)
            found.append(in_another_pack(part, head, state, kit) or alone)
            continue
        linked = _linked(part, reading.clause, head, state, kit) if head else None
        alone = _looked_up(part, head if head != last else "", reading.clause, kit)
        mention = linked or pointed_at(alone, reading.clause, state)
        if is_of_it(mention, part, found, reading.clause, kit.lexicon):
            continue
        follows = follows or (linked is not None and head == last)
        head = mention.text or head
        found += [mention] if mention.text or mention.quantity is not None else []
    found = narrowed(_after_the_cue(found, reading), reading.clause)
    if last and _is_of_the_last(found, follows, reading.clause, kit.lexicon):
        counts: list[Decimal | None] = list(dict.fromkeys(m.quantity for m in found if m.quantity))
        return [Mention("", each, (), resolved=False) for each in counts or [None]], True
    only_count = bool(found) and all(not m.text for m in found)
    return found, follows or (only_count and bool(last))


def _counted(reading: Reading, kit: Kit) -> list[Part]:
    said = counted_last(asked_for(reading, kit), reading.clause)
    return counted_behind(said, reading.clause, kit.look_up)


def _after_the_cue(found: list[Mention], reading: Reading) -> list[Mention]:
    """Leave out what is no merchandise and stands before the question: "capitán, ¿tienen …?"."""
    starts = [a for name in ("existencia", "precio") for a, _ in reading.matched.get(name, ())]
    asked = min(starts, default=0)
    told = [m for m in found if m.found and _at(m, reading) > asked]
    if not told:
        return found
    return [m for m in found if m.found or m.quantity or _at(m, reading) > asked]


def _at(mention: Mention, reading: Reading) -> int:
    return reading.clause.find(noun(mention.text))


def _tells_of_it(part: Part, lexicon: Lexicon) -> bool:
    """Tell whether a part names no thing of its own: its purpose, "la barra sola"."""
    idle = part.aside | lexicon.lists["vague"]
    said = set(part.text.split())
    return said <= idle | lexicon.lists["packs"] and bool(said & idle or not said)


def _counts_last(part: Part, found: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Tell whether a part only says how many of the one before: "pintura blanca, 3 cubetas"."""
    said = " ".join(w for w in part.text.split() if w not in part.aside)  # "300 pies para la finca"
    if part.quantity is None or not said or not only_packs(said, lexicon):
        return False
    return bool(found) and bool(found[-1].text) and found[-1].quantity is None


def _only_counts(part: Part, clause: str, lexicon: Lexicon) -> bool:
    """Tell whether a part only says how many of the last product: "y 35 fundas"."""
    if not part.text or not only_packs(part.text, lexicon):
        return False
    return bool(part.quantity or _HOW_MANY.search(clause))


def _is_of_the_last(found: list[Mention], follows: bool, clause: str, lexicon: Lexicon) -> bool:
    """Tell whether nothing is named but the last product, pointed at or in another branch."""
    if any(m.found or (m.near and SAME_SIZE.search(clause)) for m in found):
        return False
    return (follows and not found) or _points_back(clause, found, lexicon)


def _packed(before: Mention, part: Part, kit: Kit) -> Mention:
    both = kit.look_up(Part(f"{part.text} {before.text}", part.quantity))
    return both if both.found else replace(before, quantity=part.quantity)


def _linked(
    part: Part, clause: str, head: str, state: Mapping[str, Any], kit: Kit
) -> Mention | None:
    """Read a part as the last product otherwise, else as one that was spoken of with it."""
    if SAME_SIZE.search(clause) and kit.look_up(part).found:
        return sized_like(part, head, kit)
    if is_the_last(part, clause, head, state):
        return same_again(part, head, state)
    linked = _continued(part, clause, head, state, kit)
    if linked is None or linked.found or (linked.near and not part.text[:1].isdigit()):
        return linked
    return of_those_before(part, head, state, kit) or linked


def _continued(
    part: Part, clause: str, head: str, state: Mapping[str, Any], kit: Kit
) -> Mention | None:
    """Read "y de 3/4?" or "la gris" as the last product with another size or colour."""
    part = replace(part, text=plainly_told(part.text, kit.lexicon))
    bare = is_attribute_only(part.text, kit.lexicon)
    if not part.text or not (bare or LINKED.match(clause) or _adds(part, clause, kit)):
        return None
    if bare and (other := _otherwise(part, clause, head, state, kit)):
        return other
    if coverage(part.text, head) >= _ALL and state.get("products", {}).get("skus"):
        return same_again(part, head, state)
    if kit.lexicon.lists["vague"].issuperset(part.text.split()):
        skus = state.get("products", {}).get("skus")
        return same_again(part, head, state) if skus else kit.look_up(Part(head, part.quantity))
    alone = kit.look_up(part)
    if bare:
        mention = kit.look_up(Part(changed(head, part.text, kit.lexicon), part.quantity))
        return None if alone.found and not (mention.found or mention.near) else mention
    if _SAME.search(clause) and (kin := sibling(part, head, state, kit)):
        return kin
    mention = _of_the_same_name(part, [head, fold(last_called(state))], clause, kit)
    if _is_another(part, alone, kit) and not (mention.found and _OF_IT.match(clause)):
        return _in_the_same_size(part, alone, head, kit)
    return mention if mention.found else None


def _otherwise(
    part: Part, clause: str, head: str, state: Mapping[str, Any], kit: Kit
) -> Mention | None:
    if (other := otherwise(part, head, state, kit)) or not _NOT_THIS.match(clause):
        return other
    same = kit.look_up(Part(changed(head, part.text, kit.lexicon), part.quantity))
    # "No ese, el normalito blanco doble": another one of its kind.
    return None if same.found else sibling(part, head, state, kit)


def _of_the_same_name(part: Part, named: Sequence[str], clause: str, kit: Kit) -> Mention:
    """Look for "la de lavamanos" as what was named last is called, else as the store calls it."""
    said, called = (f"{noun(each, kit.lexicon)} {part.text}" for each in named)
    mention = kit.look_up(Part(said, part.quantity))
    if mention.found or not named[1] or not _OF_IT.match(clause):
        return mention
    return kit.look_up(Part(called, part.quantity))


def _is_another(part: Part, alone: Mention, kit: Kit) -> bool:
    """Tell whether "y la tee?" names merchandise by itself: products are called so."""
    if not alone.found or alone.candidates[0].score < _SURER:
        return False
    return coverage(noun(part.text), noun(alone.candidates[0].name)) > 0


def _in_the_same_size(part: Part, alone: Mention, head: str, kit: Kit) -> Mention:
    """Read "y la tee?" after an elbow of 3/4 as a tee of 3/4, where there is one."""
    sized = None if alone.resolved else sized_like(part, head, kit)
    return sized if sized and sized.resolved else alone


def _adds(part: Part, clause: str, kit: Kit) -> bool:
    """Tell whether "¿y arena?" may be said of the last product: it is nothing by itself."""
    if not _AND_SHORT.match(clause):
        return False
    alone = kit.look_up(part)
    return not alone.found or alone.candidates[0].score < _SURER


def _points_back(clause: str, named: list[Mention], lexicon: Lexicon) -> bool:
    """ "¿Hay de ese?", "¿cuántos hay en Santiago?": the last product is meant."""
    back = any(word in lexicon.lists["back_references"] for word in clause.split())
    places = [rf"\ben (?:la |el |los )?(?:de )?{re.escape(m.text)}" for m in named if m.text]
    return back or (bool(places) and all(re.search(place, clause) for place in places))


def _looked_up(part: Part, before: str, clause: str, kit: Kit) -> Mention:
    """Look a part up, also as the noun of the part before it: "tubos de 2 y de 3"."""
    alone = kit.look_up(part)
    if not before or not part.text:
        return alone
    joined = Part(f"{noun(before, kit.lexicon)} {part.text}", part.quantity)
    together = kit.look_up(joined)
    of_it = (
        rf"\b(?:el|la|los|las) (?:de|del|para) (?:el |la |los |las )?{re.escape(noun(part.text))}"
    )
    if together.found and re.search(of_it, clause):
        return together  # "la manguera de inodoro y la de lavamanos"
    return max(alone, together, key=lambda m: m.candidates[0].score if m.found else 0.0)
