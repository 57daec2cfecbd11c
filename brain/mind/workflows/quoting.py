"""A passage as a telephone shows it: the store's own words, Markdown's marks as WhatsApp's."""

from __future__ import annotations

import re

from knowledge.ideas import ideas
from knowledge.passages import Passage

LONGEST = 1_200
FEW_ROWS = 4  # a table with more is quoted by the rows that were asked for

_RULE = re.compile(r"^\s*\|?[\s|:-]*-{2,}[\s|:-]*$")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_POINT = re.compile(r"^\s*[-*+]\s+")
_LABEL = re.compile(r"^\s*[-*+•]\s+(?:\*\*)?([^:.;]{3,90}):")
FEWEST = 3  # labelled points that are cut down to the one that was asked for
_INNER_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


def quote(passage: Passage, question: str, spoken_of: str = "") -> str:
    """Quote a passage under its heading; of a long table, the rows that the question names.

    So too of points that each begin with what they are about: "Tinacos: 5 años". `spoken_of` is
    the product that was spoken of, where the question names none of them.
    """
    told = passage.body.splitlines()
    lines = _points(told, _asked(question)) or _points(told, _asked(spoken_of)) or told
    body = _cut("\n".join(_lines(lines, _asked(question))))
    if passage.heading.startswith("¿"):
        return body
    return f"*{_plain(passage.heading)}*\n{body}"


def _points(lines: list[str], asked: set[str]) -> list[str]:
    """Leave out the points about other things than was asked for; nothing if none is about it."""
    labels = {n: [found[1]] for n, line in enumerate(lines) if (found := _LABEL.match(line))}
    named = {n for n, label in labels.items() if _says(label, asked, list(labels.values()))}
    if len(labels) < FEWEST or not named:
        return []
    return [line for n, line in enumerate(lines) if n in named or n not in labels]


def _lines(lines: list[str], asked: set[str]) -> list[str]:
    written: list[str] = []
    table: list[list[str]] = []
    for line in [*lines, ""]:
        if line.lstrip().startswith("|"):
            table += [] if _RULE.match(line) else [_cells(line)]
            continue
        if table:
            written += _table(table, asked)
            table = []
        written.append(_line(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip().splitlines()


def _line(line: str) -> str:
    heading = _INNER_HEADING.match(line)
    if heading:
        return f"*{_plain(heading[1])}*"
    return _POINT.sub("• ", _marks(line))


def _marks(text: str) -> str:
    return _BOLD.sub(lambda m: f"*{m[1] or m[2]}*", _LINK.sub(r"\1", text)).rstrip()


def _plain(text: str) -> str:
    return _marks(text).replace("*", "")


def _cells(line: str) -> list[str]:
    return [_marks(cell.strip()) for cell in line.strip().strip("|").split("|")]


def _table(rows: list[list[str]], asked: set[str]) -> list[str]:
    """Write a table as lines; its header tells what the columns are where there are several."""
    header, *rest = rows
    named = [row for row in rest if _says(row, asked, rest)] if len(rest) > FEW_ROWS else []
    title = [f"_{header[0]}: {' / '.join(header[1:])}_"] if len(header) > 2 else []
    return title + [f"• {row[0]}: {' / '.join(row[1:])}" for row in named or rest]


def _says(row: list[str], asked: set[str], rows: list[list[str]]) -> bool:
    """Tell whether a row holds a word of the question that not most rows hold."""
    telling = {w for w in asked if sum(w in _words(other) for other in rows) <= len(rows) / 2}
    return bool(telling & _words(row))


def _words(row: list[str]) -> set[str]:
    return _asked(" ".join(row))


def _asked(text: str) -> set[str]:
    found = ideas().of(text)
    said = {word for phrase, _ in found for word in phrase}
    return said | {idea for _, meant in found for idea in meant}


def _cut(text: str) -> str:
    while len(text) > LONGEST and "\n" in text:
        text = text.rsplit("\n", 1)[0].rstrip()
    return text
