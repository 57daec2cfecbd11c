"""Cut a clause where another want begins: "precio del cemento y el balance de mi cuenta"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brain.mind.intents import IntentModel
from brain.mind.seeming import beside_the_point, broke_at_home, is_to_be_replaced

_AND = re.compile(r"(?:,\s*(?:y|e)?|\b(?:y|e|tambien|ademas|aparte))\s+")
# "La bomba que se usa para fumigar, ¿la tienen?" asks of what stands before.
_POINTS_BACK = re.compile(
    r"(?:l[oa]s? )(?:tienen?|tendran?|venden?|trabajan?|manejan?|consigo|hay|les? quedan?)"
    r"(?: (?:ahi|alla|aqui|ustedes|todavia))?"
)
_FISCAL = re.compile(r"\b(?:rnc|ncf|comprobantes?|fiscal(?:es)?)\b")
_MANNERS = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})
_LISTING = frozenset({"existencia", "precio", "oferta", "cotizacion"})  # things follow
_ALIKE = frozenset({"existencia", "precio"})

Spans = Mapping[str, Sequence[tuple[int, int]]]


def wants(clause: str, model: IntentModel) -> list[str]:
    """Give the parts of a clause that want different things, mostly the clause itself."""
    matched = _telling(model.cues(clause), clause)
    if len(set(matched) - _MANNERS) < 2:
        return [clause]
    links = _links(clause, matched)
    if not links:
        return [clause]
    listed = _wanted(matched, 0, links[0].start()) & _LISTING
    link = links[-1] if listed else links[0]  # "3 codos, 2 tees y me lo llevan" is cut last
    return [clause[: link.start()], *wants(clause[link.end() :], model)]


def _links(clause: str, matched: Spans) -> list[re.Match[str]]:
    """Give the places between the first want and the next one."""
    found: list[re.Match[str]] = []
    first: set[str] = set()
    for link in _AND.finditer(clause):
        before = _wanted(matched, 0, link.start())
        after = _wanted(matched, link.start(), len(clause))
        if found and (before != first or not after):
            break
        if _POINTS_BACK.fullmatch(clause[link.end() :]):
            continue
        if before and after and not _same(before, after):
            found, first = [*found, link], before
    return found


def _telling(matched: Spans, clause: str) -> Spans:
    """Leave out what only looks like a want of its own: what broke at home, a company's RNC."""
    idle = set(beside_the_point(set(matched), clause))
    if set(matched) & _ALIKE and broke_at_home(clause):
        idle.add("queja")
    if set(matched) & _ALIKE and is_to_be_replaced(clause):
        idle |= {"devolucion", "devolver", "queja"}
    if "cotizacion" in matched and all(
        _FISCAL.search(clause[a:b]) for a, b in matched.get("pago", ())
    ):
        idle.add("pago")
    return {name: spans for name, spans in matched.items() if name not in idle}


def _wanted(matched: Spans, start: int, end: int) -> set[str]:
    return {
        intent
        for intent, spans in matched.items()
        if intent not in _MANNERS and any(start <= a and b <= end for a, b in spans)
    }


def _same(before: set[str], after: set[str]) -> bool:
    """Stock and price are asked of one product together; what is wanted twice is one want."""
    return bool(before & after) or (before | after) <= _ALIKE
