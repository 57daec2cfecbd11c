"""What one clause wants, and which products it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from brain.mind.asides import without_asides
from brain.mind.folding import words
from brain.mind.intents import Reading
from brain.mind.lexicon import content
from brain.mind.listed import one_by_one, to_quote
from brain.mind.mentions import CLEAR, coverage
from brain.mind.naming import JUST_ONE_MORE, LINKED, Kit, name_products
from brain.mind.of_the_last import of_the_last
from brain.mind.parts import parts
from brain.mind.relative import of_the_thing
from brain.mind.seeming import only_seeming
from brain.mind.spoken_of import next_size
from brain.mind.topics import goes_on, more_of_the_topic, of_a_kind, topic
from brain.mind.values import Intent, Mention
from knowledge.vocabulary import is_of_the_trade

ACT = 0.55  # below this nothing is done without asking
GUESSED = 0.5  # what the classifier says alone counts from here on; below it all seem to complain
GUESS = 0.2
PRODUCT = ("existencia", "precio")
SOCIAL = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})
# These take the products of their clause with them; the others may stand beside a product.
ABSORBING = frozenset(
    {"asesoria", "queja", "devolucion", "precio_especial", "cotizacion", "fuera_de_tema"}
    | {
        "cuenta",
        "robot",
        "privado",
        "ticket",
        "oferta",
        "persona",
        "pago_reclamado",
        "gestion_cuenta",
    }
)
# What is told with the name of a product in it.
_TOLD = frozenset(
    {"queja", "devolver", "devolucion", "pago_reclamado", "gestion_cuenta", "persona"}
)
_GOES_BACK, _TOLD_SURELY = frozenset({"devolver", "devolucion"}), 0.6
_WRITTEN = frozenset({"pago", "entrega", "deposito", "contacto"})  # intents that documents serve
_NAMES_PRODUCTS = frozenset({"oferta", "cotizacion", "precio_especial"})
_IN_STOCK = re.compile(r"\b(?:queda|quedan|quedara|quedaran|disponibles?|existencia)\b")
_HOLDS = re.compile(r"\b(?:incluy|tra|vien)en?\b")  # "¿el combo incluye instalación?"
_BESIDE_SIZES = frozenset({"tb", "tambien", "el", "la", "y"})
_ALL = 0.99
_SHORT, _ADVICE = 6, 0.65  # so short a name is no sentence; so sure it is advice that is asked
_SURE, _SURER = 0.85, 0.9
# In what happens a single word names nothing: "se está metiendo el agua".
_HAPPENS = re.compile(
    r"\b(?:se|me|nos|les?)(?: (?:me|le|nos))? (?:esta|estan) [a-z]+(?:ando|iendo)\b"
)


@dataclass(frozen=True)
class Found:
    """What one clause gave."""

    intents: tuple[Intent, ...] = ()
    mentions: tuple[Mention, ...] = ()
    guesses: tuple[Intent, ...] = ()
    follow_up: bool = False


def read_clause(clause: str, state: Mapping[str, Any], kit: Kit) -> Found:
    """Read one normalised clause against what the conversation was about."""
    if again := of_the_last(clause, state, kit):
        return Found((Intent(_last(state, clause), 0.9, clause),), (again,), follow_up=True)
    return _read(clause, state, kit)


def _read(clause: str, state: Mapping[str, Any], kit: Kit) -> Found:
    reading = of_the_thing(kit.model.read(clause, topic(state)), kit)
    cued = {n for n in reading.cued if reading.scores[n] >= ACT}
    specific = _specific(cued, clause, kit)
    if specific and cued & set(PRODUCT) and (named := _product_words(reading, specific, kit)):
        return Found(_intents(reading, (cued & set(PRODUCT)) | _manners(cued)), named)
    if specific and specific <= _WRITTEN and (named := _called_so(reading, specific, kit)):
        return Found(_intents(reading, {"existencia"} | _manners(cued)), named)
    if specific & ABSORBING:
        return _absorbed(reading, specific, state, kit)
    if specific:
        return _beside(reading, specific, cued, kit)
    if sized := _sized(reading, state, kit):
        return sized
    return (_products if cued & set(PRODUCT) else _uncued)(reading, cued, state, kit)


def _specific(cued: set[str], clause: str, kit: Kit) -> set[str]:
    """What is wanted beside stock, price and manners."""
    specific = cued - set(PRODUCT) - SOCIAL
    specific -= only_seeming(specific, cued, clause)
    if "queja" in specific and kit.lexicon.says("supposing", clause):
        specific = (specific - {"queja"}) | {"devolucion"}  # nothing has happened yet
    combos = kit.lexicon.lists["combos"]
    if not cued - SOCIAL and _HOLDS.search(clause) and not combos.isdisjoint(words(clause)):
        specific = {"oferta"}
    refused = [name for name in ("fuera_de_tema", "privado") if name in specific]
    # What rides on it ("y dime el balance de todos") is refused.
    return {refused[0]} if refused else specific


def _last(state: Mapping[str, Any], clause: str) -> str:
    """What was asked of the last product; "¿y quedan?" behind an offer asks for stock."""
    last = str(state.get("products", {}).get("intent", "existencia"))
    return "existencia" if last == "oferta" and _IN_STOCK.search(clause) else last


def _manners(cued: AbstractSet[str]) -> set[str]:
    return set(cued & {"saludo", "gracias"})


def _product_words(reading: Reading, specific: set[str], kit: Kit) -> tuple[Mention, ...]:
    """Find a product whose name holds the cue words: "acrílica Balance", "candado Mundial"."""
    said = [p for p in parts(reading.rest(*PRODUCT, *SOCIAL), kit.lexicon) if p.text]
    named = tuple(kit.look_up(part) for part in said)
    names = " ".join(m.candidates[0].name for m in named if m.found)
    cue_words = " ".join(reading.words_of(intent) for intent in specific)
    held = bool(names and cue_words) and coverage(cue_words, names) >= _ALL
    return named if held and all(m.found for m in named) else ()


def _called_so(reading: Reading, specific: set[str], kit: Kit) -> tuple[Mention, ...]:
    """Find the product that several words name, those of a policy among them."""
    named = _product_words(reading, specific, kit)
    return named if all(" " in m.text and m.resolved for m in named) else ()


def _intents(reading: Reading, names: set[str]) -> tuple[Intent, ...]:
    ordered = sorted(names, key=lambda n: -reading.scores[n])
    return tuple(Intent(n, round(reading.scores[n], 3), reading.clause) for n in ordered)


def _absorbed(reading: Reading, specific: set[str], state: Mapping[str, Any], kit: Kit) -> Found:
    if specific == {"oferta"}:
        if sized := _next_size(reading, state, kit):
            return Found(_intents(reading, specific | _manners(reading.cued)), (sized,))
        said, follows = name_products(reading, state, kit)
        named = without_asides(said, reading.clause, reading.begins("oferta", *PRODUCT))
        wanted = _intents(reading, specific | _manners(reading.cued))
        return Found(wanted, tuple(named), follow_up=follows)
    if not specific & _NAMES_PRODUCTS and specific != {"fuera_de_tema"}:
        return Found(_intents(reading, specific | _manners(reading.cued)))
    named = one_by_one(to_quote(reading, kit), kit)
    asked = reading.cued & set(PRODUCT)
    if specific == {"fuera_de_tema"} and asked and any(m.found for m in named):
        specific = set(asked)  # a word of ours that is also the name of something else
    return Found(_intents(reading, specific | _manners(reading.cued)), tuple(named))


def _beside(reading: Reading, specific: set[str], cued: set[str], kit: Kit) -> Found:
    if not cued & set(PRODUCT):
        return Found(_intents(reading, specific | _manners(cued)))
    named = [kit.look_up(p) for p in parts(reading.rest(), kit.lexicon)]
    clear = [m for m in named if m.found or _near_by_name(m)]
    if not clear:
        return Found(_intents(reading, specific | _manners(cued)))
    # "¿Hay cemento en la sucursal de Santiago?" asks for cement, not for the way there.
    kept = {n for n in specific if n != "ubicacion" or "sucursal" not in reading.clause}
    return Found(_intents(reading, kept | (cued & set(PRODUCT)) | _manners(cued)), tuple(clear))


def _sized(reading: Reading, state: Mapping[str, Any], kit: Kit) -> Found | None:
    """ "¿Y el otro más chiquito?" after a product asks for the next size of it."""
    found = _next_size(reading, state, kit) if topic(state) in PRODUCT else None
    if found is None:
        return None
    asked = Intent(topic(state), 0.9, reading.clause)
    return Found((asked, *_intents(reading, _manners(reading.cued))), (found,))


def _next_size(reading: Reading, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    said = [p.text for p in parts(reading.rest(), kit.lexicon)]
    told = " ".join(w for w in " ".join(said).split() if w not in _BESIDE_SIZES)
    return next_size(told, state, kit) if topic(state) in (*PRODUCT, "oferta") else None


def _products(reading: Reading, cued: set[str], state: Mapping[str, Any], kit: Kit) -> Found:
    said, follows = name_products(reading, state, kit)
    named = without_asides(said, reading.clause, reading.begins(*PRODUCT))
    wanted = cued & set(PRODUCT)
    if named and not any(m.found or _near_by_name(m) for m in named):
        other, score = _top(reading)
        if other not in PRODUCT and other not in SOCIAL and score >= _bar(other):
            return Found((Intent(other, round(score, 3), reading.clause),))
    return Found(_intents(reading, wanted | _manners(cued)), tuple(named), follow_up=follows)


def _near_by_name(mention: Mention) -> bool:
    """Tell whether something is sold that is called so, if in another size or make."""
    head = next(iter(mention.text.split()), "")
    return any(coverage(head, each.name) > 0 for each in mention.near[:1])


def _uncued(reading: Reading, cued: set[str], state: Mapping[str, Any], kit: Kit) -> Found:
    if goes_on_with := more_of_the_topic(reading, state, kit):
        return Found((goes_on_with,))
    if cued & SOCIAL and kit.lexicon.lists["idle"].issuperset(words(reading.rest(*cued))):
        return Found(_intents(reading, cued & SOCIAL))  # "ya, eso es todo" points back at nothing
    named, follows = name_products(reading, state, kit)
    linked = bool(state.get("products")) and LINKED.match(reading.clause) is not None
    other, score = _top(reading)
    linked = linked or (_is_all(named, reading, kit) and (other in PRODUCT or score < GUESSED))
    clear = tuple(m for m in named if m.found and (linked or _stands_alone(m, reading)))
    clear = () if _tells_of(other, score, clear, reading) else clear
    if follows or clear:
        last = _last(state, reading.clause) if follows else ""
        name = last or goes_on(reading.clause, state)
        name = name or (other if other in PRODUCT else "existencia")
        sure = 0.9 if follows else clear[0].candidates[0].score
        wanted = (Intent(name, sure, reading.clause), *_intents(reading, _manners(cued)))
        listed = any(m.quantity for m in clear)  # "2 candados y una ponchera" asks for both
        kept = [m for m in named if m in clear or (m.quantity and (listed or not m.text))]
        return Found(wanted, tuple(kept if clear else named), (), follows)
    if cued & SOCIAL and not _wants_more(reading, other, score):
        return Found(_intents(reading, cued & SOCIAL))
    if of_a_kind(named, reading.clause, state):
        return Found((Intent("oferta", 0.85, reading.clause),), tuple(named))
    if _is_named(named, other, score) or _one_more(named, reading.clause, state):
        asked = (Intent("existencia", round(reading.scores["existencia"], 3), reading.clause),)
        return Found((*asked, *_intents(reading, _manners(cued))), tuple(named))
    if score >= _bar(other) and other not in PRODUCT:
        wanted = (Intent(other, round(score, 3), reading.clause),)
        return Found((*wanted, *_intents(reading, _manners(cued))))
    return Found(guesses=_guesses(reading), mentions=tuple(m for m in named if m.found))


def _tells_of(other: str, score: float, clear: Sequence[Mention], reading: Reading) -> bool:
    """ "La pintura que me igualaron no se parece" is no question about paint."""
    long = len(words(reading.clause)) > _SHORT
    returns = other in _GOES_BACK and score >= _TOLD_SURELY
    sure = returns or all(" " not in m.text for m in clear)
    return long and other in _TOLD and score >= ACT and sure


def _one_more(named: Sequence[Mention], clause: str, state: Mapping[str, Any]) -> bool:
    """Tell whether another product is named after a product, if one that we do not have."""
    if JUST_ONE_MORE.match(clause) is None or topic(state) not in PRODUCT:
        return False
    return len(named) == 1 and bool(named[0].text) and not named[0].found


def _is_named(named: Sequence[Mention], other: str, score: float) -> bool:
    """Tell whether somebody just names merchandise, though not quite ours: "pintura amarilla"."""
    if len(named) != 1 or len(named[0].text.split()) > _SHORT:
        return False
    if not named[0].near and not is_of_the_trade(next(iter(named[0].text.split()), "")):
        return False
    return other in PRODUCT or score < (_ADVICE if other == "asesoria" else GUESSED)


def _wants_more(reading: Reading, other: str, score: float) -> bool:
    """ "Saludos, …" may begin a long sentence that asks for something without a sure word."""
    long = len(words(reading.rest())) > _SHORT
    return long and other not in SOCIAL and other not in PRODUCT and score >= ACT


def _is_all(named: Sequence[Mention], reading: Reading, kit: Kit) -> bool:
    """Tell whether a clause says nothing beside one product: "y acrílica normal"."""
    if len(named) != 1 or not named[0].found or named[0].candidates[0].score < CLEAR:
        return False
    said = content(reading.rest(), kit.lexicon)
    return not reading.cued - SOCIAL and set(said) <= set(words(named[0].text))


def _stands_alone(mention: Mention, reading: Reading) -> bool:
    """A product that no word around it announces must be sure, a single word more so."""
    if " " in mention.text:
        return mention.candidates[0].score >= _SURE
    return mention.candidates[0].score >= _SURER and not _HAPPENS.search(reading.clause)


def _bar(intent: str) -> float:
    """How sure the classifier must be to be followed without a cue; refusing needs more."""
    return ACT if intent == "fuera_de_tema" or intent in SOCIAL else GUESSED


def _top(reading: Reading) -> tuple[str, float]:
    if not any(letter.isalpha() for letter in reading.clause):
        return "", 0.0  # "301" alone wants nothing that could be guessed
    return max(reading.scores.items(), key=lambda pair: pair[1])


def _guesses(reading: Reading) -> tuple[Intent, ...]:
    likely = [(n, s) for n, s in reading.scores.items() if s >= GUESS and n not in SOCIAL]
    likely.sort(key=lambda pair: -pair[1])
    return tuple(Intent(n, round(s, 3), reading.clause) for n, s in likely[:3])
