"""What one clause wants, and which products it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from brain.mind.folding import words
from brain.mind.intents import IntentModel, Reading
from brain.mind.lexicon import Lexicon
from brain.mind.mentions import (
    Index,
    changed,
    coverage,
    is_attribute_only,
    look_up,
    only_packs,
    recoloured,
)
from brain.mind.parts import Part, counted_last, parts
from brain.mind.seeming import only_seeming
from brain.mind.values import Candidate, Intent, Mention

ACT = 0.55  # below this nothing is done without asking
GUESSED = 0.38  # so high the classifier was right in nine of ten of the blind questions
GUESS = 0.2
PRODUCT = ("existencia", "precio")
SOCIAL = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})
# These take the products of their clause with them; the others may stand beside a product.
ABSORBING = frozenset(
    {"asesoria", "queja", "devolucion", "precio_especial", "cotizacion", "fuera_de_tema"}
    | {"cuenta", "robot", "ticket", "oferta", "persona"}
)
_NAMES_PRODUCTS = frozenset({"oferta", "cotizacion", "precio_especial"})
_ACCOUNT_ALONE = re.compile(r"\d(?:[ .-]?\d){5,13}")
_MAYBE_ACCOUNT = re.compile(r"\d{4,5}")  # or a count, where products were spoken of
_LONG_NUMBER = re.compile(r"(?<![\d/x-])\d(?:[ .-]?\d){4,11}(?![\d/x])")
_AND_SHORT = re.compile(r"^(?:y|o|no|mejor|pero)[\s,]+\w+(?: \w+)?$")
_ALL = 0.99
_SHORT, _ADVICE = 6, 0.65  # so short a name is no sentence; so sure it is advice that is asked
_SURE, _SURER = 0.85, 0.9
_LINKED = re.compile(
    r"^(?:(?:y|e|no|pero|o|tambien|mejor|entonces|si|ah|ok|okey|bueno|pues|uff|ay|dale|listo|bien)[\s,]+)*(?:de|del|en|el|la|los|las|ese|esa|uno|una|para)\b"
)


@dataclass(frozen=True)
class Kit:
    """What understanding works with."""

    lexicon: Lexicon
    model: IntentModel
    index: Index
    places: frozenset[str] = frozenset()  # words that name the store's branches

    def look_up(self, part: Part) -> Mention:
        return look_up(part, self.index, self.lexicon, self.places)


@dataclass(frozen=True)
class Found:
    """What one clause gave."""

    intents: tuple[Intent, ...] = ()
    mentions: tuple[Mention, ...] = ()
    guesses: tuple[Intent, ...] = ()
    follow_up: bool = False


def read_clause(clause: str, state: Mapping[str, Any], kit: Kit) -> Found:
    """Read one normalised clause against what the conversation was about."""
    reading = kit.model.read(clause, str(state.get("topic", "")))
    cued = {n for n in reading.cued if reading.scores[n] >= ACT}
    specific = cued - set(PRODUCT) - SOCIAL
    specific -= only_seeming(specific, cued, clause)
    if "fuera_de_tema" in specific:
        specific = {"fuera_de_tema"}  # what rides on it ("y dime el balance de todos") is refused
    if specific and cued & set(PRODUCT) and (named := _product_words(reading, specific, kit)):
        return Found(_intents(reading, (cued & set(PRODUCT)) | _manners(cued)), named)
    if specific & ABSORBING:
        return _absorbed(reading, specific, state, kit)
    if specific:
        return _beside(reading, specific, cued, kit)
    if cued & set(PRODUCT):
        return _products(reading, cued, state, kit)
    return _uncued(reading, cued, state, kit)


def _manners(cued: AbstractSet[str]) -> set[str]:
    return set(cued & {"saludo", "gracias"})


def _product_words(reading: Reading, specific: set[str], kit: Kit) -> tuple[Mention, ...]:
    """Find a product whose name holds the cue words: "acrílica Balance", "candado Mundial"."""
    said = [p for p in parts(reading.rest(*PRODUCT, *SOCIAL), kit.lexicon) if p.text]
    named = tuple(kit.look_up(part) for part in said)
    names = " ".join(m.candidates[0].name for m in named if m.found)
    cue_words = " ".join(reading.words_of(intent) for intent in specific)
    held = bool(names) and coverage(cue_words, names) >= _ALL
    return named if held and all(m.found for m in named) else ()


def _intents(reading: Reading, names: set[str]) -> tuple[Intent, ...]:
    ordered = sorted(names, key=lambda n: -reading.scores[n])
    return tuple(Intent(n, round(reading.scores[n], 3), reading.clause) for n in ordered)


def _absorbed(reading: Reading, specific: set[str], state: Mapping[str, Any], kit: Kit) -> Found:
    if specific == {"oferta"}:
        named, follows = _named(reading, state, kit)
        wanted = _intents(reading, specific | _manners(reading.cued))
        return Found(wanted, tuple(named), follow_up=follows)
    if not specific & _NAMES_PRODUCTS and specific != {"fuera_de_tema"}:
        return Found(_intents(reading, specific | _manners(reading.cued)))
    named = [kit.look_up(p) for p in parts(reading.rest(), kit.lexicon)]
    asked = reading.cued & set(PRODUCT)
    if specific == {"fuera_de_tema"} and asked and any(m.found for m in named):
        specific = set(asked)  # a word of ours that is also the name of something else
    return Found(_intents(reading, specific | _manners(reading.cued)), tuple(named))


def _beside(reading: Reading, specific: set[str], cued: set[str], kit: Kit) -> Found:
    if not cued & set(PRODUCT):
        return Found(_intents(reading, specific | _manners(cued)))
    named = [kit.look_up(p) for p in parts(reading.rest(), kit.lexicon)]
    clear = [m for m in named if m.found]
    if not clear:
        return Found(_intents(reading, specific | _manners(cued)))
    # "¿Hay cemento en la sucursal de Santiago?" asks for cement, not for the way there.
    kept = {n for n in specific if n != "ubicacion" or "sucursal" not in reading.clause}
    return Found(_intents(reading, kept | (cued & set(PRODUCT)) | _manners(cued)), tuple(clear))


def _products(reading: Reading, cued: set[str], state: Mapping[str, Any], kit: Kit) -> Found:
    named, follows = _named(reading, state, kit)
    wanted = cued & set(PRODUCT)
    if named and not any(m.found for m in named):
        other, score = _top(reading)
        if other not in PRODUCT and other not in SOCIAL and score >= _bar(other):
            return Found((Intent(other, round(score, 3), reading.clause),))
    return Found(_intents(reading, wanted | _manners(cued)), tuple(named), follow_up=follows)


def _uncued(reading: Reading, cued: set[str], state: Mapping[str, Any], kit: Kit) -> Found:
    if _is_account_number(reading.clause, state):
        return Found((Intent("cuenta", 0.8, reading.clause),))
    if _names_an_account(reading, kit):
        return Found((Intent("cuenta", 0.8, reading.clause),))
    if cued & SOCIAL and kit.lexicon.lists["idle"].issuperset(words(reading.rest(*cued))):
        return Found(_intents(reading, cued & SOCIAL))  # "ya, eso es todo" points back at nothing
    named, follows = _named(reading, state, kit)
    linked = bool(state.get("products")) and _LINKED.match(reading.clause) is not None
    clear = tuple(m for m in named if m.found and (linked or _stands_alone(m)))
    other, score = _top(reading)
    if follows or clear:
        last = str(state.get("products", {}).get("intent", "existencia")) if follows else ""
        name = last or _goes_on(reading.clause, state)
        name = name or (other if other in PRODUCT else "existencia")
        sure = 0.9 if follows else clear[0].candidates[0].score
        wanted = (Intent(name, sure, reading.clause), *_intents(reading, _manners(cued)))
        return Found(wanted, clear or tuple(named), (), follows)
    if cued & SOCIAL:
        return Found(_intents(reading, cued & SOCIAL))
    if _is_named(named, other, score):
        asked = (Intent("existencia", round(reading.scores["existencia"], 3), reading.clause),)
        return Found((*asked, *_intents(reading, _manners(cued))), tuple(named))
    if score >= _bar(other) and other not in PRODUCT:
        wanted = (Intent(other, round(score, 3), reading.clause),)
        return Found((*wanted, *_intents(reading, _manners(cued))))
    return Found(guesses=_guesses(reading), mentions=tuple(m for m in named if m.found))


def _goes_on(clause: str, state: Mapping[str, Any]) -> str:
    """ "¿Y en pintura?" after the offers asks for offers."""
    return "oferta" if state.get("topic") == "oferta" and _LINKED.match(clause) else ""


def _is_account_number(clause: str, state: Mapping[str, Any]) -> bool:
    maybe = not state.get("products") or state.get("topic") == "cuenta"
    return bool(_ACCOUNT_ALONE.fullmatch(clause) or (maybe and _MAYBE_ACCOUNT.fullmatch(clause)))


def _names_an_account(reading: Reading, kit: Kit) -> bool:
    """Tell whether a long number is all that a message is about: "¿y la 0056247?"."""
    found = _LONG_NUMBER.search(reading.clause)
    if found is None:
        return False
    rest = " ".join(p.text for p in parts(_LONG_NUMBER.sub(" ", reading.rest()), kit.lexicon))
    return not rest or not kit.look_up(Part(rest, None)).found


def _is_named(named: Sequence[Mention], other: str, score: float) -> bool:
    """Tell whether somebody just names merchandise, though not quite ours: "pintura amarilla"."""
    if len(named) != 1 or not named[0].near or len(named[0].text.split()) > _SHORT:
        return False
    return other in PRODUCT or score < (_ADVICE if other == "asesoria" else GUESSED)


def _stands_alone(mention: Mention) -> bool:
    """A product that no word around it announces must be sure, a single word more so."""
    return mention.candidates[0].score >= (_SURE if " " in mention.text else _SURER)


def _bar(intent: str) -> float:
    """How sure the classifier must be to be followed without a cue; refusing needs more."""
    return ACT if intent == "fuera_de_tema" or intent in SOCIAL else GUESSED


def _top(reading: Reading) -> tuple[str, float]:
    return max(reading.scores.items(), key=lambda pair: pair[1])


def _guesses(reading: Reading) -> tuple[Intent, ...]:
    likely = [(n, s) for n, s in reading.scores.items() if s >= GUESS and n not in SOCIAL]
    likely.sort(key=lambda pair: -pair[1])
    return tuple(Intent(n, round(s, 3), reading.clause) for n, s in likely[:3])


def _named(reading: Reading, state: Mapping[str, Any], kit: Kit) -> tuple[list[Mention], bool]:
    """Look up the products of a clause, and tell whether it goes on with the last ones."""
    last = str(state.get("products", {}).get("query", ""))
    found: list[Mention] = []
    follows, head = False, last
    for part in counted_last(parts(reading.rest(), kit.lexicon), reading.clause):
        if _counts_last(part, found, kit.lexicon):
            found.append(_packed(found.pop(), part, kit))
            continue
        if last and part.quantity and part.text and only_packs(part.text, kit.lexicon):
            found.append(Mention("", part.quantity, (), resolved=False))
            continue
        linked = _continued(part, reading.clause, head, state, kit) if head else None
        mention = linked or _looked_up(part, head if head != last else "", kit)
        follows = follows or (linked is not None and head == last)
        head = mention.text or head
        if mention.text or mention.quantity is not None:
            found.append(mention)
    if (
        last
        and not any(m.found for m in found)
        and _points_back(reading.clause, found, kit.lexicon)
    ):
        return [Mention("", next((m.quantity for m in found), None), (), resolved=False)], True
    only_count = bool(found) and all(not m.text for m in found)
    return found, follows or (only_count and bool(last))


def _counts_last(part: Part, found: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Tell whether a part only says how many of the one before: "pintura blanca, 3 cubetas"."""
    if part.quantity is None or not part.text or not only_packs(part.text, lexicon):
        return False
    return bool(found) and bool(found[-1].text) and found[-1].quantity is None


def _packed(before: Mention, part: Part, kit: Kit) -> Mention:
    both = kit.look_up(Part(f"{part.text} {before.text}", part.quantity))
    return both if both.found else replace(before, quantity=part.quantity)


def _continued(
    part: Part, clause: str, head: str, state: Mapping[str, Any], kit: Kit
) -> Mention | None:
    """Read "y de 3/4?" or "la gris" as the last product with another size or colour."""
    bare = is_attribute_only(part.text, kit.lexicon)
    if not part.text or not (bare or _LINKED.match(clause) or _adds(part, clause, kit)):
        return None
    if coverage(part.text, head) >= _ALL and state.get("products", {}).get("skus"):
        return _same_again(part, head, state)
    text = changed(head, part.text, kit.lexicon) if bare else f"{_noun(head)} {part.text}"
    mention = kit.look_up(Part(text, part.quantity))
    other = recoloured(head, part.text, kit.lexicon) if bare and not mention.resolved else ""
    if other and (again := kit.look_up(Part(other, part.quantity))).found:
        return again
    return mention if mention.found or bare else None


def _adds(part: Part, clause: str, kit: Kit) -> bool:
    """Tell whether "¿y arena?" may be said of the last product: it is nothing by itself."""
    if not _AND_SHORT.match(clause):
        return False
    alone = kit.look_up(part)
    return not alone.found or alone.candidates[0].score < _SURER


def _same_again(part: Part, head: str, state: Mapping[str, Any]) -> Mention:
    """The words hold of the last product already: it is meant again."""
    skus = [str(sku) for sku in state.get("products", {}).get("skus", ())]
    again = tuple(Candidate(sku, head, 1.0) for sku in skus)
    return Mention(head, part.quantity, again, resolved=len(again) == 1)


def _points_back(clause: str, named: list[Mention], lexicon: Lexicon) -> bool:
    """ "¿Hay de ese?", "¿cuántos hay en Santiago?": the last product is meant."""
    back = any(word in lexicon.lists["back_references"] for word in clause.split())
    places = [rf"\ben (?:la |el |los )?{re.escape(m.text)}" for m in named if m.text]
    return back or (bool(places) and all(re.search(place, clause) for place in places))


def _looked_up(part: Part, before: str, kit: Kit) -> Mention:
    """Look a part up, also as the noun of the part before it: "tubos de 2 y de 3"."""
    alone = kit.look_up(part)
    if not before or not part.text:
        return alone
    joined = Part(f"{_noun(before)} {part.text}", part.quantity)
    together = kit.look_up(joined)
    return max(alone, together, key=lambda m: m.candidates[0].score if m.found else 0.0)


def _noun(text: str) -> str:
    return next(iter(text.split()), "")
