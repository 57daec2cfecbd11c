"""What is taken back in the same breath: "no el rojo, el azul", "4 puertas, digo 4 llavines"."""

from __future__ import annotations

import re

_TRAILED = re.compile(
    r"\s*(?:\.{2,}|…)\s*(?=(?:digo|perd[oó]n|mejor dicho|no,|quise decir)\b)", re.I
)
_LIKE_THIS = re.compile(
    r"\s*[?!.,;\n]+\s*((?:de|con|en|color) [\w /]{2,25}?)"
    r" (?:l[oa]s?) (?:quiero|quisiera|queria|necesito|busco|prefiero|ocupo)\b",
    re.I,
)
_SAID = r"(?:(?:\d+|una?|dos|tres|cuatro) )?[a-z]{2,}(?: de [a-z0-9/]+)?"
_I_MEAN = (
    r"(?:(?:ay |no,? )*(?:digo|perdon|mejor dicho|quise decir|corrijo|mentira|esperese|espere"
    r"|espera|perate|perese|aguarde|me equivoque|que digo))"
)
# "Plywood de 3/4, no espérese, de media": the thing stays, its size is another.
_OTHER_SIZE = re.compile(
    r"\b([a-z]{3,}) (?:de )?(?:\d[\d/x]*|media)(?: (?:pulgadas?|pies|galones|libras))?"
    rf"\s*,?\s*\b{_I_MEAN}\b[\s,]*"
    r"(?:(?:el|la|los|las) )?(?=(?:de )?(?:\d|media\b))"
)
_NOT_THAT = re.compile(
    r"(?<=[a-z])(?<!\bno),? (?:y )?no (?:(?:el|la|los|las) de|el|la|los|las|por) [a-z]+(?=$|,)"
)
# "La de 4, no la de 2 pulgadas"
_NOT_THAT_SIZE = re.compile(
    r"(?<=[a-z0-9\"])(?<!\bno),? (?:y )?no (?:(?:el|la|los|las) )?de \d[\dx/]*(?: \d/\d)?\"?"
    r"(?: (?:pulgadas?|pies|pie|metros?|galones|galon|litros?|libras?|watts?|amperes|polos))?"
    r"(?=$|,| (?:el|la|los|las|es|lo|por) )"
)
# "Quería la de 4, la brocha"
_SIZE_BEFORE = re.compile(
    r"^((?:(?:no|yo|pero|es|queria|quiero|era)[\s,]+)*)(?:el|la) de (\d[\d/]*)"
    r",? (?:el|la) ([a-z]{4,})$"
)
_TAKEN_BACK = re.compile(rf"\b{_SAID}\s*,?\s*\b{_I_MEAN}\b[\s,]*(?=\w)")
_ARTICLE = r"(?:el|la|los|las|ese|esa|es[eo]s|de|del|en)"
_NOT_THIS = re.compile(
    rf"^(?:no[\s,]+)*no (?:quiero |es |era )?{_ARTICLE} (?:de )?\S+(?: \S+)?(?: no)?\s*,\s*"
    rf"(?=(?:{_ARTICLE}|sino|quiero|mejor|dame|deme|es)\b)"
)
_THIS_NOT = re.compile(
    rf"^(?:{_ARTICLE} )?\S+ no\s*,\s*(?=(?:{_ARTICLE}|sino|quiero|mejor|dame|deme|es)\b)"
)
# "20 fundas en vez de 10", "la de 3 en lugar de la de 2": what it is to be instead stays.
_INSTEAD = re.compile(
    rf",? (?:en vez|en lugar|envez) de (?:{_ARTICLE} (?:de )?)?[a-z0-9/]+(?: de [a-z0-9/]+)?"
)
_BUT = re.compile(r"^sino (?:que )?")


def flowing(said: str) -> str:
    """Let a sentence go on to its correction, or to what it is to be like.

    "4 puertas... digo 4 llavines", "¿hay alguna bomba rebajada? de gasolina la quiero".
    """
    return _LIKE_THIS.sub(r" \1", _TRAILED.sub(", ", said))


def corrected(clause: str) -> str:
    """Leave out of a normalised clause what it takes back itself."""
    kept = _NOT_THAT_SIZE.sub("", _NOT_THAT.sub("", _INSTEAD.sub("", clause)))
    kept = _TAKEN_BACK.sub("", _OTHER_SIZE.sub(r"\1 ", kept))
    kept = _NOT_THIS.sub("no, ", kept)
    return _SIZE_BEFORE.sub(r"\1\3 de \2", _BUT.sub("", _THIS_NOT.sub("no, ", kept)))
