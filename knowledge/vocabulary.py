"""The lexicon file as the parts that measures and search need."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from knowledge.folding import plain, sound
from knowledge.words import likeness, whole

Value = TypeVar("Value")

_WORD = re.compile(r"\b[a-z]/(?=[a-z])|[a-z]+")
MEANT = 0.75  # so like a known word a misspelt one must be to be called what it is
LEXICON = Path(__file__).parent / "lexicon"


@dataclass(frozen=True)
class Lexicon:
    """Units, numbers and fractions by their plain word; synonyms and ignored words by sound."""

    units: Mapping[str, str]
    prefixes: Mapping[str, str]
    alone: frozenset[str]
    counted: frozenset[str]
    numbers: Mapping[str, int]
    fractions: Mapping[str, int]
    of: frozenset[str]
    plus: frozenset[str]
    by: frozenset[str]
    to: frozenset[str]
    containers: Mapping[str, str]
    relative: frozenset[str]  # words that tell a size without a number
    times: Mapping[int, str]  # how many times a thing is what it is: 2 is doble
    ignored: frozenset[str]
    ignored_sounds: frozenset[str]
    synonyms: Sequence[Sequence[tuple[str, ...]]]
    abbreviated: Mapping[str, tuple[str, ...]]  # what a table's "brk" or "met" may stand for
    colours: Mapping[str, int]  # a bit for each colour, by sound
    kinds: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]  # what a wider name may also mean


@cache
def lexicon() -> Lexicon:
    """Read the files of the lexicon once, and put them together."""
    content = added_up(
        [tomllib.loads(path.read_text("utf-8")) for path in sorted(LEXICON.glob("*.toml"))]
    )
    ignored = frozenset(plain(word) for word in content["ignored"])
    kinds = [
        (_phrase(w, ignored), _phrase(n, ignored)) for w, ns in content["kinds"].items() for n in ns
    ]
    return Lexicon(
        units=_inverted(content["units"]),
        prefixes=_inverted(content["prefixes"]),
        alone=frozenset(content["amounts"]["alone"]),
        counted=frozenset(content["amounts"]["counted"]),
        numbers=_spelt(content["numbers"]),
        fractions=_spelt(content["fractions"]),
        of=frozenset(content["joining"]["of"]),
        plus=frozenset(content["joining"]["plus"]),
        by=frozenset(content["joining"]["by"]),
        to=frozenset(content["joining"]["to"]),
        containers=content["containers"],
        relative=frozenset(plain(word) for word in content["relative"]),
        times={int(count): word for count, word in content["times"].items()},
        ignored=ignored,
        ignored_sounds=frozenset(map(sound, ignored)),
        abbreviated=_abbreviated(content["abbreviations"]),
        colours=_coloured(content["colours"]),
        kinds=kinds,
        # Words for one colour mean the same: "cromada" is what a name calls "CROMO".
        synonyms=[
            [_phrase(name, ignored) for name in names]
            for names in (*content["synonyms"], *content["colours"])
        ],
    )


@cache
def also_called(word: str) -> frozenset[str]:
    """Give the sounds of the words that begin other names of what a plain word names.

    The word may be misspelt or small: "duchita" is a ducha, "plaiwu" a plywood.
    """
    heard = {sound(word), whole(sound(word))}
    groups = [names for names in lexicon().synonyms if any(name[0] in heard for name in names)]
    if not groups:
        groups = [ns for ns in lexicon().synonyms if any(_nearly(n[0], heard) for n in ns)]
    return frozenset(name[0] for names in groups for name in names) | heard


@cache
def _of_the_trade() -> frozenset[str]:
    return frozenset(name[0] for names in lexicon().synonyms for name in names)


def is_of_the_trade(word: str) -> bool:
    """Tell whether a plain word begins the name of something that such stores sell."""
    return sound(word) in _of_the_trade()


def _nearly(known: str, heard: Collection[str]) -> bool:
    return any(likeness(said, known) >= MEANT for said in heard)


def added_up(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for part in parts:
        for name, content in part.items():
            if isinstance(content, list):
                whole[name] = [*whole.get(name, []), *content]
            elif isinstance(content, dict):
                whole[name] = added_up([whole.get(name, {}), content])
            else:
                whole[name] = content
    return whole


def _abbreviated(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    meant: dict[str, tuple[str, ...]] = {}
    for word, shorts in table.items():
        for short in shorts:
            meant[short] = (*meant.get(short, ()), word)
    return meant


def in_full(name: str) -> str:
    """Write a name of a table without its abbreviations."""
    shorts = lexicon().abbreviated
    return _WORD.sub(lambda word: shorts.get(word[0], (word[0],))[0], plain(name))


def written_out(name: str) -> str:
    """Give a name of a table with what its abbreviations may stand for behind it."""
    shorts = lexicon().abbreviated
    meant = [word for said in _WORD.findall(plain(name)) for word in shorts.get(said, ())]
    return " ".join([name, *meant]) if meant else name


def _coloured(groups: Sequence[Sequence[str]]) -> dict[str, int]:
    return {sound(plain(word)): 1 << bit for bit, words in enumerate(groups) for word in words}


def _inverted(table: Mapping[str, Any]) -> dict[str, str]:
    return _spelt({word: unit for unit, words in table.items() for word in words})


def _spelt(table: Mapping[str, Value]) -> dict[str, Value]:
    """Find a word as written and, if it is long enough to be sure, as it sounds."""
    written = {plain(word): meant for word, meant in table.items()}
    return {sound(word): meant for word, meant in written.items() if len(word) > 3} | written


def _phrase(name: str, ignored: frozenset[str]) -> tuple[str, ...]:
    words = plain(name).split()
    return tuple(sound(word) for word in words if word not in ignored) or tuple(map(sound, words))
