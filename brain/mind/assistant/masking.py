"""What a model must not read: telephone, account and identity numbers, addresses."""

from __future__ import annotations

import re

LONGEST = 400  # characters of one message that a model reads

# A model needs to know that a number stood there, never which.
_GAP = r"[\s.,/_()-]{0,4}"
_SAID = r"(?:cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
_COUNTED = (
    rf"(?:{_SAID}|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|treinta|cuarenta|cincuenta"
    r"|sesenta|setenta|ochenta|noventa|cien(?:to)?|\w*cient[oa]s|quinient[oa]s)"
)
_NAME = r"\w+(?:\s+(?!(?:y|e|o|que|para|con|necesito|quiero|busco|tengo|vivo)\b)\w+){0,3}"
_MASKS = (
    (
        re.compile(
            r"[\w.+-]+\s?(?:@|\barroba\b)\s?[\w-]+\s?(?:\.|\bpunto\b)\s?[a-z]{2,}[\w.-]*",
            re.IGNORECASE,
        ),
        "[correo]",
    ),
    (re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), "[enlace]"),
    (re.compile(rf"(?<!\d)\d{{3}}{_GAP}\d{{7}}{_GAP}\d(?!\d)"), "[cédula]"),
    (
        re.compile(rf"(?<!\d)(?:\+?1{_GAP})?\(?(?:809|829|849){_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)"),
        "[teléfono]",
    ),
    # Behind "cta." a number begins, behind "1," one goes on.
    (re.compile(r"(?<!\d)(?<!\d[,.])\d(?:[\s.-]?\d){6,}(?![\d,.]?\d)"), "[número]"),
    (re.compile(r"(?<!\d)(?<!\d[/.,])\d{4,}(?![\d/,.]?\d)"), "[número]"),
    (re.compile(rf"\b(?:{_SAID}|\d)(?:[\s,.-]{{1,3}}(?:{_SAID}|\d)){{6,}}\b", re.I), "[número]"),
    (re.compile(rf"\b{_SAID}(?:[\s,.-]{{1,3}}{_SAID}){{3,}}\b", re.IGNORECASE), "[número]"),
    # "ocho cuarenta y nueve, cinco cincuenta y cinco…": a count has at most three such words.
    (
        re.compile(rf"\b{_COUNTED}(?:(?:[\s,.-]{{1,3}}|\s+y\s+){_COUNTED}){{3,}}\b", re.I),
        "[número]",
    ),
    (re.compile(rf"\b(me llamo|mi nombre es|a nombre de)\s+{_NAME}", re.I), r"\1 [nombre]"),
)
# However the digits are kept apart, if always in the same way: 809/555/0101, 8_0_9_5_…
_SPELT = re.compile(r"\d+(?:([\s.,/_()\-\u200b\u2060]{1,3})\d+)(?:\1\d+)*")
_AMOUNT_OR_DATE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}/\d{1,2}/\d{4}")
SHORTEST_NUMBER = 7
_ROLES = re.compile(
    r"<\|[^|>]*\|>|</?(?:system|assistant|user|tool)[^>]*>|\[/?INST\]", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_KEYCAPS = re.compile("[\ufe0f\u20e3]")  # 8️⃣ is an 8


def masked(text: str) -> str:
    """Give a message as a model may read it: one line, cut, numbers of people masked."""
    plain = _SPACES.sub(" ", _ROLES.sub(" ", _KEYCAPS.sub("", text))).strip()[:LONGEST]
    for pattern, mask in _MASKS:
        plain = pattern.sub(mask, plain)
    return _SPELT.sub(_spelt, plain)


def _spelt(found: re.Match[str]) -> str:
    long = sum(c.isdigit() for c in found[0]) >= SHORTEST_NUMBER
    return "[número]" if long and not _AMOUNT_OR_DATE.fullmatch(found[0]) else found[0]
