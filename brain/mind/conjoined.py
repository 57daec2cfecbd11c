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
_ALIKE = frozenset({"existencia", "precio"})

Spans = Mapping[str, Sequence[tuple[int, int]]]


def wants(clause: str, model: IntentModel) -> list[str]:
    """Give the parts of a clause that want different things, mostly the clause itself."""
    matched = _telling(model.cues(clause), clause)
    if len(set(matched) - _MANNERS) < 2:
        return [clause]
    for link in _AND.finditer(clause):
        before = _wanted(matched, 0, link.start())
        after = _wanted(matched, link.start(), len(clause))
        if _POINTS_BACK.fullmatch(clause[link.end() :]):
            continue
        if before and after and not _same(before, after):
            return [clause[: link.start()], *wants(clause[link.end() :], model)]
    return [clause]


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
