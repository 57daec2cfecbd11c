"""Bring a message to the plain form that rules and the classifier read."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_CLAUSE_END = re.compile(r"[\n?!;¿¡]+|\.(?=\s|$)")
_NUMBER = re.compile(r"\b(no|num|nro|núm)\.\s*(?=\d)", re.IGNORECASE)  # "cuenta no. 1002"
_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)")  # "1,500", not "1,2,300"
_MIXED = re.compile(r"(?<![\d/.,]\d)(?<=\d),(?=\d/\d)")  # "1,1/2" is one and a half
_WORD = re.compile(r"[a-z0-9ñ]+(?:[/.'\"][a-z0-9]+)*[\"']?")


def fold(text: str) -> str:
    """Lower case, no accents, one space, no letters repeated for emphasis ("holaaaa")."""
    plain = unicodedata.normalize("NFKD", text.replace("½", " 1/2 ").replace("¼", " 1/4 "))
    plain = _MIXED.sub(" ", _GROUPED.sub(_joined, plain.replace("⁄", "/")))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _SPACES.sub(" ", _REPEATED.sub(r"\1", letters.lower())).strip()


def grouped(text: str) -> set[str]:
    """The figures with commas between their thousands, as `fold` writes them: "1,500" is 1500."""
    return {_joined(found) for found in _GROUPED.finditer(text)}


def _joined(found: re.Match[str]) -> str:
    return found[0].replace(",", "")


def clauses(text: str) -> list[str]:
    """Cut a message where one request ends and the next may begin."""
    pieces = _CLAUSE_END.split(_NUMBER.sub(r"\1 ", text))
    return [part.strip(" ,.:-") for part in pieces if part.strip(" ,.:-")]


def words(folded: str) -> list[str]:
    """The words of a folded text; measures such as 3/8 and 1/2" stay whole."""
    return _WORD.findall(folded)
