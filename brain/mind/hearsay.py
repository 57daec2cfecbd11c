"""Who told of a thing or sent for it: "un vecino me dijo que ustedes tienen la motobomba"."""

from __future__ import annotations

import re

_SOMEBODY = r"(?:(?:un|una|el|la|l[ao]s|un[ao]s|mis?)\s+[a-z]+\s+)"
_SAID = r"(?:dij|dich|dic|cont|coment|asegur|inform|recomend|avis)[a-z]+"
_TOLD = re.compile(
    rf"\b{_SOMEBODY}?(?:me|nos)\s+(?:han?\s+)?{_SAID}\s+{_SOMEBODY}?que\b"
    r"|\blo que (?:yo )?(?:hay|tengo|debo|toca|necesito|quiero|busco|ando|estoy|(?:me )?hace falta)"
    r"(?:\s+[a-z]+){0,2} es\b"
    r"|\b(?:vi|supe|oi|escuche|lei|entendi|tengo entendido|dicen|me entere(?: de)?)\s+que\b"
    r"|\b(?:(?:vi|me salio|veo|estoy viendo|vimos)\s+)?(?:un|el|su|una|la)\s+"
    r"(?:anuncio|publicacion|post|historia|estado|volante|foto|video|afiche|letrero)"
    r"(?:\s+(?:en|por)\s+(?:el |la |su )?[a-z]+)?"
    r"(?:\s+del\s|\s+(?:de|con|que)\s+(?:ustedes\s+(?:(?:de|con)\s+)?)?(?=(?:un[oa]?s?|l[ao]s?|el)\s))"
    rf"|\b{_SOMEBODY}(?:me|nos)\s+(?:pid(?:io|ieron)|encarg(?:o|aron)|mand(?:o|aron) a"
    r"(?: buscar| comprar)?)\b"
)
_TO_GIVE = re.compile(
    r"\b(?:regal|compr|llev|consegu|instal|mont|repon|coloc)[aei]r(?:le|les|me|nos)?\s+"
    r"(?=un(?:a|os|as)?\s)"
)
_WHO_WRITES = re.compile(r"\b(?:le|les|te)\s+(?:escrib[eo]|habla|saluda)\b[^,]*,")
_OF_THOSE = re.compile(r"\bde es[ao]s\s+(?:[a-z]+[ao]s\s+)?(?=de\s)")
_SO_MANY_OF_US = re.compile(r"\bsomos\s+(?:como\s+)?(?:\d+|dos|tres|cuatro|cinco|seis)\b")


def without_hearsay(clause: str) -> str:
    """Put a comma where somebody's words or errand begin, for what follows is asked for."""
    plain = _SO_MANY_OF_US.sub(" ", _WHO_WRITES.sub(" ", clause))
    return _TO_GIVE.sub(" ", _OF_THOSE.sub(" ", _TOLD.sub(" , ", plain)))
