"""Which language a message is in, and an English one put into the words we understand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from brain.mind.folding import fold
from brain.mind.lexicon import DATA

SPANISH = "es"
_WORD = re.compile(r"[a-zñ']+")
_SHARE = 0.5  # of the words
_ENOUGH = 2  # words of another language, where the message has so many


@dataclass(frozen=True)
class _Foreign:
    markers: dict[str, frozenset[str]]
    phrases: Sequence[tuple[re.Pattern[str], str]]
    words: dict[str, str]


def language_of(said: str) -> str:
    """Give "es", or the language that at least half of the words are of."""
    heard = _WORD.findall(fold(said))
    for name, markers in _foreign().markers.items():
        marked = sum(word in markers for word in heard)
        count = marked + sum(word in _foreign().words and word not in markers for word in heard)
        if marked and count >= min(_ENOUGH, len(heard)) and count >= _SHARE * len(heard) > 0:
            return name
    return SPANISH


def in_spanish(said: str) -> str:
    """Put an English message into Spanish words, good enough for rules and look-ups."""
    text = fold(said)
    for pattern, meant in _foreign().phrases:
        text = pattern.sub(meant, text)
    return _WORD.sub(lambda word: _foreign().words.get(word[0], word[0]), text)


@cache
def _foreign() -> _Foreign:
    with (DATA / "english.toml").open("rb") as file:
        read = tomllib.load(file)
    return _Foreign(
        {name: frozenset(words) for name, words in read["markers"].items()},
        [(re.compile(rf"\b(?:{p})\b"), meant) for p, meant in read["phrases"].items()],
        read["words"],
    )
