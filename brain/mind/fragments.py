"""Whether a message is only the beginning of what a customer wants to say."""

from __future__ import annotations

import re

from brain.mind.folding import fold, words

_OPENERS = frozenset(
    [
        "hola",
        "holas",
        "buenas",
        "buenos",
        "buen",
        "dia",
        "dias",
        "tarde",
        "tardes",
        "noche",
        "noches",
        "saludos",
        "klk",
        "hey",
        "alo",
        "bendiciones",
        "tienen",
        "tiene",
        "hay",
        "venden",
        "quiero",
        "necesito",
        "busco",
        "cuanto",
        "cuesta",
        "precio",
        "dime",
        "mire",
        "mira",
        "oye",
        "oiga",
        "loco",
        "amigo",
        "hermano",
        "disculpe",
        "disculpa",
        "una",
        "pregunta",
        "consulta",
        "como",
        "esta",
        "estan",
        "y",
        "de",
        "la",
        "el",
        "los",
        "las",
        "por",
        "favor",
        "ustedes",
        "me",
        "da",
        "dame",
        "que",
        "es",
        "para",
        "a",
        "con",
        "en",
        "un",
        "oferta",
        "bien",
        "todo",
        "ta",
        "tan",
        "jefe",
        "mi",
    ]
)
_WHOLE = re.compile(
    r"gracias|adios|^(?:si|no|ok|dale|klk|listo|perfecto|ta bien|esta bien)$|horario|direccion|ubicacion|ofertas|vacantes|telefono|cotizacion|persona|agente|humano|cuenta|balance|delivery|envio|ticket"
)


def is_fragment(text: str) -> bool:
    """Tell whether to wait a moment for the rest: "hola", "tienen", "varilla" alone."""
    folded = fold(text)
    if not folded or "?" in text or re.search(r"\d", folded) or _WHOLE.search(folded):
        return False
    said = words(folded)
    if re.search(r"[.!]\s*$", text) and len(said) > 3:
        return False
    if len(said) <= 1:
        return bool(said)
    return len([w for w in said if w not in _OPENERS]) == 0
