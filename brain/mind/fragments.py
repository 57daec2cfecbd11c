"""Which messages are only beginnings, and how the messages of a burst become one text."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from brain.mind.folding import fold, words
from brain.mind.lexicon import DATA
from brain.mind.line_by_line import Line, line_by_line

_ENDED = re.compile(r"[.!?]\s*$")
_GOES_ON = re.compile(r"^(?:d|de|del|con|para|pa|p|en|por|a|y|o)\b")
_SENTENCE = 3  # so many words and a full stop are a sentence


def is_fragment(text: str) -> bool:
    """Tell whether to wait a moment for the rest: "hola", "tienen", "varilla" alone."""
    said = words(fold(text))
    openers, whole = _words()
    if not said or "?" in text or any(c.isdigit() for c in text) or whole.intersection(said):
        return False
    if len(said) > _SENTENCE and _ENDED.search(text):
        return False
    return len(said) == 1 or openers.issuperset(said)


def is_courtesy(text: str) -> bool:
    """Tell whether somebody only thanks or agrees: "ok, muchas gracias"."""
    said = words(fold(text))
    return bool(said) and _courtesies().issuperset(said)


def joined(burst: str) -> str:
    """Make the messages of a burst one text: pieces of a sentence flow on, lists get commas."""
    text = ""
    said = [line for line in (line.strip() for line in burst.splitlines()) if line]
    for line in line_by_line(said, _asking()):
        text += _link(text, line) + line.text
    return text


def _link(before: str, line: Line) -> str:
    if not before:
        return ""
    last = before.splitlines()[-1]
    if is_fragment(last) or _GOES_ON.match(fold(line.text)):
        return " "
    if line.item and not _ENDED.search(last):
        return " " if last.endswith((":", ",")) else ", "
    return "\n"


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    with (DATA / "lexicon.toml").open("rb") as file:
        lists = tomllib.load(file)["lists"]
    return frozenset(lists["openers"]), frozenset(lists["whole"])


@cache
def _asking() -> frozenset[str]:
    with (DATA / "lexicon.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["lists"]["asking"])


@cache
def _courtesies() -> frozenset[str]:
    with (DATA / "lexicon.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["lists"]["courtesies"])
