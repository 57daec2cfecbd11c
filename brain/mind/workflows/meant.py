"""Which products a turn is about: those named, those of the last turn, those it left open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from brain.mind.mentions import EXACT, coverage
from brain.mind.open_choice import OpenChoice, all_open
from brain.mind.values import Candidate, Mention
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, thing
from knowledge.folding import plain, sound
from knowledge.measures import read as measured
from knowledge.vocabulary import MEANT, also_called, written_out
from knowledge.words import likeness

_TOGETHER = re.compile(
    r"\b(?:l[ao]s (?:dos|tres|cuatro|cinco)|amb[ao]s|junt[ao]s?|total(?:es)?"
    r"|tod[ao]s?(?! (?:el|la|los|las) (?:[a-z]+ )?"
    r"(?:dia|noche|tiempo|semana|manana|rato|ano|vida)s?\b))\b"
)
_OF_THAT = re.compile(
    r"\bde (?:es[aeo]s?|est[aeo]s?|l[ao]s mism[ao]s|l[ao] mism[ao])\b"
    r"|\b(?:l[ao]s|es[ao]s|un[ao]s) (?:\d+|dos|tres|cuatro|cinco|seis|diez|doce)"
    r"(?= *(?:$|,|y |e |\+|mas ))"
)
_SUM = re.compile(
    r"\bcuanto (?:seria|es|sale|me sale|son|serian|hay que pagar)(?: tod[ao]| en total)?$"
)
# What stands behind these is what a thing is for, and what it is made of.
_FOR = re.compile(r"(?<=\S) (?:para|p/|a) ", re.IGNORECASE)
_OF = re.compile(r"(?<=\S) (?:para|p/|de|a) ", re.IGNORECASE)
_NAME = re.compile(r"[a-zñ]{3,}")
_SACKS = frozenset({"funda", "saco", "quintal"})
# Packs that are things themselves.
_THINGS = frozenset(
    {"tubo", "plancha", "hoja", "barra", "pieza", "juego", "caja", "bolsa", "metro"}
)
_OTHER = frozenset({"galón", "cuarto", "litro", "lata", "tubo"})  # never sold as those
_POURED = frozenset({"gal", "oz", "ml"})
ONE = Decimal(1)


def meant(request: Request) -> list[Mention]:
    """Give the products to speak of; where several are added up, each has a count."""
    found = _once(_meant(request))
    counted = any(m.quantity for m in found) or _TOGETHER.search(request.understood.text)
    if len(found) < 2 or not counted:
        return found
    return [m if m.quantity else replace(m, quantity=ONE) for m in found]


def _once(found: list[Mention]) -> list[Mention]:
    """Take what is named again for the same: "la llave del patio goteó, necesito una nueva"."""
    kept: list[Mention] = []
    for mention in found:
        before = next((n for n, m in enumerate(kept) if _is_again(mention, m)), None)
        if before is None:
            kept.append(mention)
        elif kept[before].quantity is None and mention.quantity:
            kept[before] = mention
    return kept


def _is_again(mention: Mention, before: Mention) -> bool:
    skus = {c.sku for c in mention.candidates}
    if not skus or skus != {c.sku for c in before.candidates}:
        return False
    return None in (mention.quantity, before.quantity) or mention.quantity == ONE


def _meant(request: Request) -> list[Mention]:
    mentions = request.understood.mentions
    if wished := [m for m in mentions if m.wish]:
        return wished
    named = [m for m in mentions if m.text and not _tells_nothing(m, request)]
    if named:
        return [*_of_that(request), *named]
    quantity = next((m.quantity for m in mentions if m.quantity), None)
    last = request.state.get("products", {})
    choice = OpenChoice.of(request.state)
    if choice and not choice.instead:
        return list(all_open(choice, quantity))
    said, skus = request.understood.text, last.get("skus", ())
    counts = list(dict.fromkeys(m.quantity for m in mentions if m.quantity))
    if len(skus) == 1 and len(counts) > 1:  # "2 cubetas, ¿y si llevo 3?"
        return [_again(str(skus[0]), last, each, said) for each in counts]
    return [_again(str(sku), last, quantity, said) for sku in skus]


def _tells_nothing(mention: Mention, request: Request) -> bool:
    """Tell whether only a size is said, of nothing: "¿no hay uno más grande?"."""
    lists = request.lexicon.lists
    idle = lists["vague"] | lists["bigger"] | lists["smaller"]
    return idle.issuperset(mention.text.split())


def _of_that(request: Request) -> list[Mention]:
    """ "3 de eso y un candado": so many of the last product, beside what is named."""
    last, said = request.state.get("products", {}), request.understood.text
    counts = (m.quantity for m in request.understood.mentions if not m.text)
    count = next((each for each in counts if each), None)
    if count is None or len(last.get("skus", ())) != 1 or not _OF_THAT.search(said):
        return []
    return [_again(str(last["skus"][0]), last, count, said)]


def _again(sku: str, last: Mapping[str, Any], quantity: Decimal | None, said: str) -> Mention:
    """A product of the last turn; how many it was is kept where none is said."""
    query = str(last.get("query", ""))
    before = last.get("quantities", {}).get(sku)
    summed = len(last.get("skus", ())) > 1 or _SUM.search(said)
    kept = Decimal(str(before)) if before and summed else None
    return Mention(query, quantity or kept, (Candidate(sku, query, 1.0),), resolved=True)


def in_pack(mention: Mention, found: list[Item], packs: frozenset[str]) -> list[Item]:
    """Keep what is sold by the pack that was said: "fundas de cemento" is no glue for pipes."""
    said = {_one(word) for word in mention.text.split() if word in packs}
    sold = [item for item in found if _one(item.first.unit.casefold()) in said]
    return sold or [item for item in found if not (said & _SACKS and _is_liquid(item))]


def _is_liquid(item: Item) -> bool:
    measures = {each.unit for each in measured(item.first.name).measures}
    return item.first.unit in _OTHER or not measures.isdisjoint(_POURED)


def _head(said: str, packs: frozenset[str]) -> str:
    """The word that names a thing; a pack only where nothing else does: "sacos de alimento"."""
    named = said.split()
    inside = (w for w in named if w not in packs and w.isalpha())
    return next(inside, "") if named[:1] and named[0] in packs - _THINGS else "".join(named[:1])


def _one(word: str) -> str:
    return re.sub(r"(?<=[nr])es$|s$", "", word.replace("ó", "o"))


def bearing(mention: Mention, found: list[Item], packs: frozenset[str]) -> list[Item]:
    """Keep the products that are called so: a regulator "for the fridge" is no fridge."""
    head = _head(mention.text, packs)
    if not head or (mention.quantity is None and mention.text == ""):
        return found
    if any(c.score >= EXACT for c in mention.candidates) or not _NAME.search(mention.text):
        return found
    return [i for i in found if called(head, mention.text, i)]


def called(head: str, text: str, item: Item, border: re.Pattern[str] | None = None) -> bool:
    """Tell whether a product is what was named: "regulador para nevera" is no "nevera".

    A single word must stand before "de" and "a" too: "desbrozadora a gasolina" is no "gasolina".
    """
    border = border or (_FOR if " " in text else _OF)
    name = written_out(border.split(thing(item.first.name))[0])
    if any(coverage(text, each) > 0 for each in (name, item.first.brand, item.first.category)):
        return True
    heard = {sound(plain(word)) for word in name.split()}
    if heard & also_called(head) or any(likeness(sound(head), each) >= MEANT for each in heard):
        return True
    firsts = [alias.split()[0] for alias in item.first.aliases if alias.split()]
    return any(coverage(head, first) > 0 or also_borne(head, first) for first in firsts)


def also_borne(word: str, names: str) -> bool:
    """Tell whether another name of what a word names begins with one of these words."""
    return bool({sound(plain(each)) for each in names.split()} & also_called(word))


def named(names: Sequence[str], item: Item) -> bool:
    return any(called(name, name, item, _FOR) for name in names)
