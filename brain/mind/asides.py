"""What stands around a product and is none: who asks, what is being built, what broke."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brain.mind.folding import words
from brain.mind.values import Mention

# "Cercando un potrero", "se bota el agua", "somos de Rincón": a verb tells, it names nothing.
_TELLS = re.compile(
    r"\b(?!(?:mando|comando|blando|bando|contrabando)\b)[a-z]{2,}(?:ando|iendo|yendo)\b"
    r"|\b(?:se|me|le|les|nos|lo) (?:me |le |nos )?(?!que\b|de\b|la\b|el\b)"
    r"[a-z]{2,}(?:[aeo]|an|en|io)\b"
    r"|\b(?:somos|soy|vivo|vivimos|estamos|estoy|ando|vamos|tengo|tenemos|bendiga|cuide"
    r"|acompane|guarde|conecta|trabajo)\b"
)
# What happens by itself or was done by somebody: "se va la luz", "se me cayó la puerta".
_HAPPENS = re.compile(
    r"\bse (?:me |le |les |nos )?(?!necesit|vend|us|compr|llam|pued|consig)"
    r"(?:va|fue|[a-z]{2,}(?:a|o|io|aron|ieron|e|en|an))\b"
)
_NAME = 3  # letters; shorter words are left over from what was said: "y to"
_BORDER = re.compile(r",|\b(?:y|e|pero|que|es que|porque|donde|adonde)\b")


def without_asides(named: Sequence[Mention], clause: str, asked_at: int) -> list[Mention]:
    """Leave out of the named what is beside the point, where a product stands beside it.

    `asked_at` is where the words stand that ask; what comes before them behind a comma is a
    story or an address, unless it is something like what we have.
    """
    named = _asked(named, clause, asked_at)
    if not any(m.found or m.near for m in named):
        return list(named)
    kept = [m for m in named if m.found or not m.text or not _beside(m, clause, asked_at)]
    return kept or list(named)


def _asked(named: Sequence[Mention], clause: str, asked_at: int) -> list[Mention]:
    """Leave out what a story tells of before the question: "se va la luz, ¿venden inversores?"."""
    behind = [m for m in named if _at(m, clause) > asked_at and len(m.text) >= _NAME]
    if not behind:
        wanted = [m for m in named if not _HAPPENS.search(_phrase(clause, _at(m, clause), 0))]
        return wanted if any(m.found for m in wanted) else list(named)
    return [m for m in named if m in behind or not _happens(m, clause, asked_at)]


def _happens(mention: Mention, clause: str, asked_at: int) -> bool:
    at, strange = _at(mention, clause), not mention.found and not mention.near
    if mention.quantity or not 0 <= at < asked_at or not _BORDER.search(clause[at:asked_at]):
        return strange and 0 < len(mention.text) < _NAME
    return strange or _HAPPENS.search(_phrase(clause, at, asked_at)) is not None


def _at(mention: Mention, clause: str) -> int:
    last = words(mention.text)[-1:]
    return clause.rfind(last[0]) if last else -1


def _beside(mention: Mention, clause: str, asked_at: int) -> bool:
    at = _at(mention, clause)
    if at < 0 or (mention.quantity or 0) > 1:
        return False
    if at < asked_at and not mention.near and _BORDER.search(clause[at:asked_at]):
        return True
    return _TELLS.search(_phrase(clause, at, asked_at)) is not None


def _phrase(clause: str, at: int, asked_at: int) -> str:
    """The stretch between two borders that holds a place; what asks is a border too."""
    start = max((m.end() for m in _BORDER.finditer(clause[:at])), default=0)
    end = _BORDER.search(clause, at)
    return clause[max(start, asked_at if at >= asked_at else 0) : end.start() if end else None]
