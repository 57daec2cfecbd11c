"""Put a question that names nothing to the clause that names what it asks: "¿Lo tienen?"."""

from __future__ import annotations

from collections.abc import Sequence

from brain.mind.naming import Kit
from brain.mind.parts import Part, parts
from brain.mind.seeming import is_to_be_replaced

_PRODUCT = frozenset({"existencia", "precio"})
_REPLACING = frozenset({"devolucion", "devolver", "queja"})
_MANNERS = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})


def gathered(pieces: Sequence[str], kit: Kit) -> list[str]:
    """Join each bare question about a product to the clause beside it that only names one."""
    joined: list[str] = []
    waiting = ""  # a bare question that came first: "¿qué precio? El disco grande"
    for piece in pieces:
        if _asks_barely(piece, kit):
            if joined and _only_names(joined[-1], kit):
                joined[-1] = f"{joined[-1]} {piece}"
                continue
            waiting = f"{waiting} {piece}".strip()
        elif waiting and _only_names(piece, kit):
            joined.append(f"{waiting} {piece}")
            waiting = ""
        else:
            joined += [waiting, piece] if waiting else [piece]
            waiting = ""
    return [*joined, waiting] if waiting else joined


def _asks_barely(piece: str, kit: Kit) -> bool:
    """Tell whether a clause asks for stock or price and says of nothing what it asks."""
    reading = kit.model.read(piece)
    if not reading.cued & _PRODUCT or reading.cued - _PRODUCT - _MANNERS:
        return False
    return not any(part.text or part.quantity for part in parts(reading.rest(), kit.lexicon))


def _only_names(piece: str, kit: Kit) -> bool:
    """Tell whether a clause names merchandise and asks nothing."""
    reading = kit.model.read(piece)
    if reading.cued - _MANNERS - (_REPLACING if is_to_be_replaced(piece) else set()):
        return False
    named = [part for part in parts(reading.rest(), kit.lexicon) if part.text]
    return any(_sold(part, kit) for part in named)


def _sold(part: Part, kit: Kit) -> bool:
    mention = kit.look_up(part)
    return mention.found or bool(mention.near)
