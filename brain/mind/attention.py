"""How much of what is said is read: nobody holds up everybody else by writing without end."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from brain.mind.values import Turn

LONGEST = 1_500  # characters of a burst that are read; nobody asks for more in one
_UNFOLDED = 2  # times as long as that, once signs that stand for whole phrases are written out


def attended(turn: Turn) -> Turn:
    """Return a turn of whose text, and of what was said before, only the beginning is left."""
    before = tuple(replace(said, text=beginning(said.text)) for said in turn.history)
    return replace(turn, text=beginning(turn.text), history=before)


def beginning(text: str) -> str:
    """Return so much of a text as is read; one letter may stand for eighteen ("ﷺ")."""
    text = text[:LONGEST]
    while len(unicodedata.normalize("NFKD", text)) > _UNFOLDED * LONGEST:
        text = text[: len(text) // 2]
    return text
