"""How many of what is sold so is meant: "2 quintales" of what is sold by the pound are 200.

A count in another measure than the store's is no count of it: 30 pies of a wire that is sold by the
pound have no total here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from brain.mind.folding import fold, words
from brain.mind.mentions import only_packs
from brain.mind.values import Mention
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item

_ONE = re.compile(r"(?<=[nrl])es$|s$")
_ALIKE: Mapping[str, str] = {
    word: unit
    for unit, called in {
        "unidad": "unidad und uds ud u pieza pza pz kit juego jgo tramo pote lata frasco sobre"
        " tubo",
        "funda": "funda fda saco bolsa bulto",
        "libra": "libra lb",
        "quintal": "quintal qq qtl",
        "pie": "pie ft",
        "metro": "metro mt m m2 mt2 m3 mt3",
        "galon": "galon gl gal",
        "cubeta": "cubeta cub cubo",
        "rollo": "rollo rll",
        "caja": "caja cja",
        "paquete": "paquete paq pq pqte",
        "plancha": "plancha plcha hoja lamina pliego barra",
        "kilo": "kilo kg",
        "yarda": "yarda yd",
        "litro": "litro lt",
        "ciento": "ciento",
        "millar": "millar",
    }.items()
    for word in called.split()
}
_HOLDS = {("quintal", "libra"): 100, ("ciento", "unidad"): 100, ("millar", "unidad"): 1000}
# Beside these a thing that is sold by the piece is counted by another measure.
_OF_PIECES = frozenset({"caja", "paquete", "quintal"})
_COUNTED = "unidad"
_A_PAIR, _PAIR = re.compile(r"\bun par\b"), 2


def recounted(mention: Mention, quantity: Decimal, item: Item, request: Request) -> Decimal | None:
    """Give how many are meant of what is sold so; None where the measure is another."""
    sold = _unit(item.first.unit)
    if (
        fold(item.first.unit) == "par"
        and quantity == _PAIR
        and _A_PAIR.search(fold(request.turn.text))
    ):
        return Decimal(1)
    said = _said(mention.text if _named(request) else _packs(request))
    if sold in {"ciento", "millar"} and said in {"", "unidad"}:
        return _divided(quantity, _HOLDS[sold, "unidad"])
    if not said or not sold or said == sold:
        return quantity
    if _is_named(said, item) and not _is_named(sold, item):
        return quantity
    if (said, sold) in _HOLDS:
        return quantity * _HOLDS[said, sold]
    if (sold, said) in _HOLDS:
        return _divided(quantity, _HOLDS[sold, said])
    if _COUNTED in {said, sold}:
        return None if said in _OF_PIECES and sold == _COUNTED else quantity
    return None


def titled(item: Item) -> str:
    """Call a product in a list, with what its price is for where that is many pieces."""
    sold = _unit(item.first.unit)
    return f"{item.title} ({sold})" if (sold, _COUNTED) in _HOLDS else item.title


def _divided(quantity: Decimal, by: int) -> Decimal | None:
    return quantity / by if quantity % by == 0 else None


def _named(request: Request) -> bool:
    lexicon = request.lexicon
    return any(not only_packs(m.text, lexicon) for m in request.understood.mentions)


def _packs(request: Request) -> str:
    """The measure in a message that goes on with the last product: "dame 6 libras"."""
    packs = request.lexicon.lists["packs"]
    return next((word for word in words(request.understood.text) if word in packs), "")


def _said(text: str) -> str:
    """The measure in front of what was named: "pies alambre"; of "alambre 50 pies" it is a size."""
    first = next(iter(text.split()), "")
    return _ALIKE.get(_ONE.sub("", first), "")


def _unit(unit: str) -> str:
    """The measure it is sold by; of tiles and of sand one says "metros" too."""
    first = next(iter(fold(unit).split()), "")
    return _ALIKE.get(_ONE.sub("", first), "")


def _is_named(said: str, item: Item) -> bool:
    """Tell whether its name has the measure: a "rollo de manguera" that is sold by the piece."""
    names = " ".join([item.first.name, *item.first.aliases])
    return any(_ALIKE.get(_ONE.sub("", word)) == said for word in words(fold(names)))
