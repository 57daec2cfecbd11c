"""What a model must not read: telephone, account and identity numbers, addresses."""

from __future__ import annotations

import re

LONGEST = 400  # characters of one message that a model reads

# A model needs to know that a number stood there, never which.
_MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[correo]"),
    (re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), "[enlace]"),
    (re.compile(r"(?<!\d)\d{3}[\s-]?\d{7}[\s-]?\d(?!\d)"), "[cédula]"),
    (
        re.compile(r"(?<!\d)(?:\+?1[\s.-]?)?\(?(?:809|829|849)\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d)"),
        "[teléfono]",
    ),
    (re.compile(r"(?<![\d,.])\d(?:[\s.-]?\d){6,}(?![\d,.]?\d)"), "[número]"),
    (re.compile(r"(?<![\d/.,])\d{4,}(?![\d/,.]?\d)"), "[número]"),
)
# However the digits are kept apart, if always in the same way: 809/555/0101, 8_0_9_5_…
_SPELT = re.compile(r"\d+(?:([\s.,/_()\-\u200b\u2060]{1,3})\d+)(?:\1\d+)*")
_AMOUNT_OR_DATE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}/\d{1,2}/\d{4}")
SHORTEST_NUMBER = 7
_ROLES = re.compile(
    r"<\|[^|>]*\|>|</?(?:system|assistant|user|tool)[^>]*>|\[/?INST\]", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")


def masked(text: str) -> str:
    """Give a message as a model may read it: one line, cut, numbers of people masked."""
    plain = _SPACES.sub(" ", _ROLES.sub(" ", text)).strip()[:LONGEST]
    for pattern, mask in _MASKS:
        plain = pattern.sub(mask, plain)
    return _SPELT.sub(_spelt, plain)


def _spelt(found: re.Match[str]) -> str:
    long = sum(c.isdigit() for c in found[0]) >= SHORTEST_NUMBER
    return "[número]" if long and not _AMOUNT_OR_DATE.fullmatch(found[0]) else found[0]
