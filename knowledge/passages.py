"""The documents of the store, cut into passages at whatever its writer used as headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.folding import plain
from knowledge.reading import DocumentRow

LONGEST = 1_400  # characters of a passage; a longer text is cut between paragraphs

_HASHES = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_BOLD = re.compile(r"^\s*(?:\*\*|__)(.{2,120}?)(?:\*\*|__):?\s*$")
_QUESTION = re.compile(
    r"^\s*(?:[-*]|\d+[.)])?\s*(?:\*\*|__)?\s*(¿[^?]{3,200}\?)\s*(?:\*\*|__)?\s*$"
)
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Passage:
    """A part of a document under one heading; `id` names it for people too."""

    id: str
    document: int
    title: str
    heading: str
    body: str


def passages_of(documents: Iterable[DocumentRow]) -> list[Passage]:
    """Cut documents into passages; none is empty, and no two have one id."""
    found: dict[str, Passage] = {}
    for document in documents:
        for heading, body in _sections(document):
            for piece in _pieces(body):
                passage = _passage(document, heading, piece, found)
                found[passage.id] = passage
    return list(found.values())


def _passage(document: DocumentRow, heading: str, body: str, taken: dict[str, Passage]) -> Passage:
    name = document.name.removesuffix(".md")
    own = name if heading == document.title else f"{name}#{_slug(heading)}"
    number, free = 2, own
    while free in taken:
        free, number = f"{own}-{number}", number + 1
    return Passage(free, document.id, document.title, heading, body)


def _slug(heading: str) -> str:
    return _NOT_IN_A_NAME.sub("-", plain(heading)).strip("-")


def _sections(document: DocumentRow) -> Iterator[tuple[str, str]]:
    heading, lines = document.title, list[str]()
    rows = document.body.splitlines()
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else ""
        found = _heading(row, after)
        if found is None:
            lines += [] if _is_underline(row, rows[at - 1] if at else "") else [row]
            continue
        yield from _section(heading, lines)
        heading, lines = found, []
    yield from _section(heading, lines)


def _section(heading: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    body = "\n".join(lines).strip()
    if body:
        yield heading, body


def _heading(row: str, after: str) -> str | None:
    """Read a line as a heading: hashes, an underline, a bold line, a question by itself."""
    if _is_underline(after, row):
        return row.strip()
    for pattern in (_HASHES, _QUESTION, _BOLD):
        found = pattern.match(row)
        if found:
            return found[1].strip("*_ ")
    return None


def _is_underline(row: str, before: str) -> bool:
    return bool(_UNDERLINE.match(row)) and bool(before.strip()) and "|" not in before


def _pieces(body: str) -> Iterator[str]:
    """Keep a text whole, or cut it between paragraphs where it is too long for one passage."""
    piece = ""
    for paragraph in _PARAGRAPH.split(body):
        if piece and len(piece) + len(paragraph) > LONGEST:
            yield piece
            piece = ""
        piece = f"{piece}\n\n{paragraph}" if piece else paragraph
    yield piece
