"""What a clause means beside the others of its message: who writes, what the delivery costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brain.mind.clause import SOCIAL, Found
from brain.mind.lexicon import Lexicon
from brain.mind.seeming import broke_at_home

_ASKED_FOR = frozenset({"existencia", "precio", "oferta"})
_ASKED_BESIDE = _ASKED_FOR | {"horario", "ubicacion", "entrega", "asesoria", "contacto"}
_MINE = re.compile(
    r"\b(?:mis?|nuestr[oa]s?) [a-z]+(?: [a-z]+)? (?:ya |me )?(?:tienen?|esta|estan)\b"
)
_UNSUITED = re.compile(
    r"\bno (?:me |le |nos )?(?:sirv|qued|gust|hiz|va\b|era\b|es la)|\bme equivoque|\bde mas\b"
    r"|\bequivocad|\b(?:me )?sobr(?:o|aron)\b"
)
_SPOILT = re.compile(
    r"\b(?:dan(?:o|ad)|rot[oa]|romp|quem|defect|mal[oa]s?\b|funcion|prend|enciend|raj|gotea|bot|vencid"
    r"|trajeron|mandaron|vendieron|dieron|entregaron|despacharon)"
)
_ASKS_IF = re.compile(
    r"\b(?:puedo|se puede|podria|podre|aceptan|cambian|reciben|hay (?:chance|forma|manera))\b"
)
_BARGAINS = re.compile(r"\b(?:descuent|rebaj|deja|pone|especial|mejor|ultimo|mayor|barat|credito)")


def side_by_side(found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """Leave out what a clause seems to want only as long as it stands alone."""
    found = _may_go_back(_told_beside(found))
    found = _broke_by_the_way(found)
    names = {intent.name for each in found for intent in each.intents}
    kept = [each for each in found if "entrega" not in names or not _for_the_way(each)]
    if not names & _ASKED_FOR:
        return kept
    return [replace(each, intents=()) if _introduces(each, lexicon) else each for each in kept]


def _told_beside(found: Sequence[Found]) -> list[Found]:
    """Leave out what one has at home where what is wanted is named: "mi fregadero tiene …"."""
    if not any(m.resolved for each in found for m in each.mentions):
        return list(found)
    return [replace(each, mentions=()) if _of_mine(each) else each for each in found]


def _of_mine(found: Found) -> bool:
    said = " ".join(intent.clause for intent in found.intents)
    return bool(_MINE.search(said)) and not any(m.found for m in found.mentions)


def _may_go_back(found: Sequence[Found]) -> list[Found]:
    """ "Compré una llave y no me sirve. ¿La puedo devolver?" asks how, and complains of nothing."""
    said = {intent.name: intent.clause for each in found for intent in each.intents}
    if not {"queja", "devolucion"} <= set(said) or not _ASKS_IF.search(said["devolucion"]):
        return list(found)
    if not _UNSUITED.search(said["queja"]) or _SPOILT.search(said["queja"]):
        return list(found)
    return [
        replace(each, intents=tuple(i for i in each.intents if i.name != "queja")) for each in found
    ]


def _broke_by_the_way(found: Sequence[Found]) -> list[Found]:
    """ "Se me partió un tubo aquí; ¿hasta qué hora están?" complains of nobody."""
    said = [intent for each in found for intent in each.intents if intent.name not in SOCIAL]
    complaints = [intent.clause for intent in said if intent.name == "queja"]
    asked = {intent.name for intent in said} & _ASKED_BESIDE
    if not asked or not complaints or not all(map(broke_at_home, complaints)):
        return list(found)
    return [
        replace(each, intents=tuple(i for i in each.intents if i.name != "queja")) for each in found
    ]


def _for_the_way(found: Found) -> bool:
    """ "¿Cuánto cobran por el viaje?", beside a delivery, is asked of the delivery."""
    known = any(m.found or m.near for m in found.mentions)
    return {intent.name for intent in found.intents} == {"precio"} and not known


def _introduces(found: Found, lexicon: Lexicon) -> bool:
    """ "Soy contratista, siempre les compro. ¿A cómo tienen el cemento?" asks for the price."""
    said = [intent for intent in found.intents if intent.name not in SOCIAL]
    if [intent.name for intent in said] != ["precio_especial"]:
        return False
    return lexicon.says("introduces", said[0].clause) and not _BARGAINS.search(said[0].clause)
